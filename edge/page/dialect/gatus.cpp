// SPDX-License-Identifier: Apache-2.0
// /api/v1/endpoints/statuses and /api/v1/endpoints/<key>/statuses: Gatus' endpoints.
#include "render/json/gatus.hpp"

#include "core/text/percent.hpp"
#include "edge/page/dialect/beats.hpp"
#include "edge/page/dialect/gatus_key.hpp"
#include "edge/page/dialect/renders.hpp"

#include <algorithm>
#include <charconv>

namespace ks::page {

const view::PublicMonitor* find_key(const view::PublicPage& page, std::string_view encoded) {
    const auto key = text::percent_decode(encoded);
    const auto found = std::ranges::find_if(page.monitors, [&](const view::PublicMonitor& monitor) {
        return key && json::gatus_key(monitor.group, monitor.name) == *key;
    });
    return found == page.monitors.end() ? nullptr : &*found;
}

namespace {

constexpr std::size_t kPageSize = 20;
constexpr std::size_t kPageSizeMax = 100;
constexpr std::size_t kPageMax = 1000;

std::size_t number_of(const Visit& visit,
                      std::string_view name,
                      std::size_t fallback,
                      std::size_t most) {
    const std::string text = text::query_value(visit.request.query, name).value_or("");
    std::size_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error != std::errc() || value == 0 ? fallback : std::min(value, most);
}

/// A page that is not a number is the first one, as there.
BeatRange range_of(const Visit& visit) {
    const std::size_t size = number_of(visit, "pageSize", kPageSize, kPageSizeMax);
    return {
        .skip = (number_of(visit, "page", 1, kPageMax) - 1) * size, .limit = size, .ratios = false};
}

Result<Body> render_all(const store::Snapshot& snapshot,
                        const Visit& visit,
                        const record::PageView& page) {
    KS_TRY(const Facts facts, read_facts(snapshot, visit, page));
    KS_TRY(const auto histories, read_beats(snapshot, page, facts, range_of(visit)));
    Body body{.text = {}, .valid_until = facts.valid_until, .policy = {}};
    json::gatus_statuses(body.text, facts.page, histories);
    return body;
}

Result<Body> render_one(const store::Snapshot& snapshot,
                        const Visit& visit,
                        const record::PageView& page) {
    KS_TRY(const Facts all, read_facts(snapshot, visit, page));
    const view::PublicMonitor* const monitor = find_key(all.page, visit.params[0]);
    if (monitor == nullptr) {
        return Errc::kNotFound;
    }
    KS_TRY(const Facts facts, read_monitor_facts(snapshot, visit, page, monitor->id));
    KS_TRY(const auto histories, read_beats(snapshot, page, facts, range_of(visit)));
    Body body{.text = {}, .valid_until = facts.valid_until, .policy = {}};
    json::gatus_status(body.text, facts.page, histories.front());
    return body;
}

}  // namespace

Result<void> answer_gatus_statuses(const store::Snapshot& snapshot, const Visit& visit) {
    return answer_json<render_all>(snapshot, visit);
}

Result<void> answer_gatus_status(const store::Snapshot& snapshot, const Visit& visit) {
    return answer_json<render_one>(snapshot, visit);
}

}  // namespace ks::page
