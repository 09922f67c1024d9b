// SPDX-License-Identifier: Apache-2.0
// The public JSON of Uptime Kuma's status pages, for the dashboards that read it.
#pragma once

#include "render/view/beats.hpp"
#include "render/view/public_page.hpp"

#include <cstddef>
#include <span>
#include <string>

namespace ks::json {

/// /api/status-page/<slug>. `maintenances`: those under way. Both the list of incidents and the one
/// incident of version 1 are there.
void kuma_page(std::string& to,
               const view::PublicPage& page,
               std::span<const view::MaintenanceEvent> maintenances);

/// /api/status-page/heartbeat/<slug>. A monitor that was not observed has no ratio.
void kuma_heartbeats(std::string& to, std::span<const view::BeatHistory> histories);

/// /api/status-page/<slug>/incident-history. `incidents`: all of them, newest first; `cursor`: how
/// many were shown before.
void kuma_incident_history(std::string& to,
                           const view::PublicPage& page,
                           std::span<const view::IncidentEvent> incidents,
                           std::size_t cursor);

}  // namespace ks::json
