// SPDX-License-Identifier: Apache-2.0
// GET /monitors/:id/stats, /results and /uptime.
#include "core/model/uptime.hpp"
#include "core/text/percent.hpp"
#include "edge/api/answers.hpp"
#include "edge/api/endpoints.hpp"
#include "edge/api/monitor_out.hpp"
#include "edge/api/query.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <span>

namespace ks::api {
namespace {

using record::Monitor;
using Runs = std::vector<record::ResultRun>;

constexpr std::int64_t kHoursMax = 90LL * 24;
constexpr std::int64_t kHours = 24;
constexpr std::int64_t kResultsMax = 1000;
constexpr std::int64_t kResults = 100;
/// Newest raw rows that an average is taken over; a bound on the time of one request.
constexpr std::size_t kAverageRows = 20000;

struct Window {
    std::int64_t from;
    std::int64_t to;
};

struct Average {
    std::int64_t sum_ms = 0;
    std::int64_t count = 0;
};

/// Results of `runs` in the window, from arithmetic alone.
std::uint64_t count_in(const Runs& runs, const Window& window) noexcept {
    std::uint64_t total = 0;
    for (const record::ResultRun& run : runs) {
        if (run.last() < window.from || run.first >= window.to) {
            continue;
        }
        if (run.count == 1) {
            ++total;
            continue;
        }
        const std::int64_t step = run.step;
        const std::int64_t skipped =
            run.first >= window.from ? 0 : (window.from - run.first + step - 1) / step;
        const std::int64_t end = std::min(run.last() + 1, window.to);
        total += static_cast<std::uint64_t>(
            std::max<std::int64_t>((end - 1 - run.first) / step + 1 - skipped, 0));
    }
    return total;
}

int uptime_in(const Monitor& monitor, std::span<const Runs> regions, const Window& window) {
    const model::UptimeInput input{
        .type = monitor.type, .settings = monitor.settings, .maintenance = {}, .regions = regions};
    const auto segments = model::states(input, window.from, window.to, window.to);
    std::array<std::int64_t, 6> seconds{};
    for (std::size_t i = 0; i < segments.size(); ++i) {
        const std::int64_t end = i + 1 < segments.size() ? segments[i + 1].from : window.to;
        seconds[static_cast<std::size_t>(segments[i].state)] += end - segments[i].from;
    }
    using enum record::State;
    const std::int64_t down = seconds[static_cast<std::size_t>(kDown)];
    const std::int64_t observed = down + seconds[static_cast<std::size_t>(kUp)] +
                                  seconds[static_cast<std::size_t>(kDegraded)];
    return model::uptime_per_myriad(static_cast<std::uint64_t>(down),
                                    static_cast<std::uint64_t>(observed));
}

Result<std::map<std::string, Average, std::less<>>> averages(const store::Snapshot& snapshot,
                                                             MonitorId id,
                                                             const Window& window) {
    KS_TRY(const auto rows,
           store::raw_results(snapshot,
                              id,
                              UnixSeconds(std::chrono::seconds(window.from)),
                              UnixSeconds(std::chrono::seconds(window.to)),
                              kAverageRows));
    std::map<std::string, Average, std::less<>> by_region;
    for (const store::RawRow& row : rows) {
        if (row.result.response_ms >= 0) {
            auto found = by_region.find(row.result.region);
            found = found != by_region.end()
                        ? found
                        : by_region.emplace(row.result.region, Average{}).first;
            found->second.sum_ms += row.result.response_ms;
            ++found->second.count;
        }
    }
    return by_region;
}

Result<std::string> render_stats(const store::Snapshot& snapshot,
                                 const Monitor& monitor,
                                 std::int64_t hours,
                                 std::int64_t now) {
    const Window window{.from = now - hours * 3600, .to = now + 1};
    KS_TRY(const auto history, store::owned_history(snapshot, monitor.id));
    KS_TRY(const auto by_region, averages(snapshot, monitor.id, window));
    std::vector<Runs> regions;
    for (std::size_t number = 0; number < history.regions.size(); ++number) {
        KS_TRY(auto runs,
               store::result_runs(snapshot,
                                  monitor.id,
                                  static_cast<std::uint16_t>(number),
                                  window.from,
                                  model::kLookbackResults));
        regions.push_back(std::move(runs));
    }
    std::string body;
    text::JsonOut out(body);
    out.begin_object().key("hours").number(hours);
    percent_field(out, "uptimePercent", uptime_in(monitor, regions, window));
    out.key("byRegion").begin_array();
    for (std::size_t number = 0; number < regions.size(); ++number) {
        const std::uint64_t checks = count_in(regions[number], window);
        if (checks == 0) {
            continue;
        }
        const auto average = by_region.find(history.regions[number]);
        out.begin_object()
            .key("region")
            .string(history.regions[number])
            .key("totalChecks")
            .number(checks);
        percent_field(out,
                      "uptimePercent",
                      uptime_in(monitor, std::span(regions).subspan(number, 1), window));
        out.key("avgResponseTimeMs");
        average == by_region.end() ? out.null()
                                   : out.number(average->second.sum_ms / average->second.count);
        out.end_object();
    }
    out.end_array().end_object();
    return body;
}

Result<std::string> render_results(const store::Snapshot& snapshot,
                                   MonitorId id,
                                   const Window& window,
                                   std::size_t limit) {
    KS_TRY(const auto rows,
           store::raw_results(snapshot,
                              id,
                              UnixSeconds(std::chrono::seconds(window.from)),
                              UnixSeconds(std::chrono::seconds(window.to)),
                              limit));
    std::string body = "[";
    for (const store::RawRow& row : rows) {
        body.append(body.size() > 1 ? "," : "");
        append_result(body, row);
    }
    return body + "]";
}

Result<std::string> render_uptime(const store::Snapshot& snapshot,
                                  const Monitor& monitor,
                                  std::int64_t now) {
    KS_TRY(const auto zone, project_zone(snapshot, monitor.project));
    KS_TRY(const auto history, store::history(snapshot, monitor.id));
    model::UptimeNow uptime;
    model::uptime_at(uptime, history, now, zone);
    std::string body;
    text::JsonOut out(body);
    out.begin_array();
    for (int day = 0; day < limits::kHistoryDays; ++day) {
        const record::DaySeconds seconds = uptime.seconds(day);
        out.begin_object().key("date").string(
            iso_date(uptime.today - (limits::kHistoryDays - 1) + day));
        out.key("state").string(record::name(uptime.cell(day)));
        percent_field(
            out, "uptimePercent", model::uptime_per_myriad(seconds.down, seconds.observed()));
        out.key("downSeconds")
            .number(seconds.down)
            .key("observedSeconds")
            .number(seconds.observed())
            .end_object();
    }
    out.end_array();
    return body;
}

/// Renders in one read scope for the caller's own monitor in the path.
template <class Render>
Problem answer(Call& call, Render render) {
    const auto id = MonitorId::parse(call.params[0]);
    if (!id) {
        return plain(Errc::kNotFound);
    }
    auto body = call.reader().read([&](const store::Snapshot& snapshot) -> Result<std::string> {
        KS_TRY(const auto monitor, store::monitor(snapshot, *id));
        return monitor.project == call.caller.project ? render(snapshot, monitor)
                                                      : Result<std::string>(Errc::kNotFound);
    });
    if (!body) {
        return from_store(body.error());
    }
    write_json(call.reply, 200, *std::move(body));
    return {};
}

Problem query_time(std::string_view query, std::string_view name, std::int64_t& at) {
    const auto text = text::query_value(query, name);
    if (!text) {
        return {};
    }
    const auto parsed = text::parse_iso(*text);
    if (!parsed) {
        return invalid(name,
                       "must be an ISO 8601 time with a zone, such as '2026-11-23T09:41:22Z'");
    }
    // Results stand on whole seconds: the first one at or after a fraction is the next.
    at = std::chrono::ceil<std::chrono::seconds>(*parsed).time_since_epoch().count();
    return {};
}

std::int64_t now_of(const Call& call) noexcept {
    return call.now_seconds().time_since_epoch().count();
}

}  // namespace

loop::Task<Problem> monitor_stats(Call& call) {
    std::int64_t hours = kHours;
    if (Problem problem =
            query_number(call.request.query, "hours", {.min = 1, .max = kHoursMax}, hours)) {
        co_return problem;
    }
    co_return answer(call, [&](const store::Snapshot& snapshot, const Monitor& monitor) {
        return render_stats(snapshot, monitor, hours, now_of(call));
    });
}

loop::Task<Problem> monitor_results(Call& call) {
    const std::int64_t now = now_of(call);
    Window window{.from = now - limits::kRawResults_s, .to = now + limits::kResultAhead_s + 1};
    std::int64_t limit = kResults;
    for (Problem problem :
         {query_time(call.request.query, "from", window.from),
          query_time(call.request.query, "to", window.to),
          query_number(call.request.query, "limit", {.min = 1, .max = kResultsMax}, limit)}) {
        if (problem) {
            co_return problem;
        }
    }
    co_return answer(call, [&](const store::Snapshot& snapshot, const Monitor& monitor) {
        return render_results(snapshot, monitor.id, window, static_cast<std::size_t>(limit));
    });
}

loop::Task<Problem> monitor_uptime(Call& call) {
    co_return answer(call, [&](const store::Snapshot& snapshot, const Monitor& monitor) {
        return render_uptime(snapshot, monitor, now_of(call));
    });
}

}  // namespace ks::api
