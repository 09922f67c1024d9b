// SPDX-License-Identifier: Apache-2.0
// /api/status-page/...: Uptime Kuma's public JSON. A page has one slug, its own; "default" is what
// Uptime Kuma calls the page of a host.
#include "render/json/kuma.hpp"

#include "core/text/percent.hpp"
#include "edge/page/dialect/badge_text.hpp"
#include "edge/page/dialect/beats.hpp"
#include "edge/page/dialect/renders.hpp"
#include "storage/store/readers.hpp"

#include <charconv>

namespace ks::page {
namespace {

constexpr std::size_t kBeats = 100;
constexpr std::size_t kIncidentsMax = 1000;

bool is_own_slug(const Visit& visit, const record::PageView& page) noexcept {
    return visit.params[0] == page.slug || visit.params[0] == "default";
}

std::size_t cursor_of(const Visit& visit) {
    const std::string text = text::query_value(visit.request.query, "cursor").value_or("");
    std::size_t cursor = 0;
    std::from_chars(text.data(), text.data() + text.size(), cursor);
    return cursor;
}

Result<Body> render_page(const store::Snapshot& snapshot,
                         const Visit& visit,
                         const record::PageView& page) {
    if (!is_own_slug(visit, page)) {
        return Errc::kNotFound;
    }
    KS_TRY(const Facts facts, read_facts(snapshot, visit, page));
    EventReader reader(snapshot, page, facts.days);
    KS_TRY(const auto active, planned_maintenance(reader, visit.now, Planned::kActive));
    Body body{.text = {}, .valid_until = facts.valid_until, .policy = {}};
    json::kuma_page(body.text, facts.page, active);
    return body;
}

Result<Body> render_heartbeats(const store::Snapshot& snapshot,
                               const Visit& visit,
                               const record::PageView& page) {
    if (!is_own_slug(visit, page)) {
        return Errc::kNotFound;
    }
    KS_TRY(const Facts facts, read_facts(snapshot, visit, page));
    KS_TRY(const auto histories,
           read_beats(snapshot, page, facts, {.skip = 0, .limit = kBeats, .ratios = true}));
    Body body{.text = {}, .valid_until = facts.valid_until, .policy = {}};
    json::kuma_heartbeats(body.text, histories);
    return body;
}

Result<Body> render_incidents(const store::Snapshot& snapshot,
                              const Visit& visit,
                              const record::PageView& page) {
    if (!is_own_slug(visit, page)) {
        return Errc::kNotFound;
    }
    KS_TRY(const Facts facts, read_facts(snapshot, visit, page));
    EventReader reader(snapshot, page, facts.days);
    KS_TRY(const auto incidents, newest_incidents(reader, kIncidentsMax));
    Body body{.text = {}, .valid_until = facts.valid_until, .policy = {}};
    json::kuma_incident_history(body.text, facts.page, incidents, cursor_of(visit));
    return body;
}

Result<Body> render_badge(const store::Snapshot& snapshot,
                          const Visit& visit,
                          const record::PageView& page) {
    if (!is_own_slug(visit, page)) {
        return Errc::kNotFound;
    }
    KS_TRY(const Facts facts, read_facts(snapshot, visit, page));
    BadgeFace face = badge_face(facts.page.state);
    Body body{.text = {}, .valid_until = facts.valid_until, .policy = {}};
    svg::badge(body.text,
               {.label = facts.page.name,
                .message = std::move(face.message),
                .color = std::string(face.color)});
    return body;
}

}  // namespace

Result<void> answer_kuma_page(const store::Snapshot& snapshot, const Visit& visit) {
    return answer_json<render_page>(snapshot, visit);
}

Result<void> answer_kuma_heartbeats(const store::Snapshot& snapshot, const Visit& visit) {
    return answer_json<render_heartbeats>(snapshot, visit);
}

Result<void> answer_kuma_history(const store::Snapshot& snapshot, const Visit& visit) {
    return answer_json<render_incidents>(snapshot, visit);
}

Result<void> answer_kuma_page_badge(const store::Snapshot& snapshot, const Visit& visit) {
    return answer_cached(snapshot, visit, open_form(visit, kSvgType), render_badge);
}

Result<void> answer_kuma_rss(const store::Snapshot& snapshot, const Visit& visit) {
    KS_TRY(const auto page, store::page(snapshot, visit.id));
    return is_own_slug(visit, page) ? answer_rss(snapshot, visit) : Errc::kNotFound;
}

}  // namespace ks::page
