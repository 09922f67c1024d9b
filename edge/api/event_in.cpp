// SPDX-License-Identifier: Apache-2.0
#include "edge/api/event_in.hpp"

#include "core/base/limits.hpp"
#include "core/model/recurrence.hpp"
#include "core/model/rrule.hpp"
#include "core/text/iso_time.hpp"

#include <algorithm>

namespace ks::api {
namespace {

using record::IncidentStatus;

constexpr std::chrono::seconds kOnceMax = std::chrono::days(366);
constexpr std::chrono::seconds kRecurringMax = std::chrono::days(31);
/// 2200-01-01.
constexpr std::int64_t kTimeMax_s = 7258118400;

bool is_blank(std::string_view text) noexcept {
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

void merge_title(ObjectIn& in, std::string& title) {
    const TextRule rule{.chars_min = 1, .chars_max = limits::kTitleChars, .nullable = false};
    if (in.text({"title", "name"}, title, rule) && is_blank(title)) {
        in.refuse("must not be blank");
    }
    if (title.empty()) {
        in.refuse("title", "is required");
    }
}

void merge_monitors(ObjectIn& in, std::vector<MonitorId>& monitors) {
    const auto value = in.find({"monitorIds"});
    if (!value) {
        return;
    }
    monitors.clear();
    if (value->is(JsonKind::kNull)) {
        return;
    }
    if (!value->is(JsonKind::kArray)) {
        in.refuse("must be a list of monitor ids");
        return;
    }
    for (const JsonValue& item : value->items()) {
        const auto text = item.text();
        const auto id = text ? MonitorId::parse(*text) : std::nullopt;
        if (!id) {
            in.refuse(text ? "names no monitor: '" + std::string(text->substr(0, 60)) + "'"
                           : std::string("must be a list of monitor ids"));
            return;
        }
        if (std::ranges::find(monitors, *id) != monitors.end()) {
            in.refuse("names the monitor '" + id->text() + "' twice");
            return;
        }
        monitors.push_back(*id);
        if (monitors.size() > limits::kEntriesPerPage) {
            in.refuse("must name at most 2000 monitors");
            return;
        }
    }
}

/// Whether a time was given and is one; null is as if it were absent.
bool merge_time(ObjectIn& in, ObjectIn::Names names, UnixMillis& target) {
    const auto value = in.find(names);
    if (!value || value->is(JsonKind::kNull)) {
        return false;
    }
    const auto text = value->text();
    const auto at = text ? text::parse_iso(*text) : std::nullopt;
    if (!at || at->time_since_epoch().count() < 0 ||
        *at > UnixMillis(std::chrono::seconds(kTimeMax_s))) {
        in.refuse("must be a time such as '2026-11-24T12:00:00Z'");
        return false;
    }
    target = *at;
    return true;
}

/// Whether a name of the enumeration was given.
template <class Parse, class Value>
bool merge_enum(ObjectIn& in, std::string_view name, Parse parse, Value& target, const char* why) {
    const auto value = in.find({name});
    if (!value) {
        return false;
    }
    const auto text = value->text();
    const auto parsed = text ? parse(*text) : std::nullopt;
    if (!parsed) {
        in.refuse(why);
        return false;
    }
    target = *parsed;
    return true;
}

void merge_rrule(ObjectIn& in, std::string& rrule) {
    std::string text;
    if (!in.text({"rrule"}, text, {.chars_max = model::kRruleTextMax})) {
        return;
    }
    rrule.clear();
    if (text.empty()) {
        return;
    }
    const auto parsed = model::parse_rrule(text);
    if (!parsed.rule) {
        in.refuse(parsed.why);
        return;
    }
    rrule = model::format(*parsed.rule);
}

void check_times(ObjectIn& in, const record::Maintenance& window, const Zone& zone) {
    if (window.starts_at == UnixSeconds{}) {
        in.refuse("startsAt", "is required");
    } else if (window.ends_at == UnixSeconds{}) {
        in.refuse("endsAt", "is required");
    } else if (window.ends_at <= window.starts_at) {
        in.refuse("endsAt", "must be later than startsAt");
    } else if (window.ends_at - window.starts_at > kOnceMax) {
        in.refuse("endsAt", "must be at most 366 days after startsAt");
    } else if (!window.rrule.empty() && window.ends_at - window.starts_at > kRecurringMax) {
        in.refuse("endsAt", "must be at most 31 days after startsAt where there is an rrule");
    } else if (in.good() && model::occurrences(window, zone, 0, INT64_MAX, 1).empty()) {
        in.refuse("rrule", "matches no day");
    }
}

}  // namespace

IncidentChange merge_incident(ObjectIn& in, record::Incident& incident, UnixMillis now) {
    IncidentChange change;
    merge_title(in, incident.title);
    IncidentStatus status{};
    if (merge_enum(in,
                   "status",
                   record::parse_incident_status,
                   status,
                   "must be investigating, identified, monitoring or resolved")) {
        change.status = status;
    }
    if (in.text({"message", "body"},
                change.message,
                {.chars_max = limits::kMessageChars, .lines = true}) &&
        change.message.size() > limits::kMessageChars) {
        in.refuse("must have at most 16384 bytes");
    }
    change.impact_given = merge_enum(in,
                                     "impact",
                                     record::parse_impact,
                                     incident.impact,
                                     "must be none, minor, major or critical");
    merge_monitors(in, incident.monitors);
    if (merge_time(in, {"startedAt"}, incident.started_at) &&
        incident.started_at > now + std::chrono::seconds(limits::kResultAhead_s)) {
        in.refuse("must not lie in the future");
    }
    UnixMillis resolved_at{};
    if (merge_time(in, {"resolvedAt"}, resolved_at)) {
        if (change.status.value_or(incident.status) != IncidentStatus::kResolved) {
            in.refuse("goes with the status resolved only");
        } else if (resolved_at < incident.started_at ||
                   resolved_at > now + std::chrono::seconds(limits::kResultAhead_s)) {
            in.refuse("must lie between startedAt and now");
        }
        change.resolved_at = resolved_at;
    }
    return change;
}

std::optional<record::IncidentUpdate> apply_status(record::Incident& incident,
                                                   const IncidentChange& change,
                                                   UnixMillis now) {
    const IncidentStatus status = change.status.value_or(incident.status);
    const bool moved = status != incident.status;
    incident.status = status;
    if (status == IncidentStatus::kMonitoring && incident.monitoring_at == UnixMillis{}) {
        incident.monitoring_at = now;
    }
    if (incident.open()) {
        incident.resolved_at = {};
        incident.resolved_itself = false;
    } else if (moved || incident.resolved_at == UnixMillis{}) {
        incident.resolved_at = std::max(now, incident.started_at);
        incident.resolved_itself = false;
    }
    if (!incident.open() && change.resolved_at) {
        incident.resolved_at = *change.resolved_at;
    }
    if (!moved && change.message.empty()) {
        return std::nullopt;
    }
    return record::IncidentUpdate{
        .id = {}, .status = status, .created_at = now, .message = change.message};
}

void merge_maintenance(ObjectIn& in, record::Maintenance& window, const Zone& zone) {
    merge_title(in, window.title);
    if (in.text({"description", "message"},
                window.description,
                {.chars_max = limits::kMessageChars, .lines = true}) &&
        window.description.size() > limits::kMessageChars) {
        in.refuse("must have at most 16384 bytes");
    }
    merge_monitors(in, window.monitors);
    UnixMillis at{};
    if (merge_time(in, {"startsAt"}, at)) {
        window.starts_at = std::chrono::floor<std::chrono::seconds>(at);
    }
    if (merge_time(in, {"endsAt"}, at)) {
        window.ends_at = std::chrono::floor<std::chrono::seconds>(at);
    }
    merge_rrule(in, window.rrule);
    check_times(in, window, zone);
}

}  // namespace ks::api
