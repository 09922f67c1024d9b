// SPDX-License-Identifier: Apache-2.0
// Atlassian Statuspage's public API, version 2: the bodies of /api/v2/*.json. Each function appends
// one whole document.
#pragma once

#include "render/view/public_page.hpp"

#include <span>
#include <string>

namespace ks::json {

using Incidents = std::span<const view::IncidentEvent>;
using Maintenances = std::span<const view::MaintenanceEvent>;

void statuspage_status(std::string& to, const view::PublicPage& page);
void statuspage_components(std::string& to, const view::PublicPage& page);
void statuspage_incidents(std::string& to, const view::PublicPage& page, Incidents incidents);
void statuspage_maintenances(std::string& to,
                             const view::PublicPage& page,
                             Maintenances maintenances);
/// `maintenances`: those that are under way or to come.
void statuspage_summary(std::string& to, const view::PublicPage& page, Maintenances maintenances);

}  // namespace ks::json
