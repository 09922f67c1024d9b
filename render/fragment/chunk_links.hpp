// SPDX-License-Identifier: Apache-2.0
// `a.more`: the links to the chunks of entries before and after the ones shown. The script fetches
// the one with rel=next as it nears the viewport.
#pragma once

#include "render/out/html.hpp"
#include "render/view/page_input.hpp"

namespace ks::fragment {

void chunk_links(out::Html& out, const view::PageFacts& facts, const view::WholePage& whole);

}  // namespace ks::fragment
