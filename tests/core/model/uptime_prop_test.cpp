// SPDX-License-Identifier: Apache-2.0
// Random histories: the record, however its results arrived, agrees with the plain model at any
// instant. KS_PROPERTY_CASES sets the number of cases, KS_PROPERTY_SEED the first seed.
#include "random_history.hpp"

#include "core/model/uptime_now.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <sstream>

namespace ks::model {
namespace {

using record::DaySeconds;
using record::ResultRun;
using record::State;
using record::UptimeHistory;
using record::UptimeHistoryView;

constexpr std::int64_t kLater = 1LL << 36;

std::uint64_t environment(const char* name, std::uint64_t otherwise) {
    const char* value = std::getenv(name);
    return value != nullptr ? std::strtoull(value, nullptr, 10) : otherwise;
}

using Regions = std::vector<std::vector<ResultRun>>;

UptimeInput input_of(const naive::Monitor& monitor, const Regions& regions) {
    return {.type = monitor.type,
            .settings = monitor.settings,
            .maintenance = monitor.maintenance,
            .regions = regions};
}

/// Only what the contract of recut() asks for: the results from `from` on, and so many before.
Regions loaded(const Regions& regions, std::int64_t from) {
    Regions out;
    for (const std::vector<ResultRun>& runs : regions) {
        std::vector<std::int64_t> before;
        for (const ResultRun& run : runs) {
            for (std::uint32_t i = 0;
                 i < run.count && run.first + std::int64_t{run.step} * i < from;
                 ++i) {
                before.push_back(run.first + std::int64_t{run.step} * i);
            }
        }
        out.push_back(runs);
        if (before.size() > kLookbackResults) {
            record::drop_before(out.back(), before[before.size() - kLookbackResults]);
        }
    }
    return out;
}

/// Merges batch after batch as the writer does, each time cutting only the affected days.
UptimeHistory arrive(const RandomHistory& history, const Zone& zone) {
    UptimeHistory record;
    Regions regions(history.monitor.regions.size());
    for (std::size_t i = 0; i < history.arrivals.size();) {
        const std::size_t batch = history.arrivals[i].batch;
        std::vector<std::vector<record::ResultPoint>> points(regions.size());
        for (; i < history.arrivals.size() && history.arrivals[i].batch == batch; ++i) {
            points[history.arrivals[i].region].push_back(history.arrivals[i].point);
        }
        std::int64_t affected = INT64_MAX;
        for (std::size_t region = 0; region < regions.size(); ++region) {
            record::merge(regions[region], points[region]);
            for (const record::ResultPoint& point : points[region]) {
                affected = std::min(affected, affected_from(regions[region], point.at));
            }
        }
        const Day first_day = zone.day_of(UnixSeconds(std::chrono::seconds(affected)));
        const Regions part = loaded(regions, zone.start_of(first_day).time_since_epoch().count());
        recut(record, input_of(history.monitor, part), zone, first_day, kLater);
    }
    return record;
}

naive::Monitor with_results(const RandomHistory& history) {
    naive::Monitor monitor = history.monitor;
    for (const Arrival& arrival : history.arrivals) {
        naive::add(monitor.regions[arrival.region], arrival.point.at, arrival.point.status);
    }
    return monitor;
}

Regions runs_of(const naive::Monitor& monitor) {
    Regions regions;
    for (const naive::Results& results : monitor.regions) {
        std::vector<record::ResultPoint> points;
        for (const auto& [at, status] : results) {
            points.push_back({at, status});
        }
        record::merge(regions.emplace_back(), points);
    }
    return regions;
}

std::string show(const DaySeconds& seconds) {
    std::ostringstream out;
    out << seconds.up << "/" << seconds.degraded << "/" << seconds.down << "/"
        << seconds.maintenance;
    return std::move(out).str();
}

std::string compare_days(const UptimeNow& now, const std::array<DaySeconds, 90>& days) {
    std::ostringstream out;
    DaySeconds sum;
    for (int day = 0; day < 90; ++day) {
        const DaySeconds& expected = days[static_cast<std::size_t>(day)];
        sum.up += expected.up;
        sum.degraded += expected.degraded;
        sum.down += expected.down;
        if (now.seconds(day) != expected) {
            out << "day " << day << ": " << show(now.seconds(day)) << " instead of "
                << show(expected) << "\n";
        } else if (now.cell(day) != day_cell(expected)) {
            out << "cell " << day << " does not follow from " << show(expected) << "\n";
        } else if (now.planes.observed.test(day) != (expected.observed() > 0)) {
            out << "observed plane of " << day << "\n";
        }
    }
    if (now.up_s != sum.up || now.degraded_s != sum.degraded || now.down_s != sum.down) {
        out << "sums\n";
    }
    return std::move(out).str();
}

std::string check_look(const naive::Monitor& monitor,
                       const UptimeHistoryView& view,
                       const Zone& zone,
                       std::int64_t grain,
                       std::int64_t look) {
    UptimeNow now;
    uptime_at(now, view, look, zone);
    const std::int64_t seen = std::max(look, naive::newest(monitor));
    std::ostringstream out;
    if (now.today != zone.day_of(UnixSeconds(std::chrono::seconds(seen)))) {
        out << "today\n";
    }
    out << compare_days(now, naive::days(monitor, zone, now.today, seen, grain));
    const State expected = naive::state(monitor, seen, seen);
    if (now.state != expected) {
        out << "state " << static_cast<int>(now.state) << " instead of "
            << static_cast<int>(expected) << "\n";
    }
    const std::int64_t quiet_end = std::min(now.next_change, seen + 400 * grain);
    for (std::int64_t at = seen; at < quiet_end; at += grain) {
        if (naive::state(monitor, at, at) != expected) {
            out << "state changes at " << at << ", not at " << now.next_change << "\n";
            break;
        }
    }
    const std::string text = std::move(out).str();
    return text.empty() ? text : "looking at " + std::to_string(look) + ":\n" + text;
}

/// states() as known at `now`: later results do not exist for it.
std::string check_states(naive::Monitor monitor, std::int64_t grain, std::int64_t now) {
    const Regions regions = runs_of(monitor);
    for (naive::Results& results : monitor.regions) {
        results.erase(results.upper_bound(now), results.end());
    }
    const std::int64_t from = now - 150 * grain;
    const std::int64_t to = now + 50 * grain;
    const std::vector<Segment> segments = states(input_of(monitor, regions), from, to, now);
    std::size_t segment = 0;
    for (std::int64_t at = from; at <= now; at += grain) {
        while (segment + 1 < segments.size() && segments[segment + 1].from <= at) {
            ++segment;
            if (segments[segment].state == segments[segment - 1].state) {
                return "neighbours alike at " + std::to_string(at);
            }
        }
        if (segments.front().from != from ||
            segments[segment].state != naive::state(monitor, at, now)) {
            return "states(" + std::to_string(from) + ", .., " + std::to_string(now) + ") at " +
                   std::to_string(at);
        }
    }
    return {};
}

std::string check(const RandomHistory& history) {
    const Zone zone = Zone::find(history.zone_name).value();
    const naive::Monitor monitor = with_results(history);
    UptimeHistory whole;
    recut(whole, input_of(monitor, runs_of(monitor)), zone, -100, kLater);
    const std::string bytes = record::encode(whole);
    if (!history.arrivals.empty() && record::encode(arrive(history, zone)) != bytes) {
        return "the order of arrival changed the record";
    }
    const auto view = UptimeHistoryView::read(as_bytes(bytes));
    const auto value = record::decode_uptime_history(as_bytes(bytes));
    if (!view || !value || *value != whole) {
        return "the record does not read back";
    }
    for (const std::int64_t look : history.looks) {
        std::string problem = check_look(monitor, *view, zone, history.grain, look);
        problem += check_states(monitor, history.grain, look);
        if (!problem.empty()) {
            return problem;
        }
    }
    return {};
}

/// Leaves results, windows and settings out as long as it still fails.
RandomHistory shrink(RandomHistory history) {
    const auto try_without = [&history](auto member, std::size_t keep) {
        for (std::size_t size = member(history).size(); size > 0; size /= 2) {
            for (std::size_t i = 0;
                 i + size <= member(history).size() && member(history).size() >= size + keep;) {
                RandomHistory smaller = history;
                auto& list = member(smaller);
                const auto begin = list.begin() + static_cast<std::ptrdiff_t>(i);
                list.erase(begin, begin + static_cast<std::ptrdiff_t>(size));
                if (!check(smaller).empty()) {
                    history = std::move(smaller);
                } else {
                    i += size;
                }
            }
        }
    };
    for (int round = 0; round < 2; ++round) {
        try_without([](RandomHistory& h) -> auto& { return h.looks; }, 1);
        try_without([](RandomHistory& h) -> auto& { return h.arrivals; }, 0);
        try_without([](RandomHistory& h) -> auto& { return h.monitor.maintenance; }, 0);
        try_without([](RandomHistory& h) -> auto& { return h.monitor.settings; }, 1);
    }
    return history;
}

TEST(UptimeProperty, AgreesWithThePlainModelInAnyOrderOfArrival) {
    const std::uint64_t cases = environment("KS_PROPERTY_CASES", 2000);
    const std::uint64_t first = environment("KS_PROPERTY_SEED", 1);
    for (std::uint64_t seed = first; seed < first + cases; ++seed) {
        const RandomHistory history = random_history(seed);
        if (!check(history).empty()) {
            const RandomHistory small = shrink(history);
            FAIL() << "seed " << seed << "\n" << check(small) << "\n" << describe(small);
        }
    }
}

}  // namespace
}  // namespace ks::model
