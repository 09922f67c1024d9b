// SPDX-License-Identifier: Apache-2.0
// The state of a monitor over time: the quorum of its regions, under maintenance and pauses.
#pragma once

#include "core/model/line.hpp"
#include "core/model/region_line.hpp"
#include "core/model/uptime.hpp"

namespace ks::model {

/// Paused where checking is off, else maintenance inside a window, else what the regions say.
/// A heartbeat has one stream of pings: results of all its regions count as one.
[[nodiscard]] Line monitor_line(const UptimeInput& input, const Scope& scope);

/// The time of the newest result up to `limit`; -1: none.
[[nodiscard]] std::int64_t newest_result(const UptimeInput& input, std::int64_t limit) noexcept;

/// When the silence after the newest ping up to `limit` becomes an outage; kNever for all other
/// monitors.
[[nodiscard]] std::int64_t silence_deadline(const UptimeInput& input, std::int64_t limit);

}  // namespace ks::model
