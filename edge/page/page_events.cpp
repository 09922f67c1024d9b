// SPDX-License-Identifier: Apache-2.0
#include "edge/page/page_events.hpp"

#include "core/model/recurrence.hpp"
#include "storage/store/events.hpp"
#include "storage/store/readers.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace ks::page {
namespace {

/// How many windows of a project are looked at; they are made by hand.
constexpr std::size_t kWindowsMax = 1000;

UnixMillis millis(std::int64_t seconds) noexcept {
    return UnixMillis(std::chrono::seconds(seconds));
}

view::MaintenancePhase phase_at(const model::Interval& when, std::int64_t now) noexcept {
    using enum view::MaintenancePhase;
    return now < when.from ? kUpcoming : now < when.to ? kActive : kCompleted;
}

}  // namespace

Result<std::vector<view::IncidentEvent>> EventReader::open_incidents() {
    KS_TRY(auto stored, store::open_incidents(snapshot_, page_.project));
    std::vector<view::IncidentEvent> events;
    for (record::Incident& incident : stored) {
        KS_TRY(auto event, shown(std::move(incident)));
        if (event) {
            events.push_back(*std::move(event));
        }
    }
    return events;
}

Result<std::vector<view::IncidentEvent>> EventReader::incidents(std::int64_t from,
                                                                std::int64_t to,
                                                                std::size_t limit) {
    std::vector<view::IncidentEvent> events;
    constexpr std::size_t kBatch = 100;
    UnixMillis end = millis(to);
    std::optional<IncidentId> last;
    while (events.size() < limit) {
        KS_TRY(auto stored,
               store::incidents_between(snapshot_, page_.project, millis(from), end, kBatch));
        const bool more = stored.size() == kBatch;
        for (record::Incident& incident : stored) {
            // The next batch begins with the start of the last: those of the same instant are there
            // again.
            if (last && incident.started_at == end && incident.id >= *last) {
                continue;
            }
            last = incident.id;
            end = incident.started_at;
            KS_TRY(auto event, shown(std::move(incident)));
            if (event && events.size() < limit) {
                events.push_back(*std::move(event));
            }
        }
        if (!more) {
            break;
        }
    }
    return events;
}

Result<view::IncidentEvent> EventReader::incident(IncidentId id) {
    KS_TRY(auto stored, store::incident(snapshot_, id));
    if (stored.project != page_.project) {
        return Errc::kNotFound;
    }
    KS_TRY(auto event, shown(std::move(stored)));
    return event ? Result<view::IncidentEvent>(*std::move(event)) : Errc::kNotFound;
}

Result<std::vector<view::MaintenanceEvent>> EventReader::maintenance(std::int64_t now,
                                                                     std::int64_t from,
                                                                     std::int64_t to,
                                                                     std::size_t limit) {
    std::vector<view::MaintenanceEvent> events;
    KS_TRY(const auto ids, store::project_maintenance(snapshot_, page_.project, {}, kWindowsMax));
    for (const MaintenanceId id : ids) {
        KS_TRY(const auto window, store::maintenance(snapshot_, id));
        const auto times = model::occurrences(window, days_, from, to, limit);
        if (times.empty()) {
            continue;
        }
        KS_TRY(const bool on_page, store::shown_on(snapshot_, page_.id, window.monitors));
        if (!on_page) {
            continue;
        }
        KS_TRY(const auto monitors, named(window.monitors));
        for (const model::Interval& when : times) {
            events.push_back({.window = window,
                              .starts = when.from,
                              .ends = when.to,
                              .phase = phase_at(when, now),
                              .monitors = monitors});
        }
    }
    std::ranges::sort(events, {}, [](const view::MaintenanceEvent& event) {
        return std::pair(event.starts, event.window.id);
    });
    events.resize(std::min(events.size(), limit));
    return events;
}

Result<view::MaintenanceEvent> EventReader::maintenance(MaintenanceId id, std::int64_t now) {
    KS_TRY(auto window, store::maintenance(snapshot_, id));
    KS_TRY(const bool on_page, store::shown_on(snapshot_, page_.id, window.monitors));
    if (window.project != page_.project || !on_page) {
        return Errc::kNotFound;
    }
    auto times = model::occurrences(window, days_, now, INT64_MAX, 1);
    if (const auto last =
            times.empty() ? model::last_occurrence(window, days_, now) : std::nullopt) {
        times.push_back(*last);
    }
    if (times.empty()) {
        return Errc::kNotFound;
    }
    view::MaintenanceEvent event{.window = {},
                                 .starts = times.back().from,
                                 .ends = times.back().to,
                                 .phase = phase_at(times.back(), now),
                                 .monitors = {}};
    KS_TRY(event.monitors, named(window.monitors));
    event.window = std::move(window);
    return event;
}

Result<std::optional<view::IncidentEvent>> EventReader::shown(record::Incident incident) {
    KS_TRY(const bool on_page, store::shown_on(snapshot_, page_.id, incident.monitors));
    if (!on_page) {
        return std::optional<view::IncidentEvent>();
    }
    view::IncidentEvent event;
    KS_TRY(event.updates, store::incident_updates(snapshot_, incident.id));
    std::ranges::reverse(event.updates);
    KS_TRY(event.monitors, named(incident.monitors));
    event.incident = std::move(incident);
    return std::optional(std::move(event));
}

Result<std::vector<view::NamedMonitor>> EventReader::named(const std::vector<MonitorId>& monitors) {
    std::vector<view::NamedMonitor> out;
    if (monitors.empty()) {
        return out;
    }
    if (!entries_) {
        std::vector<record::EntryView> entries;
        KS_CHECK(store::page_entries(snapshot_, page_.id, entries));
        entries_.emplace();
        for (const record::EntryView& entry : entries) {
            entries_->push_back({.id = entry.monitor, .name = std::string(entry.display_name)});
        }
    }
    std::vector<MonitorId> wanted = monitors;
    std::ranges::sort(wanted);
    for (const view::NamedMonitor& entry : *entries_) {
        if (!std::ranges::binary_search(wanted, entry.id)) {
            continue;
        }
        const auto face = store::monitor_face(snapshot_, entry.id);
        if (face) {
            out.push_back({.id = entry.id,
                           .name = entry.name.empty() ? std::string(face->name) : entry.name});
        }
    }
    return out;
}

}  // namespace ks::page
