// SPDX-License-Identifier: Apache-2.0
// Incidents and maintenance windows as the API shows them (spec 2.3).
#pragma once

#include "core/record/incident.hpp"
#include "core/record/maintenance.hpp"
#include "core/time/zone.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace ks::api {

void append_incident(std::string& to,
                     const record::Incident& incident,
                     std::span<const record::IncidentUpdate> updates);

/// "scheduled", "in_progress" or "completed" at `now`.
[[nodiscard]] std::string_view maintenance_status(const record::Maintenance& window,
                                                  const Zone& zone,
                                                  UnixSeconds now);
void append_maintenance(std::string& to,
                        const record::Maintenance& window,
                        const Zone& zone,
                        UnixSeconds now);

}  // namespace ks::api
