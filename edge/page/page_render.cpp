// SPDX-License-Identifier: Apache-2.0
#include "edge/page/page_render.hpp"

#include "core/model/uptime_now.hpp"
#include "edge/page/cached_answer.hpp"
#include "render/asset/assets.hpp"
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

/// The page's own zone, else the project's, else UTC; with its name.
std::pair<Zone, std::string_view> zone_of(std::string_view wanted, std::string_view fallback) {
    for (const std::string_view name : {wanted, fallback}) {
        if (auto zone = Zone::find(name); !name.empty() && zone) {
            return {*zone, name};
        }
    }
    return {Zone(), "UTC"};
}

}  // namespace

Result<RenderedPage> render_page(const store::Snapshot& snapshot,
                                 const record::PageView& page,
                                 const RenderTime& time,
                                 page_html::StatusPage& renderer) {
    const std::int64_t now = time.now;
    KS_TRY(const auto project, store::project(snapshot, page.project));
    const auto [days, days_name] = zone_of(project.timezone, {});
    const auto [zone, zone_name] = zone_of(page.timezone, project.timezone);
    std::vector<record::EntryView> entries;
    KS_CHECK(store::page_entries(snapshot, page.id, entries));
    RowContext context{
        .snapshot = snapshot,
        .days = days,
        .bounds = model::today_bounds(now, days),
        .next_change = days.start_of(days.day_of(UnixSeconds(std::chrono::seconds(now))) + 1)
                           .time_since_epoch()
                           .count()};
    const std::string style = asset::style_path(page.accent_color);
    const view::PageFacts facts{
        .page = &page,
        .zone = zone,
        .zone_name = zone_name,
        .days_zone_name = days_name == zone_name ? std::string_view() : days_name,
        .now = now,
        .today = context.bounds.today,
        .style_path = style,
        .script_path = asset::script_path(),
        .frozen_at = time.frozen_at};
    renderer.begin(facts);
    for (const record::EntryView& entry : entries) {
        KS_CHECK(render_row(context, entry, renderer));
    }
    RenderedPage rendered;
    renderer.end(rendered.html);
    rendered.valid_until = std::min(now + kAnswerAgeMax_s, std::max(context.next_change, now + 1));
    return rendered;
}

}  // namespace ks::page
