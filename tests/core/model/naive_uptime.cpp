// SPDX-License-Identifier: Apache-2.0
// No runs, no lines, no incremental state: each instant is judged by itself.
#include "naive_uptime.hpp"

#include <algorithm>
#include <iterator>

namespace ks::model::naive {

using record::CheckStatus;
using record::DaySeconds;
using record::Settings;
using record::State;

namespace {

using Place = Results::const_iterator;

const Settings& in_force(const Monitor& monitor, std::int64_t at) {
    const Settings* found = &monitor.settings.front();
    for (const Settings& entry : monitor.settings) {
        if (entry.from.time_since_epoch().count() <= at || entry.from == found->from) {
            found = &entry;
        }
    }
    return *found;
}

State as_state(CheckStatus status) {
    return status == CheckStatus::kUp         ? State::kUp
           : status == CheckStatus::kDegraded ? State::kDegraded
                                              : State::kDown;
}

bool holds_until(const Monitor& monitor, Place result, std::int64_t at) {
    return at - result->first <= in_force(monitor, result->first).hold_s();
}

State check_state(const Monitor& monitor, const Results& results, std::int64_t at) {
    Place now = results.upper_bound(at);
    if (now == results.begin()) {
        return State::kNoData;
    }
    --now;
    if (at - now->first >= in_force(monitor, now->first).hold_s()) {
        return State::kNoData;
    }
    if (now->second != CheckStatus::kDown) {
        return as_state(now->second);
    }
    Place first = now;
    while (first != results.begin() && std::prev(first)->second == CheckStatus::kDown &&
           holds_until(monitor, std::prev(first), first->first)) {
        --first;
    }
    unsigned failures = 0;
    for (Place i = first; i != results.end() && i->second == CheckStatus::kDown; ++i) {
        if (i != first && !holds_until(monitor, std::prev(i), i->first)) {
            break;
        }
        ++failures;
        if (failures >= in_force(monitor, i->first).confirmations) {
            return State::kDown;
        }
    }
    if (first == results.begin() || !holds_until(monitor, std::prev(first), first->first)) {
        return State::kNoData;
    }
    return as_state(std::prev(first)->second);
}

/// The end of the pause at `at`; INT64_MAX: none in sight.
std::int64_t pause_end(const Monitor& monitor, std::int64_t at) {
    for (const Settings& entry : monitor.settings) {
        const std::int64_t from = entry.from.time_since_epoch().count();
        if (from > at && in_force(monitor, from).enabled) {
            return from;
        }
    }
    return INT64_MAX;
}

State heartbeat_state(const Monitor& monitor,
                      const Results& pings,
                      std::int64_t at,
                      std::int64_t known) {
    const Place next = pings.upper_bound(at);
    if (next == pings.begin()) {
        return State::kNoData;
    }
    const Place ping = std::prev(next);
    if (ping->second == CheckStatus::kDown) {
        return State::kDown;
    }
    const Settings& settings = in_force(monitor, ping->first);
    const std::int64_t due = ping->first + settings.interval_s;
    const std::int64_t deadline = due + settings.grace_s;
    const bool missed = deadline <= (next == pings.end() ? known : next->first);
    if (missed && !in_force(monitor, deadline).enabled) {
        return at >= pause_end(monitor, deadline) ? State::kNoData : as_state(ping->second);
    }
    return missed && at >= due ? State::kDown : as_state(ping->second);
}

}  // namespace

void add(Results& results, std::int64_t at, CheckStatus status) {
    const auto [place, is_new] = results.emplace(at, status);
    if (!is_new) {
        place->second = std::max(place->second, status);
    }
}

std::int64_t newest(const Monitor& monitor) {
    std::int64_t at = 0;
    for (const Results& results : monitor.regions) {
        at = results.empty() ? at : std::max(at, results.rbegin()->first);
    }
    return at;
}

State state(const Monitor& monitor, std::int64_t at, std::int64_t known) {
    if (!in_force(monitor, at).enabled) {
        return State::kPaused;
    }
    for (const Interval& window : monitor.maintenance) {
        if (window.from <= at && at < window.to) {
            return State::kMaintenance;
        }
    }
    if (monitor.type == record::MonitorType::kHeartbeat) {
        return heartbeat_state(monitor, monitor.regions.front(), at, known);
    }
    double fresh = 0;
    double down = 0;
    double degraded = 0;
    for (const Results& results : monitor.regions) {
        const State region = check_state(monitor, results, at);
        fresh += region != State::kNoData;
        down += region == State::kDown;
        degraded += region == State::kDegraded;
    }
    if (fresh == 0) {
        return State::kNoData;
    }
    if (down / fresh > 0.5) {
        return State::kDown;
    }
    return down >= 1 || degraded / fresh > 0.5 ? State::kDegraded : State::kUp;
}

std::array<DaySeconds, 90> days(
    const Monitor& monitor, const Zone& zone, Day today, std::int64_t known, std::int64_t grain) {
    std::array<DaySeconds, 90> out{};
    // Before the first result and the first window nothing counts; this only saves time.
    std::int64_t first = known;
    for (const Results& results : monitor.regions) {
        first = results.empty() ? first : std::min(first, results.begin()->first);
    }
    for (const Interval& window : monitor.maintenance) {
        first = std::min(first, window.from);
    }
    for (int day = 0; day < 90; ++day) {
        const Day civil = today - 89 + day;
        const std::int64_t begin = zone.start_of(civil).time_since_epoch().count();
        const std::int64_t end =
            std::min(zone.start_of(civil + 1).time_since_epoch().count(), known);
        DaySeconds& seconds = out[static_cast<std::size_t>(day)];
        const auto count = static_cast<std::uint32_t>(grain);
        for (std::int64_t at = std::max(begin, first); at < end; at += grain) {
            const State now = state(monitor, at, known);
            seconds.up += now == State::kUp ? count : 0;
            seconds.degraded += now == State::kDegraded ? count : 0;
            seconds.down += now == State::kDown ? count : 0;
            seconds.maintenance += now == State::kMaintenance ? count : 0;
        }
    }
    return out;
}

}  // namespace ks::model::naive
