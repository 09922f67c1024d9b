// SPDX-License-Identifier: Apache-2.0
// Incidents and maintenance in Statuspage's words. What an update says of its components is what
// its author says by the impact: operational before, as bad as the impact while it lasts,
// operational again once it is resolved.
#include "render/json/statuspage_parts.hpp"

#include <array>
#include <optional>
#include <span>

namespace ks::json {
namespace {

using record::Impact;
using record::IncidentStatus;
using view::MaintenancePhase;

constexpr std::string_view kOperational = "operational";

std::string_view status_of(Impact impact) noexcept {
    switch (impact) {
        case Impact::kMinor:
            return "degraded_performance";
        case Impact::kMajor:
            return "partial_outage";
        case Impact::kCritical:
            return "major_outage";
        case Impact::kNone:
            break;
    }
    return kOperational;
}

std::string_view status_of(MaintenancePhase phase) noexcept {
    constexpr std::array<std::string_view, 3> kNames{"scheduled", "in_progress", "completed"};
    return kNames[static_cast<std::size_t>(phase)];
}

/// How the components stand after a step.
std::string_view during(MaintenancePhase phase) noexcept {
    return phase == MaintenancePhase::kActive ? "under_maintenance" : kOperational;
}

struct Update {
    std::string id;
    std::string_view status;
    std::string_view body;
    std::string incident_id;
    UnixMillis at{};
    std::string_view before, after;  ///< of the components
};

void update_object(text::JsonOut& out,
                   const Update& update,
                   const std::vector<view::NamedMonitor>& monitors) {
    out.begin_object().key("id").string(update.id).key("status").string(update.status);
    out.key("body").string(update.body).key("incident_id").string(update.incident_id);
    time_field(out, "created_at", update.at);
    time_field(out, "updated_at", update.at);
    time_field(out, "display_at", update.at);
    out.key("affected_components");
    if (monitors.empty()) {
        out.null();
    } else {
        out.begin_array();
        for (const view::NamedMonitor& monitor : monitors) {
            out.begin_object().key("code").string(monitor.id.text());
            out.key("name").string(monitor.name).key("old_status").string(update.before);
            out.key("new_status").string(update.after).end_object();
        }
        out.end_array();
    }
    out.key("deliver_notifications").boolean(true);
    out.key("custom_tweet").null().key("tweet_id").null().end_object();
}

/// The fields that incidents and maintenance share, in Statuspage's order.
struct Head {
    std::string id;
    std::string_view name, status, impact;
    UnixMillis created_at{}, updated_at{}, monitoring_at{}, resolved_at{}, started_at{};
    std::string address;
};

void head_fields(text::JsonOut& out, const view::PublicPage& page, const Head& head) {
    out.key("id").string(head.id).key("name").string(head.name);
    out.key("status").string(head.status);
    time_field(out, "created_at", head.created_at);
    time_field(out, "updated_at", head.updated_at);
    time_field(out, "monitoring_at", head.monitoring_at);
    time_field(out, "resolved_at", head.resolved_at);
    out.key("impact").string(head.impact).key("shortlink").string(head.address);
    time_field(out, "started_at", head.started_at);
    out.key("page_id").string(page.id.text()).key("reminder_intervals").null();
}

}  // namespace

void incident_object(text::JsonOut& out,
                     const view::PublicPage& page,
                     const view::IncidentEvent& event) {
    const record::Incident& incident = event.incident;
    out.begin_object();
    head_fields(out,
                page,
                {.id = incident.id.text(),
                 .name = incident.title,
                 .status = record::name(incident.status),
                 .impact = record::name(incident.impact),
                 .created_at = incident.created_at,
                 .updated_at = incident.updated_at,
                 .monitoring_at = incident.monitoring_at,
                 .resolved_at = incident.resolved_at,
                 .started_at = incident.started_at,
                 .address = view::address(page, event)});
    out.key("incident_updates").begin_array();
    const std::string_view bad = status_of(incident.impact);
    for (std::size_t i = 0; i < event.updates.size(); ++i) {
        const record::IncidentUpdate& update = event.updates[i];
        const bool first = i + 1 == event.updates.size();
        const bool over_before = first || event.updates[i + 1].status == IncidentStatus::kResolved;
        update_object(out,
                      {.id = update.id.text(),
                       .status = record::name(update.status),
                       .body = update.message,
                       .incident_id = incident.id.text(),
                       .at = update.created_at,
                       .before = over_before ? kOperational : bad,
                       .after = update.status == IncidentStatus::kResolved ? kOperational : bad},
                      event.monitors);
    }
    out.end_array();
    components_of(out, page, event.monitors);
    out.end_object();
}

void maintenance_object(text::JsonOut& out,
                        const view::PublicPage& page,
                        const view::MaintenanceEvent& event) {
    const auto steps = view::steps(event);
    const std::string id = view::occurrence_id(event);
    const bool completed = event.phase == MaintenancePhase::kCompleted;
    out.begin_object();
    head_fields(
        out,
        page,
        {.id = id,
         .name = event.window.title,
         .status = status_of(event.phase),
         .impact = "maintenance",
         .created_at = steps.back().at,
         .updated_at = std::max(
             steps.front().at,
             event.phase == MaintenancePhase::kUpcoming ? event.window.updated_at : UnixMillis{}),
         .monitoring_at = {},
         .resolved_at = completed ? steps.front().at : UnixMillis{},
         .started_at = steps.back().at,
         .address = view::address(page, event)});
    time_field(out, "scheduled_for", UnixMillis(std::chrono::seconds(event.starts)));
    time_field(out, "scheduled_until", UnixMillis(std::chrono::seconds(event.ends)));
    out.key("incident_updates").begin_array();
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const bool first = i + 1 == steps.size();
        const std::string_view status = status_of(steps[i].phase);
        update_object(
            out,
            {.id = id + "_" + std::string(status),
             .status = status,
             .body = first ? std::string_view(event.window.description) : std::string_view(),
             .incident_id = id,
             .at = steps[i].at,
             .before = first ? kOperational : during(steps[i + 1].phase),
             .after = during(steps[i].phase)},
            event.monitors);
    }
    out.end_array();
    components_of(out, page, event.monitors);
    out.end_object();
}

}  // namespace ks::json
