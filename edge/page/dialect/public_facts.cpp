// SPDX-License-Identifier: Apache-2.0
#include "edge/page/dialect/public_facts.hpp"

#include "core/model/uptime_now.hpp"
#include "edge/page/cached_answer.hpp"
#include "render/out/hash.hpp"
#include "storage/store/readers.hpp"

#include <algorithm>
#include <set>
#include <string>

namespace ks::page {
namespace {

constexpr std::int64_t kDay_s = 86400;
constexpr std::size_t kEventsMax = 50;
/// Occurrences that are looked at to find those that are told of.
constexpr std::size_t kLookedAt = 1000;
constexpr std::int64_t kAhead_s = 366 * kDay_s;
constexpr std::int64_t kBehind_s = 90 * kDay_s;
/// 9999-12-31.
constexpr std::int64_t kEndOfTime_s = 253'402'214'400;

UnixMillis millis(std::int64_t seconds) noexcept {
    return UnixMillis(std::chrono::seconds(seconds));
}

Zone zone_or_utc(std::string_view name) {
    const auto zone = Zone::find(name);
    return zone ? *zone : Zone();
}

class Reading {
public:
    Reading(const store::Snapshot& snapshot, const Visit& visit, Facts& facts, int days)
        : snapshot_(snapshot),
          bounds_(model::today_bounds(visit.now, facts.days)),
          next_change_(facts.days.start_of(bounds_.today + 1).time_since_epoch().count()),
          facts_(facts),
          days_(days) {}

    Result<void> add(const record::EntryView& entry) {
        const auto monitor = store::monitor(snapshot_, entry.monitor);
        if (!monitor) {
            return monitor.error().code == Errc::kNotFound ? Result<void>()
                                                           : Result<void>(monitor.error());
        }
        KS_TRY(const auto history, store::history(snapshot_, entry.monitor));
        model::uptime_at(uptime_, history, bounds_, facts_.days);
        const bool own_group = entry.group_set || !entry.display_group.empty();
        view::PublicMonitor shown{
            .id = entry.monitor,
            .name = entry.display_name.empty() ? monitor->name : std::string(entry.display_name),
            .group = own_group ? std::string(entry.display_group) : monitor->display_group,
            .type = monitor->type,
            .state = monitor->now().enabled ? uptime_.state : record::State::kPaused,
            .created_at = monitor->created_at,
            .changed_at =
                std::max({monitor->created_at, monitor->updated_at, millis(uptime_.state_since)}),
            .last_checked = history.last_checked(),
            .response_ms = history.last_response_ms()};
        for (int day = limits::kHistoryDays - days_; day < limits::kHistoryDays; ++day) {
            const record::DaySeconds seconds = uptime_.seconds(day);
            shown.down_s += seconds.down;
            shown.observed_s += seconds.observed();
        }
        next_change_ = std::min(next_change_, uptime_.next_change);
        place(std::move(shown));
        return {};
    }

    [[nodiscard]] std::int64_t next_change() const noexcept { return next_change_; }

    [[nodiscard]] model::PageState state() const noexcept { return tally_.state(); }

private:
    void place(view::PublicMonitor shown) {
        view::PublicPage& page = facts_.page;
        const std::size_t index = page.monitors.size();
        tally_.add(shown.state);
        page.updated_at = std::max({page.updated_at, shown.changed_at, millis(shown.last_checked)});
        page.by_id.emplace(shown.id, index);
        if (shown.group.empty()) {
            page.ungrouped.push_back(index);
        } else {
            group(shown.group).members.push_back(index);
        }
        page.monitors.push_back(std::move(shown));
    }

    view::PublicGroup& group(const std::string& name) {
        const auto [found, added] = groups_.emplace(name, facts_.page.groups.size());
        if (added) {
            const auto digits = out::hex(out::hash(name, out::hash(as_text(facts_.page.id.bytes))));
            facts_.page.groups.push_back({.name = name,
                                          .id = "grp_" + std::string(digits.begin(), digits.end()),
                                          .members = {}});
        }
        return facts_.page.groups[found->second];
    }

