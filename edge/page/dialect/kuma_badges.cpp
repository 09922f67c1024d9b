// SPDX-License-Identifier: Apache-2.0
// /api/badge/<number>/<kind>[/<duration>]: Uptime Kuma's badges. What the page does not show
// answers "N/A", as there.
#include "edge/page/dialect/badge_text.hpp"
#include "edge/page/dialect/public_facts.hpp"
#include "edge/page/dialect/renders.hpp"
#include "edge/page/dialect/window_figures.hpp"
#include "storage/store/readers.hpp"

#include <algorithm>
#include <charconv>

namespace ks::page {
namespace {

constexpr std::int64_t kDay_s = 86400;
constexpr std::string_view kNotThere = "#999999";

struct Wanted {
    const store::Snapshot& snapshot;
    const Visit& visit;
    const record::PageView& page;
    const Facts& facts;

    [[nodiscard]] const view::PublicMonitor& monitor() const { return facts.page.monitors.front(); }

    [[nodiscard]] std::string_view kind() const { return visit.params[1]; }

    /// As it stands in the label: "24" is "24h".
    [[nodiscard]] std::string span_text() const {
        std::string text(visit.params[2].empty() ? std::string_view("24h") : visit.params[2]);
        return text.find_first_not_of("0123456789") == std::string::npos ? text + "h" : text;
    }
};

svg::Badge badge_of(std::string label, BadgeFace face) {
    return {.label = std::move(label),
            .message = std::move(face.message),
            .color = std::string(face.color)};
}

Result<svg::Badge> status_badge(const Wanted& wanted) {
    BadgeFace face = badge_face(wanted.monitor().state);
    // The words that readers of these badges look for.
    switch (wanted.monitor().state) {
        case record::State::kUp:
        case record::State::kDegraded:
            face.message = "Up";
            break;
        case record::State::kDown:
            face.message = "Down";
            break;
        case record::State::kMaintenance:
            face.message = "Maintenance";
            break;
        case record::State::kPaused:
        case record::State::kNoData:
            face.message = "Pending";
            break;
    }
    return badge_of("Status", std::move(face));
}

Result<Window> window_of(const Wanted& wanted) {
    const auto span = parse_span(wanted.span_text());
    if (!span) {
        return Errc::kNotFound;
    }
    return Window{.from = wanted.visit.now - *span, .to = wanted.visit.now};
}

Result<svg::Badge> uptime_badge(const Wanted& wanted) {
    KS_TRY(const Window window, window_of(wanted));
    EventReader reader(wanted.snapshot, wanted.page, wanted.facts.days);
    KS_TRY(auto spans, maintenance_spans(reader, window));
    KS_TRY(const auto monitor, store::monitor(wanted.snapshot, wanted.monitor().id));
    KS_TRY(const auto figures, figures_in(wanted.snapshot, monitor, spans[monitor.id], window));
    return badge_of("Uptime (" + wanted.span_text() + ")",
                    uptime_face(figures.down_s, figures.observed_s));
}

Result<svg::Badge> average_badge(const Wanted& wanted) {
    KS_TRY(const Window window, window_of(wanted));
    KS_TRY(const auto average, average_ms(wanted.snapshot, wanted.monitor().id, window));
    const std::string_view name = wanted.kind() == "ping" ? "Avg. Ping" : "Avg. Response";
    return badge_of(std::string(name) + " (" + wanted.span_text() + ")", response_face(average));
}

Result<svg::Badge> certificate_badge(const Wanted& wanted) {
    KS_TRY(const auto seen, store::certificate_seen(wanted.snapshot, wanted.monitor().id));
    if (!seen) {
        return svg::Badge{.label = "Cert Exp.", .message = "N/A", .color = std::string(kNotThere)};
    }
    const std::int64_t left_s = seen->expires_at.time_since_epoch().count() - wanted.visit.now;
    const std::int64_t days = std::max<std::int64_t>(left_s, 0) / kDay_s;
    return svg::Badge{.label = "Cert Exp.",
                      .message = left_s <= 0 ? "expired" : std::to_string(days) + " days",
                      .color = !seen->valid || days < 7 ? "#e05d44"
                               : days < 14              ? "#dfb317"
                                                        : "#44cc11"};
}

Result<svg::Badge> make(const Wanted& wanted) {
    const std::string_view kind = wanted.kind();
    if (kind == "uptime") {
        return uptime_badge(wanted);
    }
    if (kind == "ping" || kind == "avg-response") {
        return average_badge(wanted);
    }
    if (!wanted.visit.params[2].empty()) {
        return Errc::kNotFound;
    }
    if (kind == "status") {
        return status_badge(wanted);
    }
    if (kind == "cert-exp") {
        return certificate_badge(wanted);
    }
    return kind == "response" ? Result<svg::Badge>(badge_of(
                                    "Response", response_face(wanted.monitor().response_ms)))
                              : Result<svg::Badge>(Errc::kNotFound);
}

/// The monitor of the page with that number.
Result<MonitorId> monitor_of(const store::Snapshot& snapshot,
                             const record::PageView& page,
                             std::string_view text) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) {
        return Errc::kNotFound;
    }
    std::vector<record::EntryView> entries;
    KS_CHECK(store::page_entries(snapshot, page.id, entries));
    const auto found = std::ranges::find(entries, number, [](const record::EntryView& entry) {
        return view::numeric_id(entry.monitor);
    });
    return found == entries.end() ? Result<MonitorId>(Errc::kNotFound)
                                  : Result<MonitorId>(found->monitor);
}

Result<Body> render(const store::Snapshot& snapshot,
                    const Visit& visit,
                    const record::PageView& page) {
    Body body{.text = {}, .valid_until = visit.now + kAnswerAgeMax_s, .policy = {}};
    const auto id = monitor_of(snapshot, page, visit.params[0]);
    if (!id && id.error().code != Errc::kNotFound) {
        return id.error();
    }
    if (!id) {
        svg::badge(body.text, {.label = {}, .message = "N/A", .color = std::string(kNotThere)});
        return body;
    }
    KS_TRY(const Facts facts, read_monitor_facts(snapshot, visit, page, *id));
    KS_TRY(const svg::Badge badge, make({snapshot, visit, page, facts}));
    svg::badge(body.text, badge);
    body.valid_until = facts.valid_until;
    return body;
}

}  // namespace

Result<void> answer_kuma_badge(const store::Snapshot& snapshot, const Visit& visit) {
    return answer_cached(snapshot, visit, open_form(visit, kSvgType), render);
}

}  // namespace ks::page
