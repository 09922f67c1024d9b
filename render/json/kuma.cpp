// SPDX-License-Identifier: Apache-2.0
#include "render/json/kuma.hpp"

#include "core/text/iso_time.hpp"
#include "core/text/json_out.hpp"

#include <algorithm>

namespace ks::json {
namespace {

constexpr std::size_t kHistoryPage = 10;

/// "2026-11-24 09:41:22.123", UTC.
std::string plain_time(UnixMillis at) {
    std::string text = text::format_iso_millis(at);
    text[10] = ' ';
    text.pop_back();
    return text;
}

UnixMillis millis(std::int64_t seconds) noexcept {
    return UnixMillis(std::chrono::seconds(seconds));
}

/// What the monitor is called there; types of ours that it does not have keep their name.
std::string_view type_name(record::MonitorType type) noexcept {
    switch (type) {
        case record::MonitorType::kTcp:
            return "port";
        case record::MonitorType::kHeartbeat:
            return "push";
        default:
            return record::name(type);
    }
}

/// 0 down, 1 up, 2 pending, 3 maintenance.
int beat_status(record::State state) noexcept {
    switch (state) {
        case record::State::kUp:
        case record::State::kDegraded:
            return 1;
        case record::State::kDown:
            return 0;
        case record::State::kMaintenance:
            return 3;
        case record::State::kNoData:
        case record::State::kPaused:
            break;
    }
    return 2;
}

std::string_view style(record::Impact impact) noexcept {
    switch (impact) {
        case record::Impact::kNone:
            return "info";
        case record::Impact::kMinor:
            return "warning";
        default:
            return "danger";
    }
}

void config_object(text::JsonOut& out, const view::PublicPage& page) {
    out.key("config").begin_object().key("slug").string(page.slug).key("title").string(page.name);
    out.key("description");
    page.description.empty() ? out.null() : out.string(page.description);
    out.key("icon");
    page.favicon_url.empty() ? out.null() : out.string(page.favicon_url);
    out.key("autoRefreshInterval").number(30).key("theme").string("auto");
    out.key("published").boolean(true).key("showTags").boolean(false);
    out.key("customCSS").string("").key("footerText").null().key("showPoweredBy").boolean(false);
    out.key("googleAnalyticsId").null().key("analyticsId").null();
    out.key("analyticsScriptUrl").null().key("analyticsType").null();
    out.key("showCertificateExpiry").boolean(false).key("showOnlyLastHeartbeat").boolean(false);
    out.key("rssTitle").null().end_object();
}

void incident_object(text::JsonOut& out,
                     const view::PublicPage& page,
                     const view::IncidentEvent& event) {
    const record::Incident& incident = event.incident;
    out.begin_object().key("id").number(view::numeric_id(incident.id));
    out.key("style").string(style(incident.impact)).key("title").string(incident.title);
    out.key("content").string(event.updates.empty() ? std::string_view()
                                                    : event.updates.front().message);
    out.key("pin").boolean(incident.open()).key("active").boolean(incident.open());
    out.key("createdDate").string(plain_time(incident.created_at));
    out.key("lastUpdatedDate").string(plain_time(incident.updated_at));
    out.key("status_page_id").number(view::numeric_id(page.id)).end_object();
}

struct Group {
    std::uint64_t id;
    std::string_view name;
    const std::vector<std::size_t>& members;
    std::size_t weight;
};

void group_object(text::JsonOut& out, const view::PublicPage& page, const Group& group) {
    out.begin_object().key("id").number(group.id).key("name").string(group.name);
    out.key("weight").number(group.weight).key("monitorList").begin_array();
    for (const std::size_t member : group.members) {
        const view::PublicMonitor& monitor = page.monitors[member];
        out.begin_object().key("id").number(view::numeric_id(monitor.id));
        out.key("name").string(monitor.name).key("sendUrl").number(0);
        out.key("type").string(type_name(monitor.type)).end_object();
    }
    out.end_array().end_object();
}

void maintenance_object(text::JsonOut& out, const view::MaintenanceEvent& event) {
    out.begin_object().key("id").number(view::numeric_id(event.window.id));
    out.key("title").string(event.window.title);
    out.key("description").string(event.window.description);
    out.key("strategy").string(event.window.rrule.empty() ? "single" : "recurring-interval");
    out.key("active").boolean(true).key("status").string("under-maintenance");
    out.key("timezone").string("UTC").key("timezoneOffset").string("+00:00");
    out.key("timeslotList").begin_array().begin_object();
    out.key("startDate").string(plain_time(millis(event.starts)));
    out.key("endDate").string(plain_time(millis(event.ends))).end_object().end_array();
    out.end_object();
}

}  // namespace

void kuma_page(std::string& to,
               const view::PublicPage& page,
               std::span<const view::MaintenanceEvent> maintenances) {
    text::JsonOut out(to);
    out.begin_object();
    config_object(out, page);
    out.key("incident");
    if (page.open_incidents.empty()) {
        out.null();
    } else {
        incident_object(out, page, page.open_incidents.front());
    }
    out.key("incidents").begin_array();
    for (const view::IncidentEvent& event : page.open_incidents) {
        incident_object(out, page, event);
    }
    out.end_array().key("publicGroupList").begin_array();
    std::size_t weight = 0;
    if (!page.ungrouped.empty()) {
        group_object(out, page, {0, "Services", page.ungrouped, ++weight});
    }
    for (const view::PublicGroup& group : page.groups) {
        group_object(out, page, {group.numeric_id(), group.name, group.members, ++weight});
    }
    out.end_array().key("maintenanceList").begin_array();
    for (const view::MaintenanceEvent& event : maintenances) {
        maintenance_object(out, event);
    }
    out.end_array().end_object();
}

void kuma_heartbeats(std::string& to, std::span<const view::BeatHistory> histories) {
    text::JsonOut out(to);
    out.begin_object().key("heartbeatList").begin_object();
    for (const view::BeatHistory& history : histories) {
        out.key(std::to_string(view::numeric_id(history.id))).begin_array();
        for (const view::Beat& beat : history.beats) {
            out.begin_object().key("status").number(beat_status(beat.state));
            out.key("time").string(plain_time(millis(beat.at))).key("msg").string("");
            out.key("ping");
            beat.response_ms < 0 ? out.null() : out.number(beat.response_ms);
            out.end_object();
        }
        out.end_array();
    }
    out.end_object().key("uptimeList").begin_object();
    for (const view::BeatHistory& history : histories) {
        if (history.observed_s > 0) {
            out.key(std::to_string(view::numeric_id(history.id)) + "_24")
                .number(static_cast<double>(history.observed_s - history.down_s) /
                        static_cast<double>(history.observed_s));
        }
    }
    out.end_object().end_object();
}

void kuma_incident_history(std::string& to,
                           const view::PublicPage& page,
                           std::span<const view::IncidentEvent> incidents,
                           std::size_t cursor) {
    const std::size_t from = std::min(cursor, incidents.size());
    const std::size_t end = std::min(from + kHistoryPage, incidents.size());
    text::JsonOut out(to);
    out.begin_object().key("ok").boolean(true).key("incidents").begin_array();
    for (const view::IncidentEvent& event : incidents.subspan(from, end - from)) {
        incident_object(out, page, event);
    }
    out.end_array().key("total").number(incidents.size()).key("nextCursor");
    const bool more = end < incidents.size();
    more ? out.string(std::to_string(end)) : out.null();
    out.key("hasMore").boolean(more).end_object();
}

}  // namespace ks::json
