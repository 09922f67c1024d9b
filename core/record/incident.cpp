// SPDX-License-Identifier: Apache-2.0
#include "core/record/incident.hpp"

#include "core/record/layout.hpp"

#include <algorithm>
#include <array>

namespace ks::record {
namespace {

constexpr std::uint8_t kVersion = 1;
constexpr std::array<std::string_view, 4> kStatuses{
    "investigating", "identified", "monitoring", "resolved"};
constexpr std::array<std::string_view, 4> kImpacts{"none", "minor", "major", "critical"};

UnixMillis millis(std::int64_t since_1970) noexcept {
    return UnixMillis(std::chrono::milliseconds(since_1970));
}

bool is_status(IncidentStatus status) noexcept {
    return status >= IncidentStatus::kInvestigating && status <= IncidentStatus::kResolved;
}

}  // namespace

std::string_view name(IncidentStatus status) noexcept {
    return kStatuses[static_cast<std::size_t>(status) - 1];
}

std::string_view name(Impact impact) noexcept {
    return kImpacts[static_cast<std::size_t>(impact)];
}

std::optional<IncidentStatus> parse_incident_status(std::string_view text) noexcept {
    const auto* found = std::ranges::find(kStatuses, text);
    if (found == kStatuses.end()) {
        return std::nullopt;
    }
    return static_cast<IncidentStatus>(found - kStatuses.begin() + 1);
}

std::optional<Impact> parse_impact(std::string_view text) noexcept {
    const auto* found = std::ranges::find(kImpacts, text);
    if (found == kImpacts.end()) {
        return std::nullopt;
    }
    return static_cast<Impact>(found - kImpacts.begin());
}

std::string encode(const Incident& incident) {
    Encoder out(kVersion);
    out.id(incident.id);
    out.id(incident.project);
    out.u64(incident.version);
    for (const UnixMillis at : {incident.created_at,
                                incident.updated_at,
                                incident.started_at,
                                incident.monitoring_at,
                                incident.resolved_at}) {
        out.i64(at.time_since_epoch().count());
    }
    out.u8(static_cast<std::uint8_t>(incident.status));
    out.u8(static_cast<std::uint8_t>(incident.impact));
    out.flag(incident.automatic);
    out.flag(incident.resolved_itself);
    out.text(incident.title);
    out.u16(static_cast<std::uint16_t>(incident.monitors.size()));
    for (const MonitorId& monitor : incident.monitors) {
        out.id(monitor);
    }
    return std::move(out).take();
}

Result<Incident> decode_incident(Bytes bytes) {
    KS_TRY(Decoder in, open_record(bytes, kVersion));
    Incident incident;
    incident.id = in.id<IncidentId>();
    incident.project = in.id<ProjectId>();
    incident.version = in.u64();
    for (UnixMillis* at : {&incident.created_at,
                           &incident.updated_at,
                           &incident.started_at,
                           &incident.monitoring_at,
                           &incident.resolved_at}) {
        *at = millis(in.i64());
    }
    incident.status = static_cast<IncidentStatus>(in.u8());
    incident.impact = static_cast<Impact>(in.u8());
    incident.automatic = in.flag();
    incident.resolved_itself = in.flag();
    incident.title = in.text();
    for (std::uint16_t left = in.u16(); left > 0 && in.ok(); --left) {
        incident.monitors.push_back(in.id<MonitorId>());
    }
    if (in.ok() && (!is_status(incident.status) || incident.impact > Impact::kCritical)) {
        return Errc::kMalformed;
    }
    KS_CHECK(in.finish());
    return incident;
}

std::string encode(const IncidentUpdate& update) {
    Encoder out(kVersion);
    out.id(update.id);
    out.u8(static_cast<std::uint8_t>(update.status));
    out.i64(update.created_at.time_since_epoch().count());
    out.long_text(update.message);
    return std::move(out).take();
}

Result<IncidentUpdate> decode_incident_update(Bytes bytes) {
    KS_TRY(Decoder in, open_record(bytes, kVersion));
    IncidentUpdate update;
    update.id = in.id<UpdateId>();
    update.status = static_cast<IncidentStatus>(in.u8());
    update.created_at = millis(in.i64());
    update.message = in.long_text();
    if (in.ok() && !is_status(update.status)) {
        return Errc::kMalformed;
    }
    KS_CHECK(in.finish());
    return update;
}

}  // namespace ks::record
