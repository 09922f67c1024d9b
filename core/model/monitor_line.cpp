// SPDX-License-Identifier: Apache-2.0
// Regions to quorum to state. Down: more than half of the regions with a fresh result; at least one
// of them, or degraded in more than half: degraded.
#include "core/model/monitor_line.hpp"

#include <algorithm>
#include <array>

namespace ks::model {

using record::MonitorType;
using record::ResultPoint;
using record::ResultRun;
using record::State;

namespace {

State quorum(std::span<const State> regions) noexcept {
    std::size_t fresh = 0;
    std::size_t down = 0;
    std::size_t degraded = 0;
    for (const State state : regions) {
        fresh += state != State::kNoData ? 1U : 0U;
        down += state == State::kDown ? 1U : 0U;
        degraded += state == State::kDegraded ? 1U : 0U;
    }
    if (fresh == 0) {
        return State::kNoData;
    }
    if (2 * down > fresh) {
        return State::kDown;
    }
    return down > 0 || 2 * degraded > fresh ? State::kDegraded : State::kUp;
}

/// Of {regions, maintenance, paused} the last that says anything.
State overlay(std::span<const State> states) noexcept {
    const auto last = std::ranges::find_if_not(
        states.rbegin(), states.rend(), [](State state) { return state == State::kNoData; });
    return last == states.rend() ? State::kNoData : *last;
}

Line maintenance_line(std::span<const Interval> windows) {
    std::vector<Interval> sorted(windows.begin(), windows.end());
    std::ranges::sort(sorted, {}, &Interval::from);
    Line line;
    std::int64_t end = kAlways;
    for (const Interval& window : sorted) {
        if (window.to <= std::max(window.from, end)) {
            continue;
        }
        set_from(line, std::max(window.from, end), State::kMaintenance);
        set_from(line, window.to, State::kNoData);
        end = window.to;
    }
    return line;
}

/// Calls `use` with the pings of all regions as one stream.
template <class Use>
auto with_pings(const UptimeInput& input, Use use) {
    const auto has_runs = [](const std::vector<ResultRun>& runs) { return !runs.empty(); };
    const auto first = std::ranges::find_if(input.regions, has_runs);
    if (first == input.regions.end()) {
        return use(std::span<const ResultRun>());
    }
    if (std::none_of(std::next(first), input.regions.end(), has_runs)) {
        return use(std::span<const ResultRun>(*first));
    }
    std::vector<ResultPoint> points;
    std::for_each(
        std::next(first), input.regions.end(), [&points](const std::vector<ResultRun>& runs) {
            for (const ResultRun& run : runs) {
                for (std::uint32_t i = 0; i < run.count; ++i) {
                    points.push_back({run.first + std::int64_t{run.step} * i, run.status});
                }
            }
        });
    std::vector<ResultRun> all = *first;
    record::merge(all, points);
    return use(std::span<const ResultRun>(all));
}

Line regions_line(const UptimeInput& input, const SettingsLine& settings, const Scope& scope) {
    if (input.type == MonitorType::kHeartbeat) {
        const Line pings = with_pings(input, [&](std::span<const ResultRun> runs) {
            return heartbeat_line(runs, settings, scope);
        });
        return pings;
    }
    std::vector<Line> regions;
    regions.reserve(input.regions.size());
    for (const std::vector<ResultRun>& runs : input.regions) {
        regions.push_back(check_line(runs, settings, scope));
    }
    return regions.size() == 1 ? std::move(regions.front()) : combine(regions, quorum);
}

}  // namespace

Line monitor_line(const UptimeInput& input, const Scope& scope) {
    const SettingsLine settings(input.settings);
    const std::array<Line, 3> lines{regions_line(input, settings, scope),
                                    maintenance_line(input.maintenance),
                                    settings.paused()};
    return combine(lines, overlay);
}

std::int64_t newest_result(const UptimeInput& input, std::int64_t limit) noexcept {
    std::int64_t newest = -1;
    for (const std::vector<ResultRun>& runs : input.regions) {
        // The last run that begins by `limit` holds the newest result.
        const auto next = std::ranges::upper_bound(runs, limit, {}, &ResultRun::first);
        if (next == runs.begin()) {
            continue;
        }
        const ResultRun& run = *std::prev(next);
        const std::int64_t steps = run.step == 0 ? 0 : (limit - run.first) / run.step;
        newest =
            std::max(newest, run.first + run.step * std::min<std::int64_t>(steps, run.count - 1));
    }
    return newest;
}

std::int64_t silence_deadline(const UptimeInput& input, std::int64_t limit) {
    if (input.type != MonitorType::kHeartbeat) {
        return kNever;
    }
    const SettingsLine settings(input.settings);
    return with_pings(input, [&](std::span<const ResultRun> runs) {
        return heartbeat_deadline(runs, settings, limit);
    });
}

}  // namespace ks::model
