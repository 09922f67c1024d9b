// SPDX-License-Identifier: Apache-2.0
// /api/v1/endpoints/<key>/uptimes/<duration>, .../response-times/<duration>, their badges and
// .../health/badge.*: Gatus' figures.
#include "edge/page/dialect/badge_text.hpp"
#include "edge/page/dialect/gatus_key.hpp"
#include "edge/page/dialect/public_facts.hpp"
#include "edge/page/dialect/renders.hpp"
#include "edge/page/dialect/window_figures.hpp"
#include "storage/store/readers.hpp"

#include <algorithm>
#include <array>

namespace ks::page {
namespace {

constexpr std::string_view kPlain = "text/plain; charset=utf-8";

/// The monitor that the key names, and the facts it lives in.
struct Named {
    Facts facts;
    const view::PublicMonitor* monitor = nullptr;
};

Result<Named> find(const store::Snapshot& snapshot,
                   const Visit& visit,
                   const record::PageView& page) {
    KS_TRY(Facts facts, read_facts(snapshot, visit, page));
    Named named{.facts = std::move(facts)};
    named.monitor = find_key(named.facts.page, visit.params[0]);
    if (named.monitor == nullptr) {
        return Errc::kNotFound;
    }
    return named;
}

/// The durations that Gatus knows.
Result<Window> window_of(const Visit& visit) {
    constexpr std::array<std::string_view, 4> kDurations{"1h", "24h", "7d", "30d"};
    const auto span = parse_span(visit.params[1]);
    if (!span || std::ranges::find(kDurations, visit.params[1]) == kDurations.end()) {
        return Errc::kNotFound;
    }
    return Window{.from = visit.now - *span, .to = visit.now};
}

Result<WindowFigures> uptime_of(const store::Snapshot& snapshot,
                                const record::PageView& page,
                                const Named& named,
                                const Window& window) {
    EventReader reader(snapshot, page, named.facts.days);
    KS_TRY(auto spans, maintenance_spans(reader, window));
    KS_TRY(const auto monitor, store::monitor(snapshot, named.monitor->id));
    return figures_in(snapshot, monitor, spans[monitor.id], window);
}

Body body_of(const Named& named) {
    return {.text = {}, .valid_until = named.facts.valid_until, .policy = {}};
}

void append_badge(std::string& to, std::string label, BadgeFace face) {
    svg::badge(to,
               {.label = std::move(label),
                .message = std::move(face.message),
                .color = std::string(face.color)});
}

/// A ratio with six digits, cut off: 1.000000 only without any downtime.
Result<Body> render_uptime(const store::Snapshot& snapshot,
                           const Visit& visit,
                           const record::PageView& page) {
    KS_TRY(const Window window, window_of(visit));
    KS_TRY(const Named named, find(snapshot, visit, page));
    KS_TRY(const auto figures, uptime_of(snapshot, page, named, window));
    constexpr std::uint64_t kMillion = 1'000'000;
    const std::uint64_t ratio = figures.observed_s == 0 ? 0
                                                        : (figures.observed_s - figures.down_s) *
                                                              kMillion / figures.observed_s;
    Body body = body_of(named);
    const std::string digits = std::to_string(kMillion + ratio % kMillion).substr(1);
    body.text = std::to_string(ratio / kMillion) + "." + digits;
    return body;
}

Result<Body> render_response(const store::Snapshot& snapshot,
                             const Visit& visit,
                             const record::PageView& page) {
    KS_TRY(const Window window, window_of(visit));
    KS_TRY(const Named named, find(snapshot, visit, page));
    KS_TRY(const auto average, average_ms(snapshot, named.monitor->id, window));
    Body body = body_of(named);
    body.text = std::to_string(std::max<std::int64_t>(average, 0));
    return body;
}

Result<Body> render_uptime_badge(const store::Snapshot& snapshot,
                                 const Visit& visit,
                                 const record::PageView& page) {
    KS_TRY(const Window window, window_of(visit));
    KS_TRY(const Named named, find(snapshot, visit, page));
    KS_TRY(const auto figures, uptime_of(snapshot, page, named, window));
    Body body = body_of(named);
    append_badge(body.text,
                 "uptime " + std::string(visit.params[1]),
                 uptime_face(figures.down_s, figures.observed_s));
    return body;
}

Result<Body> render_response_badge(const store::Snapshot& snapshot,
                                   const Visit& visit,
                                   const record::PageView& page) {
    KS_TRY(const Window window, window_of(visit));
    KS_TRY(const Named named, find(snapshot, visit, page));
    KS_TRY(const auto average, average_ms(snapshot, named.monitor->id, window));
    Body body = body_of(named);
    append_badge(
        body.text, "response time " + std::string(visit.params[1]), response_face(average));
    return body;
}

/// "up", "down" or "?", as there.
BadgeFace health(record::State state) {
    BadgeFace face = badge_face(state);
    const bool unknown = state == record::State::kNoData || state == record::State::kPaused;
    face.message = unknown ? "?" : state == record::State::kDown ? "down" : "up";
    return face;
}

Result<Body> render_health_badge(const store::Snapshot& snapshot,
                                 const Visit& visit,
                                 const record::PageView& page) {
    KS_TRY(const Named named, find(snapshot, visit, page));
    Body body = body_of(named);
    append_badge(body.text, "health", health(named.monitor->state));
    return body;
}

Result<Body> render_health_shields(const store::Snapshot& snapshot,
                                   const Visit& visit,
                                   const record::PageView& page) {
    KS_TRY(const Named named, find(snapshot, visit, page));
    Body body = body_of(named);
    BadgeFace face = health(named.monitor->state);
    svg::shields(
        body.text,
        {.label = "health", .message = std::move(face.message), .color = std::string(face.color)},
        face.error);
    return body;
}

}  // namespace

Result<void> answer_gatus_uptime(const store::Snapshot& snapshot, const Visit& visit) {
    return answer_cached(snapshot, visit, open_form(visit, kPlain), render_uptime);
}

Result<void> answer_gatus_response(const store::Snapshot& snapshot, const Visit& visit) {
    return answer_cached(snapshot, visit, open_form(visit, kPlain), render_response);
}

Result<void> answer_gatus_uptime_badge(const store::Snapshot& snapshot, const Visit& visit) {
    return answer_cached(snapshot, visit, open_form(visit, kSvgType), render_uptime_badge);
}

Result<void> answer_gatus_response_badge(const store::Snapshot& snapshot, const Visit& visit) {
    return answer_cached(snapshot, visit, open_form(visit, kSvgType), render_response_badge);
}

Result<void> answer_gatus_health_badge(const store::Snapshot& snapshot, const Visit& visit) {
    return answer_cached(snapshot, visit, open_form(visit, kSvgType), render_health_badge);
}

Result<void> answer_gatus_health_shields(const store::Snapshot& snapshot, const Visit& visit) {
    return answer_json<render_health_shields>(snapshot, visit);
}

}  // namespace ks::page
