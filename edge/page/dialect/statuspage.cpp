// SPDX-License-Identifier: Apache-2.0
// /api/v2/*.json and /summary.json.
#include "render/json/statuspage.hpp"

#include "edge/page/dialect/public_facts.hpp"
#include "edge/page/dialect/renders.hpp"
#include "render/json/instatus.hpp"

namespace ks::page {
namespace {

/// As many as Statuspage gives.
constexpr std::size_t kIncidentsMax = 50;

/// A body of the page's facts alone.
template <class Append>
Result<Body> of_facts(const store::Snapshot& snapshot,
                      const Visit& visit,
                      const record::PageView& page,
                      Append append) {
    KS_TRY(const Facts facts, read_facts(snapshot, visit, page));
    Body body{.text = {}, .valid_until = facts.valid_until, .policy = {}};
    append(body.text, facts.page);
    return body;
}

/// A body of the page's facts and the events that `read` finds.
template <class Read, class Append>
Result<Body> of_events(const store::Snapshot& snapshot,
                       const Visit& visit,
                       const record::PageView& page,
                       Read read,
                       Append append) {
    KS_TRY(const Facts facts, read_facts(snapshot, visit, page));
    EventReader reader(snapshot, page, facts.days);
    KS_TRY(const auto events, read(reader));
    Body body{.text = {}, .valid_until = facts.valid_until, .policy = {}};
    append(body.text, facts.page, events);
    return body;
}

template <class Append>
Result<Body> of_planned(const store::Snapshot& snapshot,
                        const Visit& visit,
                        const record::PageView& page,
                        Planned which,
                        Append append) {
    return of_events(
        snapshot,
        visit,
        page,
        [&](EventReader& reader) { return planned_maintenance(reader, visit.now, which); },
        append);
}

}  // namespace

Result<Body> statuspage_summary(const store::Snapshot& snapshot,
                                const Visit& visit,
                                const record::PageView& page) {
    return of_planned(snapshot, visit, page, Planned::kUpcomingOrActive, json::statuspage_summary);
}

Result<Body> statuspage_status(const store::Snapshot& snapshot,
                               const Visit& visit,
                               const record::PageView& page) {
    return of_facts(snapshot, visit, page, json::statuspage_status);
}

Result<Body> statuspage_components(const store::Snapshot& snapshot,
                                   const Visit& visit,
                                   const record::PageView& page) {
    return of_facts(snapshot, visit, page, json::statuspage_components);
}

Result<Body> statuspage_incidents(const store::Snapshot& snapshot,
                                  const Visit& visit,
                                  const record::PageView& page) {
    return of_events(
        snapshot,
        visit,
        page,
        [](EventReader& reader) { return newest_incidents(reader, kIncidentsMax); },
        json::statuspage_incidents);
}

Result<Body> statuspage_unresolved(const store::Snapshot& snapshot,
                                   const Visit& visit,
                                   const record::PageView& page) {
    return of_facts(snapshot, visit, page, [](std::string& to, const view::PublicPage& facts) {
        json::statuspage_incidents(to, facts, facts.open_incidents);
    });
}

Result<Body> statuspage_maintenances(const store::Snapshot& snapshot,
                                     const Visit& visit,
                                     const record::PageView& page) {
    return of_events(
        snapshot,
        visit,
        page,
        [&](EventReader& reader) { return all_maintenance(reader, visit.now); },
        json::statuspage_maintenances);
}

Result<Body> statuspage_upcoming(const store::Snapshot& snapshot,
                                 const Visit& visit,
                                 const record::PageView& page) {
    return of_planned(snapshot, visit, page, Planned::kUpcoming, json::statuspage_maintenances);
}

Result<Body> statuspage_active(const store::Snapshot& snapshot,
                               const Visit& visit,
                               const record::PageView& page) {
    return of_planned(snapshot, visit, page, Planned::kActive, json::statuspage_maintenances);
}

Result<Body> instatus_summary(const store::Snapshot& snapshot,
                              const Visit& visit,
                              const record::PageView& page) {
    return of_planned(snapshot, visit, page, Planned::kUpcomingOrActive, json::instatus_summary);
}

}  // namespace ks::page
