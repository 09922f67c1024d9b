// SPDX-License-Identifier: Apache-2.0
#include "edge/page/page_setting.hpp"

#include "render/asset/assets.hpp"
#include "storage/store/readers.hpp"

#include <algorithm>
#include <chrono>
#include <utility>
#include <vector>

namespace ks::page {
namespace {

/// More than a page can tell with sense.
constexpr std::size_t kRecentMax = 100;
constexpr std::size_t kMaintenanceMax = 200;

/// The page's own zone, else the project's, else UTC; with its name.
std::pair<Zone, std::string_view> zone_of(std::string_view wanted, std::string_view fallback) {
    for (const std::string_view name : {wanted, fallback}) {
        if (auto zone = Zone::find(name); !name.empty() && zone) {
            return {*zone, name};
        }
    }
    return {Zone(), "UTC"};
}

/// The custom domain once it serves, else the page's name under the base domain.
std::string origin_of(const store::Snapshot& snapshot,
                      const record::PageView& page,
                      const serve::SiteFacts& site) {
    if (!page.custom_domain.empty()) {
        const auto claim = store::domain_claim(snapshot, page.custom_domain);
        if (claim && (!site.verify_dns || claim->state == record::DomainState::kActive ||
                      claim->state == record::DomainState::kRenewing)) {
            return site.https_origin(page.custom_domain);
        }
    }
    return site.https_origin(std::string(page.slug) + "." + site.base_domain);
}

/// A window that takes place again and again is announced once.
void drop_repeats(std::vector<view::MaintenanceEvent>& events) {
    std::vector<MaintenanceId> coming;
    std::erase_if(events, [&](const view::MaintenanceEvent& event) {
        if (event.phase != view::MaintenancePhase::kUpcoming) {
            return false;
        }
        const bool again = std::ranges::find(coming, event.window.id) != coming.end();
        coming.push_back(event.window.id);
        return again;
    });
}

}  // namespace

RenderFor render_for(const Visit& visit) noexcept {
    return {.now = visit.now,
            .frozen_at = visit.site.frozen_at,
            .site = &visit.site.facts,
            .accepted = &visit.accepted_words()};
}

Result<void> PageSetting::open(const store::Snapshot& snapshot,
                               const record::PageView& page,
                               const RenderFor& whom) {
    KS_TRY(project, store::project(snapshot, page.project));
    const auto [days_zone, days_name] = zone_of(project.timezone, {});
    const auto [zone, zone_name] = zone_of(page.timezone, project.timezone);
    days = days_zone;
    bounds = model::today_bounds(whom.now, days);
    style = asset::style_path(page.accent_color);
    if (whom.site != nullptr) {
        origin = origin_of(snapshot, page, *whom.site);
    }
    facts = {.page = &page,
             .zone = zone,
             .zone_name = zone_name,
             .days_zone_name = days_name == zone_name ? std::string_view() : days_name,
             .now = whom.now,
             .today = bounds.today,
             .style_path = style,
             .script_path = asset::script_path(),
             .frozen_at = whom.frozen_at,
             .origin = origin,
             .events = nullptr,
             .words = page.locale.empty() ? whom.accepted : &view::choose_words(page.locale, {})};
    return {};
}

std::int64_t PageSetting::day_end() const {
    return days.start_of(bounds.today + 1).time_since_epoch().count();
}

Result<view::PageEvents> page_events(EventReader& reader,
                                     const view::PageFacts& facts,
                                     std::int64_t& next_change) {
    const std::int64_t now = facts.now;
    const auto start_of = [&](Day day) {
        return facts.zone.start_of(day).time_since_epoch().count();
    };
    const Day today = facts.zone.day_of(UnixSeconds(std::chrono::seconds(now)));
    view::PageEvents events;
    KS_TRY(events.open, reader.open_incidents());
    KS_TRY(events.recent,
           reader.incidents(
               start_of(today - (view::kRecentDays - 1)), start_of(today + 1), kRecentMax));
    KS_TRY(events.maintenance,
           reader.maintenance(now, now, now + kMaintenanceAhead_s, kMaintenanceMax));
    next_change = std::min(next_change, start_of(today + 1));
    for (const view::MaintenanceEvent& event : events.maintenance) {
        for (const std::int64_t at : {event.starts, event.ends}) {
            if (at > now) {
                next_change = std::min(next_change, at);
            }
        }
    }
    drop_repeats(events.maintenance);
    return events;
}

}  // namespace ks::page