    const store::Snapshot& snapshot_;
    model::TodayBounds bounds_;
    std::int64_t next_change_;
    Facts& facts_;
    int days_;
    model::UptimeNow uptime_;
    model::PageTally tally_;
    std::unordered_map<std::string, std::size_t> groups_;
};

Result<Facts> begin(const store::Snapshot& snapshot,
                    const Visit& visit,
                    const record::PageView& page) {
    KS_TRY(const auto project, store::project(snapshot, page.project));
    const serve::SiteFacts& site = visit.site.facts;
    Facts facts;
    facts.days = zone_or_utc(project.timezone);
    const std::string_view zone = page.timezone.empty() ? project.timezone : page.timezone;
    view::PublicPage& out = facts.page;
    out.id = page.id;
    out.name = page.name;
    out.slug = page.slug;
    out.description = page.description;
    // On a custom domain the page speaks of itself by that name.
    out.url = site.https_origin(visit.host.own ? out.slug + "." + site.base_domain
                                               : std::string(visit.request.host));
    out.authority = site.base_domain;
    out.favicon_url = page.favicon_url;
    out.time_zone = zone.empty() ? "UTC" : zone;
    out.created_at = page.created_at;
    out.updated_at = page.updated_at;
    out.now = visit.now;
    return facts;
}

void end(Facts& facts, const Reading& reading) {
    facts.page.state = reading.state();
    facts.valid_until = std::min(facts.page.now + kAnswerAgeMax_s,
                                 std::max(reading.next_change(), facts.page.now + 1));
}

}  // namespace

Result<Facts> read_facts(const store::Snapshot& snapshot,
                         const Visit& visit,
                         const record::PageView& page,
                         int days) {
    KS_TRY(Facts facts, begin(snapshot, visit, page));
    Reading reading(snapshot, visit, facts, days);
    std::vector<record::EntryView> entries;
    KS_CHECK(store::page_entries(snapshot, page.id, entries));
    for (const record::EntryView& entry : entries) {
        KS_CHECK(reading.add(entry));
    }
    end(facts, reading);
    EventReader events(snapshot, page, facts.days);
    KS_TRY(facts.page.open_incidents, events.open_incidents());
    for (const view::IncidentEvent& event : facts.page.open_incidents) {
        facts.page.state = model::raised_by(facts.page.state, event.incident.impact);
        facts.page.updated_at = std::max(facts.page.updated_at, event.incident.updated_at);
    }
    return facts;
}

Result<Facts> read_monitor_facts(const store::Snapshot& snapshot,
                                 const Visit& visit,
                                 const record::PageView& page,
                                 MonitorId monitor,
                                 int days) {
    KS_TRY(Facts facts, begin(snapshot, visit, page));
    std::vector<record::EntryView> entries;
    KS_CHECK(store::page_entries(snapshot, page.id, entries));
    const auto entry = std::ranges::find(entries, monitor, &record::EntryView::monitor);
    if (entry == entries.end()) {
        return Errc::kNotFound;
    }
    Reading reading(snapshot, visit, facts, days);
    KS_CHECK(reading.add(*entry));
    if (facts.page.monitors.empty()) {
        return Errc::kNotFound;
    }
    end(facts, reading);
    return facts;
}

Result<std::vector<view::MaintenanceEvent>> planned_maintenance(EventReader& reader,
                                                                std::int64_t now,
                                                                Planned which) {
    const std::int64_t to = which == Planned::kActive ? now + 1 : now + kAhead_s;
    KS_TRY(auto found, reader.maintenance(now, now, to, kLookedAt));
    std::set<MaintenanceId> told;
    std::erase_if(found, [&](const view::MaintenanceEvent& event) {
        if (event.phase == view::MaintenancePhase::kActive) {
            return which == Planned::kUpcoming;
        }
        return which == Planned::kActive ||
               (!event.window.rrule.empty() && !told.insert(event.window.id).second);
    });
    found.resize(std::min(found.size(), kEventsMax));
    return found;
}

Result<std::vector<view::MaintenanceEvent>> all_maintenance(EventReader& reader, std::int64_t now) {
    KS_TRY(auto found, planned_maintenance(reader, now, Planned::kUpcomingOrActive));
    std::ranges::reverse(found);
    KS_TRY(auto past, reader.maintenance(now, now - kBehind_s, now, kLookedAt));
    std::erase_if(past, [](const view::MaintenanceEvent& event) {
        return event.phase != view::MaintenancePhase::kCompleted;
    });
    std::ranges::reverse(past);
    past.resize(std::min(past.size(), kEventsMax));
    std::ranges::move(past, std::back_inserter(found));
    return found;
}

Result<std::vector<view::IncidentEvent>> newest_incidents(EventReader& reader, std::size_t limit) {
    return reader.incidents(0, kEndOfTime_s, limit);
}

}  // namespace ks::page
