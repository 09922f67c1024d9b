// SPDX-License-Identifier: Apache-2.0
// An incident and its updates. The record is small; each update is a row of its own, ordered by its
// id, so that a long story never rewrites what was said before.
#pragma once

#include "core/base/id.hpp"
#include "core/base/result.hpp"
#include "core/time/clock.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ks::record {

enum class IncidentStatus : std::uint8_t {
    kInvestigating = 1,
    kIdentified,
    kMonitoring,
    kResolved
};

/// How bad it is; ordered from least to worst.
enum class Impact : std::uint8_t { kNone = 0, kMinor, kMajor, kCritical };

/// Wire names: "investigating|identified|monitoring|resolved", "none|minor|major|critical".
[[nodiscard]] std::string_view name(IncidentStatus status) noexcept;
[[nodiscard]] std::string_view name(Impact impact) noexcept;
[[nodiscard]] std::optional<IncidentStatus> parse_incident_status(std::string_view text) noexcept;
[[nodiscard]] std::optional<Impact> parse_impact(std::string_view text) noexcept;

struct Incident {
    IncidentId id;
    ProjectId project;
    std::uint64_t version = 1;
    UnixMillis created_at{};
    UnixMillis updated_at{};     ///< of the newest update or change
    UnixMillis started_at{};     ///< when it began, which may lie before created_at
    UnixMillis monitoring_at{};  ///< first time in kMonitoring; zero: never
    UnixMillis resolved_at{};    ///< zero: open
    IncidentStatus status = IncidentStatus::kInvestigating;
    Impact impact = Impact::kNone;
    bool automatic = false;        ///< opened by a confirmed failure; resolves itself
    bool resolved_itself = false;  ///< by recovery, not by a person; false while open
    std::string title;
    /// Empty: the whole project, shown on each of its pages. At most limits::kEntriesPerPage.
    std::vector<MonitorId> monitors;

    [[nodiscard]] bool open() const noexcept { return status != IncidentStatus::kResolved; }
};

[[nodiscard]] std::string encode(const Incident& incident);
/// kTruncated, kMalformed, kUnsupported.
[[nodiscard]] Result<Incident> decode_incident(Bytes bytes);

/// One thing that was said about an incident.
struct IncidentUpdate {
    UpdateId id;
    IncidentStatus status = IncidentStatus::kInvestigating;
    UnixMillis created_at{};
    std::string message;  ///< Markdown; empty only where the status alone was changed
};

[[nodiscard]] std::string encode(const IncidentUpdate& update);
[[nodiscard]] Result<IncidentUpdate> decode_incident_update(Bytes bytes);

}  // namespace ks::record
