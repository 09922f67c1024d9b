// SPDX-License-Identifier: Apache-2.0
// The answer to a refresh: a `main` with what the script compares and the units that changed, one
// after the other (fragment::monitor_row, group_summary, age, incidents_section ...).
#pragma once

#include "render/fragment/banner.hpp"
#include "render/out/html.hpp"
#include "render/view/page_input.hpp"

#include <cstdint>

namespace ks::page_html {

/// Up to inside `main`. With `overall` the page's state is among what changed: title, icon and
/// banner.
void refresh_open(out::Html& out,
                  const view::PageFacts& facts,
                  std::uint64_t layout,
                  const fragment::Overall* overall);
void refresh_close(out::Html& out);

}  // namespace ks::page_html
