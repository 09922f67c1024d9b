// SPDX-License-Identifier: Apache-2.0
// /history, /history/2026-11, /incidents/:id and /maintenance/:id. 404 for what the page does not
// show.
#pragma once

#include "edge/page/visit.hpp"

namespace ks::page {

/// The month of the path, else the current one of the page's zone; 404 for one to come and for one
/// before all that is stored.
[[nodiscard]] Result<void> answer_history(const store::Snapshot& snapshot, const Visit& visit);
[[nodiscard]] Result<void> answer_incident(const store::Snapshot& snapshot, const Visit& visit);
/// The occurrence that is under way, else the next, else the last.
[[nodiscard]] Result<void> answer_maintenance(const store::Snapshot& snapshot, const Visit& visit);

}  // namespace ks::page
