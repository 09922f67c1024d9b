// SPDX-License-Identifier: Apache-2.0
// What was announced of a monitor, with its wake-up, and which monitors keep an automatic incident
// open.
#pragma once

#include "core/record/standing.hpp"
#include "storage/rows/changes.hpp"

#include <cstdint>
#include <vector>

namespace ks::rows {

/// Replaces `old`, what is stored of `monitor`; moves its wake-up. Writes nothing when nothing
/// changed.
[[nodiscard]] Result<void> put_standing(const Changes& changes,
                                        MonitorId monitor,
                                        const record::Standing& old,
                                        const record::Standing& standing);
[[nodiscard]] Result<void> erase_standing(const Changes& changes, MonitorId monitor);

/// The monitors whose wake-up is at `now` or before, at most `limit`, soonest first.
[[nodiscard]] Result<std::vector<MonitorId>> due_wakes(const Changes& changes,
                                                       std::int64_t now,
                                                       std::size_t limit);

/// Notes that `monitor` keeps `incident` open.
[[nodiscard]] Result<void> put_down(const Changes& changes, IncidentId incident, MonitorId monitor);
/// Takes that back; returns whether another monitor still keeps it open.
[[nodiscard]] Result<bool> erase_down(const Changes& changes,
                                      IncidentId incident,
                                      MonitorId monitor);

}  // namespace ks::rows
