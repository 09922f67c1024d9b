// SPDX-License-Identifier: Apache-2.0
// The write forms of incidents and maintenance windows (spec 2.3), merged into the record as it is.
// Absent fields stay. Which monitors exist is the writer's to check.
#pragma once

#include "core/record/incident.hpp"
#include "core/record/maintenance.hpp"
#include "core/time/zone.hpp"
#include "edge/api/object_in.hpp"

#include <optional>
#include <string>

namespace ks::api {

/// What a merge leaves to its caller.
struct IncidentChange {
    std::optional<record::IncidentStatus> status;
    std::string message;
    bool impact_given = false;
    std::optional<UnixMillis> resolved_at;
};

/// Title, impact, monitors and start are merged; status and message are for apply_status().
[[nodiscard]] IncidentChange merge_incident(ObjectIn& in,
                                            record::Incident& incident,
                                            UnixMillis now);
/// Puts the incident into the status that `change` asks for; returns the update to append, without
/// its id, if it says anything.
[[nodiscard]] std::optional<record::IncidentUpdate> apply_status(record::Incident& incident,
                                                                 const IncidentChange& change,
                                                                 UnixMillis now);

/// `zone`: the project's, in which recurring windows keep their time of day.
void merge_maintenance(ObjectIn& in, record::Maintenance& window, const Zone& zone);

}  // namespace ks::api
