// SPDX-License-Identifier: Apache-2.0
// In which commit what a page shows changed last: of each of its monitors, and of its incidents and
// maintenance. Kept beside the 90-day records, which depend on the set of results only.
#pragma once

#include "core/base/id.hpp"
#include "storage/rows/changes.hpp"

#include <cstdint>
#include <vector>

namespace ks::rows {

/// What of a monitor's row looks different.
struct Difference {
    bool state = false;             ///< the state, which the page's and the group's sums count
    bool row = false;               ///< anything else that the row shows, now or soon
    std::int32_t response_ms = -1;  ///< -1: none. Travels when far from the one that did last
};

/// Notes the open transaction's commit for `monitor` on every page that shows it, if the difference
/// is worth it.
[[nodiscard]] Result<void> note_difference(const Changes& changes,
                                           MonitorId monitor,
                                           const Difference& difference);
/// Notes it for the incidents and maintenance of these pages.
[[nodiscard]] Result<void> note_events(const Changes& changes, const std::vector<PageId>& pages);

/// The page's entries are others now: which of them changed before is of no use any more.
[[nodiscard]] Result<void> forget_page_changes(const Changes& changes, PageId page);
[[nodiscard]] Result<void> forget_monitor_changes(const Changes& changes, MonitorId monitor);

}  // namespace ks::rows
