// SPDX-License-Identifier: Apache-2.0
// What other people's formats tell of a page, out of the store in one read scope.
#pragma once

#include "core/time/zone.hpp"
#include "edge/page/page_events.hpp"
#include "edge/page/visit.hpp"
#include "render/view/public_page.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace ks::page {

struct Facts {
    view::PublicPage page;
    Zone days;                     ///< the project's zone
    std::int64_t valid_until = 0;  ///< Unix seconds: when it can look different by itself
};

/// Figures over the newest `days` days, today included, 1..90.
[[nodiscard]] Result<Facts> read_facts(const store::Snapshot& snapshot,
                                       const Visit& visit,
                                       const record::PageView& page,
                                       int days = 90);

/// One monitor of the page alone: no incidents, and the page's state is the monitor's. kNotFound
/// for one that is not on it.
[[nodiscard]] Result<Facts> read_monitor_facts(const store::Snapshot& snapshot,
                                               const Visit& visit,
                                               const record::PageView& page,
                                               MonitorId monitor,
                                               int days = 90);

/// Which occurrences of maintenance windows are told of. Of a recurring window the next one stands
/// for all that are to come, where only planned ones are asked for.
enum class Planned : std::uint8_t { kUpcoming, kActive, kUpcomingOrActive };

/// By start, at most 50.
[[nodiscard]] Result<std::vector<view::MaintenanceEvent>> planned_maintenance(EventReader& reader,
                                                                              std::int64_t now,
                                                                              Planned which);
/// Newest first: what is planned and the last 90 days, at most 50 each.
[[nodiscard]] Result<std::vector<view::MaintenanceEvent>> all_maintenance(EventReader& reader,
                                                                          std::int64_t now);

/// The newest incidents, newest start first.
[[nodiscard]] Result<std::vector<view::IncidentEvent>> newest_incidents(EventReader& reader,
                                                                        std::size_t limit);

}  // namespace ks::page
