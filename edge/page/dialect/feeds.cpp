// SPDX-License-Identifier: Apache-2.0
// /history.atom, /history.rss and /maintenance.ics.
#include "edge/page/dialect/public_facts.hpp"
#include "edge/page/dialect/renders.hpp"
#include "render/feed/calendar.hpp"
#include "render/feed/history.hpp"

#include <algorithm>

namespace ks::page {
namespace {

constexpr std::size_t kEntriesMax = 50;
/// How far the calendar reaches, and the most that it holds.
constexpr std::int64_t kBehind_s = 90LL * 86400;
constexpr std::int64_t kAhead_s = 366LL * 86400;
constexpr std::size_t kCalendarMax = 1000;

using Write = void (*)(std::string&, const view::PublicPage&, std::span<const feed::Entry>);

template <Write kWrite>
Result<Body> render_history(const store::Snapshot& snapshot,
                            const Visit& visit,
                            const record::PageView& page) {
    KS_TRY(const Facts facts, read_facts(snapshot, visit, page));
    EventReader reader(snapshot, page, facts.days);
    KS_TRY(const auto incidents, newest_incidents(reader, kEntriesMax));
    KS_TRY(auto maintenances, all_maintenance(reader, visit.now));
    // The next occurrence of a recurring window is no news until it is announced.
    std::erase_if(maintenances, [&](const view::MaintenanceEvent& event) {
        return view::steps(event).back().at >= UnixMillis(std::chrono::seconds(visit.now + 1));
    });
    Body body{.text = {}, .valid_until = facts.valid_until, .policy = {}};
    kWrite(body.text, facts.page, feed::entries(facts.page, incidents, maintenances, kEntriesMax));
    return body;
}

Result<Body> render_calendar(const store::Snapshot& snapshot,
                             const Visit& visit,
                             const record::PageView& page) {
    KS_TRY(const Facts facts, read_facts(snapshot, visit, page));
    EventReader reader(snapshot, page, facts.days);
    KS_TRY(
        const auto events,
        reader.maintenance(visit.now, visit.now - kBehind_s, visit.now + kAhead_s, kCalendarMax));
    Body body{.text = {}, .valid_until = facts.valid_until, .policy = {}};
    feed::calendar(body.text, facts.page, events);
    return body;
}

}  // namespace

Result<void> answer_atom(const store::Snapshot& snapshot, const Visit& visit) {
    return answer_cached(snapshot,
                         visit,
                         open_form(visit, "application/atom+xml; charset=utf-8"),
                         render_history<feed::atom>);
}

Result<void> answer_rss(const store::Snapshot& snapshot, const Visit& visit) {
    return answer_cached(snapshot,
                         visit,
                         open_form(visit, "application/rss+xml; charset=utf-8"),
                         render_history<feed::rss>);
}

Result<void> answer_calendar(const store::Snapshot& snapshot, const Visit& visit) {
    return answer_cached(
        snapshot, visit, open_form(visit, "text/calendar; charset=utf-8"), render_calendar);
}

}  // namespace ks::page
