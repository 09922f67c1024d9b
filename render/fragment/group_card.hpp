// SPDX-License-Identifier: Apache-2.0
// The card around the rows of one group. Its summary `p.sum#g-<key>` is a unit of refresh.
#pragma once

#include "core/model/page_state.hpp"
#include "render/out/html.hpp"
#include "render/view/page_input.hpp"

#include <cstdint>
#include <string_view>

namespace ks::fragment {

struct GroupFace {
    std::string_view name;  ///< empty: ungrouped, no heading
    std::uint64_t key = 0;  ///< group_key(name)
    model::PageTally tally;
    bool continued = false;  ///< its first rows are on the page before
};

/// The same for the same name on every page and chunk; written as 16 hexadecimal digits.
[[nodiscard]] std::uint64_t group_key(std::string_view name) noexcept;

/// `p.sum`: "Operational", "2 of 7 degraded", ...
void group_summary(out::Html& out, const view::PageFacts& facts, const GroupFace& group);
/// From the card's start to inside its list; rows follow, then group_close().
void group_open(out::Html& out, const view::PageFacts& facts, const GroupFace& group);
void group_close(out::Html& out, const view::PageFacts& facts);

}  // namespace ks::fragment
