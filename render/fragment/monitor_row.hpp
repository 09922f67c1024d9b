// SPDX-License-Identifier: Apache-2.0
// One monitor: `li.row#m-<id>` with icon, name, state word, response time, percentage and bar. A
// unit of refresh.
#pragma once

#include "render/out/html.hpp"
#include "render/view/page_input.hpp"

namespace ks::fragment {

/// REQUIRES: row.uptime is set.
void monitor_row(out::Html& out, const view::PageFacts& facts, const view::MonitorRow& row);

}  // namespace ks::fragment
