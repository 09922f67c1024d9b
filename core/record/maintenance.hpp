// SPDX-License-Identifier: Apache-2.0
// A maintenance window, once or recurring. What its occurrences are is core/model/recurrence's.
#pragma once

#include "core/base/id.hpp"
#include "core/base/result.hpp"
#include "core/time/clock.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace ks::record {

struct Maintenance {
    MaintenanceId id;
    ProjectId project;
    std::uint64_t version = 1;
    UnixMillis created_at{};
    UnixMillis updated_at{};
    UnixSeconds starts_at{};  ///< of the first occurrence
    UnixSeconds ends_at{};    ///< of the first occurrence; later than starts_at
    std::string rrule;        ///< RFC 5545 section 3.3.10, normalised; empty: once
    std::string title;
    std::string description;  ///< Markdown
    /// Empty: an announcement for the whole project, shown on each of its pages, that changes no
    /// monitor's state.
    std::vector<MonitorId> monitors;
};

[[nodiscard]] std::string encode(const Maintenance& window);
/// kTruncated, kMalformed, kUnsupported.
[[nodiscard]] Result<Maintenance> decode_maintenance(Bytes bytes);

}  // namespace ks::record
