// SPDX-License-Identifier: Apache-2.0
// `.legend`: the five cells of a bar with their words. The script takes its words for states from
// here.
#pragma once

#include "render/out/html.hpp"
#include "render/view/page_input.hpp"

namespace ks::fragment {

void legend(out::Html& out, const view::PageFacts& facts);

}  // namespace ks::fragment
