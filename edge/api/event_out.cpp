// SPDX-License-Identifier: Apache-2.0
#include "edge/api/event_out.hpp"

#include "core/model/recurrence.hpp"
#include "edge/api/answers.hpp"

namespace ks::api {
namespace {

void append_monitors(text::JsonOut& out, const std::vector<MonitorId>& monitors) {
    out.key("monitorIds").begin_array();
    for (const MonitorId& monitor : monitors) {
        out.string(monitor.text());
    }
    out.end_array();
}

void time_or_null(text::JsonOut& out, std::string_view name, UnixMillis at) {
    if (at == UnixMillis{}) {
        out.key(name).null();
    } else {
        time_field(out, name, at);
    }
}

/// The occurrence under way at `now`, else the next one.
std::optional<model::Interval> present(const record::Maintenance& window,
                                       const Zone& zone,
                                       UnixSeconds now) {
    const auto found =
        model::occurrences(window, zone, now.time_since_epoch().count(), INT64_MAX, 1);
    return found.empty() ? std::nullopt : std::optional(found.front());
}

std::string_view status_of(const std::optional<model::Interval>& when, UnixSeconds now) noexcept {
    if (!when) {
        return "completed";
    }
    return when->from <= now.time_since_epoch().count() ? "in_progress" : "scheduled";
}

}  // namespace

void append_incident(std::string& to,
                     const record::Incident& incident,
                     std::span<const record::IncidentUpdate> updates) {
    text::JsonOut out(to);
    out.begin_object();
    out.key("id").string(incident.id.text()).key("projectId").string(incident.project.text());
    out.key("title").string(incident.title);
    out.key("status").string(record::name(incident.status));
    out.key("impact").string(record::name(incident.impact));
    out.key("automatic").boolean(incident.automatic);
    append_monitors(out, incident.monitors);
    time_field(out, "startedAt", incident.started_at);
    time_or_null(out, "resolvedAt", incident.resolved_at);
    time_field(out, "createdAt", incident.created_at);
    time_field(out, "updatedAt", incident.updated_at);
    out.key("updates").begin_array();
    for (const record::IncidentUpdate& update : updates) {
        out.begin_object().key("id").string(update.id.text());
        out.key("status").string(record::name(update.status));
        out.key("message").string(update.message);
        time_field(out, "createdAt", update.created_at);
        out.end_object();
    }
    out.end_array().end_object();
}

std::string_view maintenance_status(const record::Maintenance& window,
                                    const Zone& zone,
                                    UnixSeconds now) {
    return status_of(present(window, zone, now), now);
}

void append_maintenance(std::string& to,
                        const record::Maintenance& window,
                        const Zone& zone,
                        UnixSeconds now) {
    const auto when = present(window, zone, now);
    text::JsonOut out(to);
    out.begin_object();
    out.key("id").string(window.id.text()).key("projectId").string(window.project.text());
    out.key("title").string(window.title);
    text_field(out, "description", window.description);
    out.key("status").string(status_of(when, now));
    append_monitors(out, window.monitors);
    time_field(out, "startsAt", window.starts_at);
    time_field(out, "endsAt", window.ends_at);
    text_field(out, "rrule", window.rrule);
    seconds_field(out, "nextStartsAt", when ? when->from : 0);
    seconds_field(out, "nextEndsAt", when ? when->to : 0);
    time_field(out, "createdAt", window.created_at);
    time_field(out, "updatedAt", window.updated_at);
    out.end_object();
}

}  // namespace ks::api
