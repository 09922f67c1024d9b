// SPDX-License-Identifier: Apache-2.0
// The newest single results of a page's monitors.
#pragma once

#include "edge/page/dialect/public_facts.hpp"
#include "render/view/beats.hpp"

#include <cstddef>
#include <vector>

namespace ks::page {

/// A page of results counted from the newest on.
struct BeatRange {
    std::size_t skip = 0;
    std::size_t limit = 100;  ///< of all monitors together at most 20,000, each at least 10
    bool ratios = false;      ///< the figures of 24 hours, too
};

/// Of each monitor of `facts`. Without `skip`, where the newest result is not the state that the
/// page shows (silence, a failure that is not confirmed, another region), a beat of now says it:
/// who reads only the last one is told the truth.
[[nodiscard]] Result<std::vector<view::BeatHistory>> read_beats(const store::Snapshot& snapshot,
                                                                const record::PageView& page,
                                                                const Facts& facts,
                                                                const BeatRange& range);

}  // namespace ks::page
