// SPDX-License-Identifier: Apache-2.0
#include "edge/page/event_answers.hpp"

#include "edge/page/cached_answer.hpp"
#include "edge/page/page_setting.hpp"
#include "render/page/event_page.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <optional>
#include <string>
#include <utility>

namespace ks::page {
namespace {

using std::chrono::year_month;

/// A month has room for so many; what is beyond is in the feeds and the API.
constexpr std::size_t kMonthMax = 500;

/// "2026-11".
std::optional<year_month> parse_month(std::string_view text) noexcept {
    int year = 0;
    unsigned month = 0;
    if (text.size() != 7 || text[4] != '-' ||
        std::from_chars(text.data(), text.data() + 4, year).ptr != text.data() + 4 ||
        std::from_chars(text.data() + 5, text.data() + 7, month).ptr != text.data() + 7 ||
        year < 1970 || month < 1 || month > 12) {
        return std::nullopt;
    }
    return year_month(std::chrono::year(year), std::chrono::month(month));
}

std::int64_t start_of(const Zone& zone, year_month month) {
    const std::chrono::sys_days first(month / std::chrono::day(1));
    const auto day = static_cast<Day>(first.time_since_epoch().count());
    return zone.start_of(day).time_since_epoch().count();
}

year_month month_of(const Zone& zone, std::int64_t seconds) {
    const CivilTime at = zone.civil(UnixSeconds(std::chrono::seconds(seconds)));
    return {std::chrono::year(at.year), std::chrono::month(at.month)};
}

Body body_of(const Visit& visit,
             const record::PageView& page,
             std::string html,
             std::int64_t next_change) {
    return {.text = std::move(html),
            .valid_until =
                std::min(visit.now + kAnswerAgeMax_s, std::max(next_change, visit.now + 1)),
            .policy = content_policy(page.logo_url, page.favicon_url)};
}

Result<Body> render_incident(const store::Snapshot& snapshot,
                             const Visit& visit,
                             const record::PageView& page) {
    const auto id = IncidentId::parse(visit.params[0]);
    if (!id) {
        return Errc::kNotFound;
    }
    PageSetting setting;
    KS_CHECK(setting.open(snapshot, page, render_for(visit)));
    KS_TRY(const auto event, EventReader(snapshot, page, setting.days).incident(*id));
    std::string html;
    page_html::incident_page(html, setting.facts, event);
    return body_of(visit, page, std::move(html), setting.day_end());
}

Result<Body> render_maintenance(const store::Snapshot& snapshot,
                                const Visit& visit,
                                const record::PageView& page) {
    const auto id = MaintenanceId::parse(visit.params[0]);
    if (!id) {
        return Errc::kNotFound;
    }
    PageSetting setting;
    KS_CHECK(setting.open(snapshot, page, render_for(visit)));
    KS_TRY(const auto event, EventReader(snapshot, page, setting.days).maintenance(*id, visit.now));
    std::string html;
    page_html::maintenance_page(html, setting.facts, event);
    const std::int64_t turn = event.starts > visit.now ? event.starts
                              : event.ends > visit.now ? event.ends
                                                       : INT64_MAX;
    return body_of(visit, page, std::move(html), turn);
}

/// Whether the page has anything that began before `end`.
Result<bool> any_before(EventReader& reader, std::int64_t now, std::int64_t end) {
    KS_TRY(const auto incidents, reader.incidents(0, end, 1));
    if (!incidents.empty()) {
        return true;
    }
    KS_TRY(const auto windows, reader.maintenance(now, 0, end, 1));
    return !windows.empty();
}

Result<Body> render_history(const store::Snapshot& snapshot,
                            const Visit& visit,
                            const record::PageView& page) {
    PageSetting setting;
    KS_CHECK(setting.open(snapshot, page, render_for(visit)));
    const Zone& zone = setting.facts.zone;
    const year_month current = month_of(zone, visit.now);
    const auto asked = visit.params[0].empty() ? current : parse_month(visit.params[0]);
    if (!asked || *asked > current) {
        return Errc::kNotFound;
    }
    const std::int64_t from = start_of(zone, *asked);
    const std::int64_t to = start_of(zone, *asked + std::chrono::months(1));
    EventReader reader(snapshot, page, setting.days);
    KS_TRY(const bool older, any_before(reader, visit.now, from));
    KS_TRY(const auto incidents, reader.incidents(from, to, kMonthMax));
    KS_TRY(auto windows, reader.maintenance(visit.now, from, std::min(to, visit.now), kMonthMax));
    std::erase_if(windows, [&](const view::MaintenanceEvent& event) {
        return event.phase != view::MaintenancePhase::kCompleted || event.starts < from;
    });
    if (!older && incidents.empty() && windows.empty() && *asked != current) {
        return Errc::kNotFound;
    }
    std::string html;
    page_html::history_page(
        html,
        setting.facts,
        {.month = *asked,
         .earlier = older ? std::optional(*asked - std::chrono::months(1)) : std::nullopt,
         .later =
             *asked < current ? std::optional(*asked + std::chrono::months(1)) : std::nullopt,
         .incidents = incidents,
         .maintenance = windows});
    return body_of(visit, page, std::move(html), setting.day_end());
}

/// As the page's own 404 where there is no such event.
Result<void> answer(const store::Snapshot& snapshot, const Visit& visit, Render render) {
    const auto done = answer_cached(snapshot,
                                    visit,
                                    {.variant = visit.request.path,
                                     .content_type = "text/html; charset=utf-8",
                                     .worded = true},
                                    render);
    if (done || done.error().code != Errc::kNotFound) {
        return done;
    }
    write_notice(visit.reply,
                 visit.host,
                 404,
                 page_html::Notice::kNoSuchPath,
                 {},
                 visit.accepted_words());
    return {};
}

}  // namespace

Result<void> answer_history(const store::Snapshot& snapshot, const Visit& visit) {
    return answer(snapshot, visit, render_history);
}

Result<void> answer_incident(const store::Snapshot& snapshot, const Visit& visit) {
    return answer(snapshot, visit, render_incident);
}

Result<void> answer_maintenance(const store::Snapshot& snapshot, const Visit& visit) {
    return answer(snapshot, visit, render_maintenance);
}

}  // namespace ks::page
