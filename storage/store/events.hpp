// SPDX-License-Identifier: Apache-2.0
// Typed readers of what happens to monitors: incidents and maintenance windows, by project and by
// page. Errors as in readers.hpp. A page shows an incident or a window that names one of its
// monitors, or none at all (the whole project). Implemented in incidents.cpp and maintenance.cpp.
#pragma once

#include "core/record/incident.hpp"
#include "core/record/maintenance.hpp"
#include "storage/store/store.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace ks::store {

// --- incidents
[[nodiscard]] Result<record::Incident> incident(const Snapshot& snapshot, IncidentId id);
/// Oldest first.
[[nodiscard]] Result<std::vector<record::IncidentUpdate>> incident_updates(const Snapshot& snapshot,
                                                                           IncidentId id);
/// Ids of a project's incidents in order of creation, after `after`, at most `limit`.
[[nodiscard]] Result<std::vector<IncidentId>> project_incidents(const Snapshot& snapshot,
                                                                ProjectId project,
                                                                IncidentId after,
                                                                std::size_t limit);
/// The project's open incidents, newest start first. Costs one seek where there is none.
[[nodiscard]] Result<std::vector<record::Incident>> open_incidents(const Snapshot& snapshot,
                                                                   ProjectId project);
/// Incidents that started in [from, to), newest start first, at most `limit`, open ones included.
[[nodiscard]] Result<std::vector<record::Incident>> incidents_between(
    const Snapshot& snapshot, ProjectId project, UnixMillis from, UnixMillis to, std::size_t limit);

// --- maintenance
[[nodiscard]] Result<record::Maintenance> maintenance(const Snapshot& snapshot, MaintenanceId id);
[[nodiscard]] Result<std::vector<MaintenanceId>> project_maintenance(const Snapshot& snapshot,
                                                                     ProjectId project,
                                                                     MaintenanceId after,
                                                                     std::size_t limit);

// --- time
/// The first second at which a monitor has to be looked at though no result comes (write::Wake);
/// nothing when there is none.
[[nodiscard]] Result<std::optional<std::int64_t>> next_wake(const Snapshot& snapshot);

// --- what a page shows of them
/// Whether a page shows what names these monitors: one of them is an entry, or there is none.
[[nodiscard]] Result<bool> shown_on(const Snapshot& snapshot,
                                    PageId page,
                                    const std::vector<MonitorId>& monitors);

}  // namespace ks::store
