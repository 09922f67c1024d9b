// SPDX-License-Identifier: Apache-2.0
// The 90-day records: cutting them anew out of the results' log, and storing them.
#pragma once

#include "core/record/monitor.hpp"
#include "core/record/uptime_history.hpp"
#include "core/time/zone.hpp"
#include "storage/rows/changes.hpp"

#include <cstdint>

namespace ks::rows {

/// The days of a project.
struct ProjectDays {
    Zone zone;
    std::uint32_t epoch = 0;  ///< Project::zone_epoch
};

/// One monitor whose record is cut.
struct Cut {
    MonitorId monitor;
    const record::MonitorRules& rules;
    const ProjectDays& days;
    std::int64_t now_s;
};

/// The earliest instant that a result at `at` in `region` can have changed, as far as the stored
/// log shows.
[[nodiscard]] Result<std::int64_t> affected_from(const Changes& changes,
                                                 MonitorId monitor,
                                                 std::uint16_t region,
                                                 std::int64_t at);

/// Cuts `history` anew from the civil day of `from` on; all of it when its days were cut in another
/// zone.
[[nodiscard]] Result<void> recut_from(const Changes& changes,
                                      const Cut& cut,
                                      record::UptimeHistory& history,
                                      std::int64_t from);
/// Cuts all days anew.
[[nodiscard]] Result<void> recut_all(const Changes& changes,
                                     const Cut& cut,
                                     record::UptimeHistory& history);

/// Stores `history`; returns whether the present state or any day's cell differs from what was
/// stored before.
[[nodiscard]] Result<bool> put_history(const Changes& changes,
                                       const Cut& cut,
                                       const record::UptimeHistory& history);

}  // namespace ks::rows
