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

/// When a record has to be cut again though nothing comes, because its tail foretells maintenance
/// only so far; kNoRefresh: never.
using RefreshAt = std::int64_t;
inline constexpr RefreshAt kNoRefresh = 0;

/// Cuts `history` anew from the civil day of `from` on; all of it when its days were cut in another
/// zone. The monitor's maintenance windows count.
[[nodiscard]] Result<RefreshAt> recut_from(const Changes& changes,
                                           const Cut& cut,
                                           record::UptimeHistory& history,
                                           std::int64_t from);
/// Cuts all days anew.
[[nodiscard]] Result<RefreshAt> recut_all(const Changes& changes,
                                          const Cut& cut,
                                          record::UptimeHistory& history);

/// What a page shows of a record now, against what was stored before.
struct Shown {
    bool differs = false;  ///< the present state or any day's cell
    record::State before = record::State::kNoData;
    record::State after = record::State::kNoData;
    std::int64_t since = 0;  ///< UptimeNow::state_since of `after`
};

[[nodiscard]] Result<Shown> put_history(const Changes& changes,
                                        const Cut& cut,
                                        const record::UptimeHistory& history);

/// When the present outage began, also before the present day. REQUIRES: `history` is down at
/// cut.now_s.
[[nodiscard]] Result<std::int64_t> outage_start(const Changes& changes,
                                                const Cut& cut,
                                                const record::UptimeHistory& history);

}  // namespace ks::rows
