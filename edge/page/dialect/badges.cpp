// SPDX-License-Identifier: Apache-2.0
// /badge.svg, /badge/<monitorId>.svg and /badge.json.
#include "edge/page/dialect/badge_text.hpp"
#include "edge/page/dialect/public_facts.hpp"
#include "edge/page/dialect/renders.hpp"

#include <utility>

namespace ks::page {
namespace {

struct Made {
    svg::Badge badge;
    bool error = false;
    std::int64_t valid_until = 0;
};

std::string default_label(const BadgeQuery& query, const view::PublicPage& page) {
    switch (query.type) {
        case BadgeType::kUptime:
            return "uptime " + std::to_string(query.days) + "d";
        case BadgeType::kResponse:
            return "response time";
        case BadgeType::kStatus:
            break;
    }
    return query.monitor.empty() || page.monitors.empty() ? "status" : page.monitors.front().name;
}

BadgeFace face_of(const BadgeQuery& query, const view::PublicPage& page) {
    std::uint64_t down_s = 0;
    std::uint64_t observed_s = 0;
    std::int64_t sum_ms = 0;
    std::int64_t count = 0;
    for (const view::PublicMonitor& monitor : page.monitors) {
        down_s += monitor.down_s;
        observed_s += monitor.observed_s;
        sum_ms += monitor.response_ms < 0 ? 0 : monitor.response_ms;
        count += monitor.response_ms < 0 ? 0 : 1;
    }
    switch (query.type) {
        case BadgeType::kUptime:
            return uptime_face(down_s, observed_s);
        case BadgeType::kResponse:
            return response_face(count == 0 ? -1 : sum_ms / count);
        case BadgeType::kStatus:
            break;
    }
    return query.monitor.empty() ? badge_face(page.state) : badge_face(page.monitors.front().state);
}

/// "<monitorId>.svg" of the path counts before the query.
BadgeQuery query_of(const Visit& visit, std::string_view& fault, bool& good) {
    auto read = read_badge_query(visit.request.query, fault);
    good = read.has_value();
    BadgeQuery query = read ? *std::move(read) : BadgeQuery{};
    if (std::string_view file = visit.params[0]; !file.empty()) {
        constexpr std::string_view kEnding = ".svg";
        query.monitor = file.ends_with(kEnding) ? file.substr(0, file.size() - kEnding.size())
                                                : std::string_view("-");
    }
    return query;
}

Result<Made> make(const store::Snapshot& snapshot,
                  const Visit& visit,
                  const record::PageView& page) {
    std::string_view fault;
    bool good = false;
    const BadgeQuery query = query_of(visit, fault, good);
    if (!good) {
        return Errc::kInvalidValue;
    }
    Facts facts;
    if (query.monitor.empty()) {
        KS_TRY(facts, read_facts(snapshot, visit, page, query.days));
    } else if (const auto id = MonitorId::parse(query.monitor)) {
        KS_TRY(facts, read_monitor_facts(snapshot, visit, page, *id, query.days));
    } else {
        return Errc::kNotFound;
    }
    BadgeFace face = face_of(query, facts.page);
    return Made{.badge = {.label = query.label ? *query.label : default_label(query, facts.page),
                          .message = std::move(face.message),
                          .color = query.color ? *query.color : std::string(face.color)},
                .error = face.error,
                .valid_until = facts.valid_until};
}

Result<Body> render_svg(const store::Snapshot& snapshot,
                        const Visit& visit,
                        const record::PageView& page) {
    KS_TRY(const Made made, make(snapshot, visit, page));
    Body body{.text = {}, .valid_until = made.valid_until, .policy = {}};
    svg::badge(body.text, made.badge);
    return body;
}

Result<Body> render_shields(const store::Snapshot& snapshot,
                            const Visit& visit,
                            const record::PageView& page) {
    KS_TRY(const Made made, make(snapshot, visit, page));
    Body body{.text = {}, .valid_until = made.valid_until, .policy = {}};
    svg::shields(body.text, made.badge, made.error);
    return body;
}

/// True once the reply says which parameter is wrong.
bool refuse_query(const Visit& visit) {
    std::string_view fault;
    bool good = false;
    (void)query_of(visit, fault, good);
    if (!good) {
        write_json_problem(visit.reply,
                           visit.host,
                           Errc::kInvalidValue,
                           fault == "type"   ? "'type' must be status, uptime or response."
                           : fault == "days" ? "'days' must be a number from 1 to 90."
                           : fault == "label"
                               ? "'label' must have at most 60 characters."
                               : "'color' must be a colour such as 0c7, 00cc77 or brightgreen.",
                           fault);
    }
    return !good;
}

}  // namespace

Result<void> answer_badge(const store::Snapshot& snapshot, const Visit& visit) {
    return refuse_query(visit)
               ? Result<void>()
               : answer_cached(snapshot, visit, open_form(visit, kSvgType), render_svg);
}

Result<void> answer_shields(const store::Snapshot& snapshot, const Visit& visit) {
    return refuse_query(visit)
               ? Result<void>()
               : answer_cached(snapshot, visit, open_form(visit, kJsonType), render_shields);
}

}  // namespace ks::page
