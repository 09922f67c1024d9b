// SPDX-License-Identifier: Apache-2.0
// GET /status/<slug> and /api/status/<slug>: what a public page shows, as JSON for anybody.
#include "core/model/page_state.hpp"
#include "core/model/uptime_now.hpp"
#include "core/text/url.hpp"
#include "edge/api/answers.hpp"
#include "edge/api/endpoints.hpp"
#include "edge/api/monitor_out.hpp"
#include "edge/api/page_out.hpp"
#include "edge/page/page_events.hpp"

namespace ks::api {
namespace {

/// The page's state in the words of a monitor's.
record::State word_of(model::PageState state) noexcept {
    switch (state) {
        case model::PageState::kOperational:
            return record::State::kUp;
        case model::PageState::kMaintenance:
            return record::State::kMaintenance;
        case model::PageState::kDegraded:
            return record::State::kDegraded;
        case model::PageState::kPartialOutage:
        case model::PageState::kMajorOutage:
            return record::State::kDown;
        case model::PageState::kNoData:
            break;
    }
    return record::State::kNoData;
}

/// What may be shown of a target: a query often carries a token.
std::string public_target(const record::Monitor& monitor) {
    const record::MonitorTypeInfo& type = record::info(monitor.type);
    if (type.target == record::TargetKind::kNone) {
        return {};
    }
    if (type.target == record::TargetKind::kHost) {
        return type.port ? monitor.target + ":" + std::to_string(monitor.port) : monitor.target;
    }
    return monitor.target.substr(0, monitor.target.find_first_of("?#"));
}

struct Renderer {
    const store::Snapshot& snapshot;
    Zone zone;
    model::TodayBounds bounds;
    model::PageTally tally{};

    Result<void> row(text::JsonOut& out, const record::EntryView& entry) {
        KS_TRY(const auto monitor, store::monitor(snapshot, entry.monitor));
        KS_TRY(const auto history, store::history(snapshot, entry.monitor));
        model::UptimeNow uptime;
        model::uptime_at(uptime, history, bounds, zone);
        const record::State state = monitor.now().enabled ? uptime.state : record::State::kPaused;
        tally.add(state);
        out.begin_object();
        out.key("name").string(entry.display_name.empty() ? std::string_view(monitor.name)
                                                          : entry.display_name);
        out.key("type").string(record::name(monitor.type));
        const bool own_group = entry.group_set || !entry.display_group.empty();
        text_field(out,
                   "displayGroup",
                   own_group ? entry.display_group : std::string_view(monitor.display_group));
        text_field(out, "target", public_target(monitor));
        percent_field(out, "uptimePercent", uptime.per_myriad());
        out.key("status").string(record::name(state)).end_object();
        return {};
    }
};

/// What the page's open incidents make of its state (spec 3.7).
Result<model::PageState> raised(const store::Snapshot& snapshot,
                                const record::PageView& page,
                                const Zone& zone,
                                model::PageState state) {
    page::EventReader events(snapshot, page, zone);
    KS_TRY(const auto incidents, events.open_incidents());
    for (const view::IncidentEvent& event : incidents) {
        state = model::raised_by(state, event.incident.impact);
    }
    return state;
}

Result<std::string> render_public(const store::Snapshot& snapshot,
                                  std::string_view slug,
                                  const Call& call) {
    KS_TRY(const auto id, store::page_by_slug(snapshot, slug));
    KS_TRY(const auto page, store::page(snapshot, id));
    if (!page.published || !page.password_hash.empty()) {
        return page.published ? Errc::kUnauthorized : Errc::kNotFound;
    }
    KS_TRY(const auto zone, project_zone(snapshot, page.project));
    std::vector<record::EntryView> entries;
    KS_CHECK(store::page_entries(snapshot, id, entries));
    Renderer renderer{
        .snapshot = snapshot,
        .zone = zone,
        .bounds = model::today_bounds(call.now_seconds().time_since_epoch().count(), zone)};
    std::string rows;
    text::JsonOut list(rows);
    list.begin_array();
    for (const record::EntryView& entry : entries) {
        KS_CHECK(renderer.row(list, entry));
    }
    list.end_array();
    KS_TRY(const auto state, raised(snapshot, page, zone, renderer.tally.state()));
    std::string body;
    text::JsonOut out(body);
    out.begin_object().key("name").string(page.name).key("slug").string(page.slug);
    out.key("url").string(page_url(page.slug, call.site.facts));
    out.key("status").string(record::name(word_of(state)));
    out.key("statusText").string(model::title(state));
    out.key("monitors").raw(rows).end_object();
    return body;
}

}  // namespace

loop::Task<Problem> public_status(Call& call) {
    auto body = call.reader().read([&](const store::Snapshot& snapshot) {
        return render_public(snapshot, call.params[0], call);
    });
    if (!body && body.error().code == Errc::kUnauthorized) {
        co_return Problem{.code = Errc::kUnauthorized,
                          .text = "This status page is protected by a password."};
    }
    if (!body) {
        co_return from_store(body.error());
    }
    call.reply.set("Content-Type", "application/json");
    call.reply.set("Cache-Control", "public, max-age=15");
    call.reply.set("Access-Control-Allow-Origin", "*");
    call.reply.body = *std::move(body);
    co_return Problem{};
}

}  // namespace ks::api
