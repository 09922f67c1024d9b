// SPDX-License-Identifier: Apache-2.0
// What a page, a feed or a dialect tells of incidents and maintenance: filled by edge/page inside a
// read scope, owned, so that it may outlive it.
#pragma once

#include "core/record/incident.hpp"
#include "core/record/maintenance.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace ks::view {

/// A monitor as this page calls it.
struct NamedMonitor {
    MonitorId id;
    std::string name;
};

struct IncidentEvent {
    record::Incident incident;
    std::vector<record::IncidentUpdate> updates;  ///< newest first
    std::vector<NamedMonitor> monitors;           ///< those that the page shows, in its order
};

enum class MaintenancePhase : std::uint8_t { kUpcoming, kActive, kCompleted };

/// One occurrence of a window.
struct MaintenanceEvent {
    record::Maintenance window;
    std::int64_t starts = 0;  ///< Unix seconds
    std::int64_t ends = 0;
    MaintenancePhase phase = MaintenancePhase::kUpcoming;
    std::vector<NamedMonitor> monitors;  ///< as IncidentEvent's
};

/// What the status page shows of them.
struct PageEvents {
    std::vector<IncidentEvent> open;            ///< newest start first
    std::vector<IncidentEvent> recent;          ///< of the last kRecentDays, newest start first
    std::vector<MaintenanceEvent> maintenance;  ///< under way and coming, by start
};

/// How many civil days of the page's zone the status page looks back, today included.
inline constexpr std::int32_t kRecentDays = 7;

}  // namespace ks::view
