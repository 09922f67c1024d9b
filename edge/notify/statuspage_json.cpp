// SPDX-License-Identifier: Apache-2.0
#include "edge/notify/statuspage_json.hpp"

#include "core/text/iso_time.hpp"
#include "core/text/json_out.hpp"

namespace ks::notify {
namespace {

using text::JsonOut;

void time(JsonOut& out, std::string_view name, UnixMillis at) {
    out.key(name);
    at == UnixMillis{} ? out.null() : out.string(text::format_iso_millis(at));
}

void seconds(JsonOut& out, std::string_view name, std::int64_t at) {
    time(out, name, UnixMillis(std::chrono::seconds(at)));
}

/// "meta" and "page", in an object that stays open.
void open(JsonOut& out, const WebhookFrame& frame) {
    out.begin_object().key("meta").begin_object();
    out.key("unsubscribe").string(frame.unsubscribe_url);
    out.key("manage").string(frame.manage_url).end_object();
    out.key("page").begin_object().key("id").string(frame.page.id.text());
    out.key("name").string(frame.page.name).key("url").string(frame.page_url);
    out.key("status_indicator").string(frame.indicator);
    out.key("status_description").string(frame.description).end_object();
}

void components(JsonOut& out, const std::vector<view::NamedMonitor>& monitors) {
    out.key("components").begin_array();
    for (const view::NamedMonitor& monitor : monitors) {
        out.begin_object().key("id").string(monitor.id.text());
        out.key("name").string(monitor.name).end_object();
    }
    out.end_array();
}

void update(JsonOut& out, const record::Incident& incident, const record::IncidentUpdate& said) {
    out.begin_object().key("id").string(said.id.text());
    out.key("incident_id").string(incident.id.text());
    out.key("status").string(record::name(said.status)).key("body").string(said.message);
    time(out, "created_at", said.created_at);
    time(out, "updated_at", said.created_at);
    time(out, "display_at", said.created_at);
    out.end_object();
}

}  // namespace

std::string confirmation_json(const WebhookFrame& frame,
                              std::string_view confirm_url,
                              std::string_view signing_secret) {
    std::string body;
    JsonOut out(body);
    open(out, frame);
    out.key("confirm").begin_object().key("url").string(confirm_url);
    out.key("signing_secret").string(signing_secret).end_object().end_object();
    return body;
}

std::string incident_json(const WebhookFrame& frame, const view::IncidentEvent& event) {
    const record::Incident& incident = event.incident;
    std::string body;
    JsonOut out(body);
    open(out, frame);
    out.key("incident").begin_object().key("id").string(incident.id.text());
    out.key("page_id").string(frame.page.id.text()).key("name").string(incident.title);
    out.key("status").string(record::name(incident.status));
    out.key("impact").string(record::name(incident.impact)).key("impact_override").null();
    out.key("backfilled").boolean(false).key("shortlink").string(frame.page_url);
    time(out, "created_at", incident.created_at);
    time(out, "started_at", incident.started_at);
    time(out, "updated_at", incident.updated_at);
    time(out, "monitoring_at", incident.monitoring_at);
    time(out, "resolved_at", incident.resolved_at);
    out.key("scheduled_for").null().key("scheduled_until").null();
    out.key("incident_updates").begin_array();
    for (const record::IncidentUpdate& said : event.updates) {
        update(out, incident, said);
    }
    out.end_array();
    components(out, event.monitors);
    out.end_object().end_object();
    return body;
}

std::string maintenance_json(const WebhookFrame& frame, const view::MaintenanceEvent& event) {
    using enum view::MaintenancePhase;
    const record::Maintenance& window = event.window;
    const std::string_view status = event.phase == kUpcoming ? "scheduled"
                                    : event.phase == kActive ? "in_progress"
                                                             : "completed";
    std::string body;
    JsonOut out(body);
    open(out, frame);
    out.key("incident").begin_object().key("id").string(window.id.text());
    out.key("page_id").string(frame.page.id.text()).key("name").string(window.title);
    out.key("status").string(status).key("impact").string("maintenance");
    out.key("impact_override").null().key("backfilled").boolean(false);
    out.key("shortlink").string(frame.page_url);
    time(out, "created_at", window.created_at);
    time(out, "updated_at", window.updated_at);
    out.key("monitoring_at").null().key("resolved_at").null();
    seconds(out, "scheduled_for", event.starts);
    seconds(out, "scheduled_until", event.ends);
    out.key("incident_updates").begin_array().begin_object();
    out.key("id").string(window.id.text()).key("incident_id").string(window.id.text());
    out.key("status").string(status).key("body").string(window.description);
    time(out, "created_at", window.created_at);
    time(out, "updated_at", window.updated_at);
    time(out, "display_at", window.created_at);
    out.end_object().end_array();
    components(out, event.monitors);
    out.end_object().end_object();
    return body;
}

}  // namespace ks::notify
