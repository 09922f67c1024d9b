// SPDX-License-Identifier: Apache-2.0
#include "edge/page/page_render.hpp"

#include "core/model/uptime_now.hpp"
#include "edge/page/cached_answer.hpp"
#include "storage/store/readers.hpp"

#include <algorithm>
#include <vector>

namespace ks::page {
namespace {

/// What all rows of a page share.
struct RowContext {
    const store::Snapshot& snapshot;
    const Zone& days;
    model::TodayBounds bounds;
    std::int64_t next_change;
    model::UptimeNow uptime{};
};

Result<void> render_row(RowContext& context,
                        const record::EntryView& entry,
                        page_html::StatusPage& renderer) {
    const auto face = store::monitor_face(context.snapshot, entry.monitor);
    if (!face) {
        return face.error().code == Errc::kNotFound ? Result<void>() : Result<void>(face.error());
    }
    KS_TRY(const auto history, store::history(context.snapshot, entry.monitor));
    model::UptimeNow& uptime = context.uptime;
    model::uptime_at(uptime, history, context.bounds, context.days);
    if (!face->enabled) {
        uptime.state = record::State::kPaused;  // also before the first result, when there is no
                                                // record to say so
    }
    context.next_change = std::min(context.next_change, uptime.next_change);
    const bool own_group = entry.group_set || !entry.display_group.empty();
    renderer.row({.id = entry.monitor,
                  .name = entry.display_name.empty() ? face->name : entry.display_name,
                  .group = own_group ? entry.display_group : face->display_group,
                  .response_ms = history.last_response_ms(),
                  .uptime = &uptime});
    return {};
}

}  // namespace

Result<RenderedPage> render_page(const store::Snapshot& snapshot,
                                 const record::PageView& page,
                                 const RenderFor& whom,
                                 page_html::StatusPage& renderer) {
    PageSetting setting;
    KS_CHECK(setting.open(snapshot, page, whom));
    std::vector<record::EntryView> entries;
    KS_CHECK(store::page_entries(snapshot, page.id, entries));
    RowContext context{.snapshot = snapshot,
                       .days = setting.days,
                       .bounds = setting.bounds,
                       .next_change = setting.day_end()};
    EventReader reader(snapshot, page, setting.days);
    KS_TRY(const auto events, page_events(reader, setting.facts, context.next_change));
    setting.facts.events = &events;
    renderer.begin(setting.facts);
    for (const record::EntryView& entry : entries) {
        KS_CHECK(render_row(context, entry, renderer));
    }
    RenderedPage rendered;
    renderer.end(rendered.html);
    rendered.valid_until =
        std::min(whom.now + kAnswerAgeMax_s, std::max(context.next_change, whom.now + 1));
    return rendered;
}

}  // namespace ks::page
