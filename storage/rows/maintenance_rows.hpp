// SPDX-License-Identifier: Apache-2.0
// The rows of a maintenance window: record, index by project, index by monitor.
#pragma once

#include "core/record/maintenance.hpp"
#include "storage/rows/changes.hpp"

namespace ks::rows {

[[nodiscard]] Result<void> put_maintenance(const Changes& changes,
                                           const record::Maintenance& window);
[[nodiscard]] Result<void> erase_maintenance(const Changes& changes,
                                             const record::Maintenance& window);

}  // namespace ks::rows
