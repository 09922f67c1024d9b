// SPDX-License-Identifier: Apache-2.0
// `#state`: the overall state and one or more sentences about it. A unit of refresh.
#pragma once

#include "core/model/page_state.hpp"
#include "render/out/html.hpp"
#include "render/view/page_input.hpp"

#include <cstdint>
#include <string>

namespace ks::fragment {

/// What the page's entries add up to.
struct Overall {
    model::PageState state = model::PageState::kNoData;
    model::PageTally tally;
    bool ever_observed = false;  ///< some entry has uptime figures
    std::uint32_t open_incidents = 0;
};

void banner(out::Html& out, const view::PageFacts& facts, const Overall& overall);
/// "2 of 34 monitors are degraded. The others work normally." as plain text.
void append_sentences(std::string& text, const view::Words& words, const Overall& overall);

}  // namespace ks::fragment
