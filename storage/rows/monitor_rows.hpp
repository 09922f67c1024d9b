// SPDX-License-Identifier: Apache-2.0
// The rows of a monitor: record, project index, token, check schedule, and all that was learnt
// about it.
#pragma once

#include "core/record/monitor.hpp"
#include "storage/rows/changes.hpp"

namespace ks::rows {

[[nodiscard]] Result<void> put_monitor(const Changes& changes, const record::Monitor& monitor);
/// Replaces `old`, of the same id and project.
[[nodiscard]] Result<void> replace_monitor(const Changes& changes,
                                           const record::Monitor& old,
                                           const record::Monitor& monitor);
/// With history, results' log and certificate, and from every page that shows it. Raw results stay
/// until retention.
[[nodiscard]] Result<void> erase_monitor(const Changes& changes, const record::Monitor& monitor);

}  // namespace ks::rows
