// SPDX-License-Identifier: Apache-2.0
// The rows of an incident: record, updates, and the indexes by project, by start and of open ones.
#pragma once

#include "core/record/incident.hpp"
#include "storage/rows/changes.hpp"

namespace ks::rows {

[[nodiscard]] Result<void> put_incident(const Changes& changes, const record::Incident& incident);
/// Replaces `old`, the stored incident of the same id.
[[nodiscard]] Result<void> replace_incident(const Changes& changes,
                                            const record::Incident& old,
                                            const record::Incident& incident);
[[nodiscard]] Result<void> erase_incident(const Changes& changes, const record::Incident& incident);
/// Also replaces an update of the same id.
[[nodiscard]] Result<void> put_update(const Changes& changes,
                                      IncidentId incident,
                                      const record::IncidentUpdate& update);

}  // namespace ks::rows
