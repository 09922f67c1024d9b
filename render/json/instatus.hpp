// SPDX-License-Identifier: Apache-2.0
// Instatus' /summary.json.
#pragma once

#include "render/view/public_page.hpp"

#include <span>
#include <string>

namespace ks::json {

/// `maintenances`: those that are under way or to come. The lists are left out when empty.
void instatus_summary(std::string& to,
                      const view::PublicPage& page,
                      std::span<const view::MaintenanceEvent> maintenances);

}  // namespace ks::json
