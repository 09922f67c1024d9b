// SPDX-License-Identifier: Apache-2.0
#include "history.hpp"

#include "core/base/limits.hpp"

#include <algorithm>
#include <random>

namespace ks::demo {
namespace {

using record::CheckResult;
using record::CheckStatus;
using record::MonitorType;

constexpr std::int64_t kDay = 86400;
constexpr std::int64_t kMinute = 60;

/// Raw engine output only: what standard distributions make of it differs between libraries.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : engine_(seed) {}

    /// In [low, high].
    std::int64_t between(std::int64_t low, std::int64_t high) {
        return low +
               static_cast<std::int64_t>(engine_() % static_cast<std::uint64_t>(high - low + 1));
    }

private:
    std::mt19937_64 engine_;
};

struct Phase {
    enum class Kind : std::uint8_t { kDown, kDegraded, kGap } kind;
    std::int64_t begin;
    std::int64_t end;
};

struct Counts {
    std::int64_t outages_min, outages_max, outage_minutes_max;
    std::int64_t slow_max;
    std::int64_t gaps_max;
};

Counts counts_of(Past past) {
    switch (past) {
        case Past::kSteady:
            return {.outages_min = 0,
                    .outages_max = 0,
                    .outage_minutes_max = 0,
                    .slow_max = 1,
                    .gaps_max = 0};
        case Past::kFlaky:
            return {.outages_min = 5,
                    .outages_max = 14,
                    .outage_minutes_max = 150,
                    .slow_max = 6,
                    .gaps_max = 1};
        case Past::kTypical:
        case Past::kNew:
            break;
    }
    return {
        .outages_min = 1, .outages_max = 4, .outage_minutes_max = 45, .slow_max = 2, .gaps_max = 1};
}

std::vector<Phase> phases(const PlannedMonitor& plan,
                          std::int64_t from,
                          std::int64_t to,
                          Dice& dice) {
    const Counts counts = counts_of(plan.past);
    std::vector<Phase> all;
    const auto add =
        [&](Phase::Kind kind, std::int64_t number, std::int64_t shortest, std::int64_t longest) {
            for (std::int64_t i = 0; i < number; ++i) {
                const std::int64_t length = dice.between(shortest, longest);
                // The last hour stays quiet, so that the page starts with what the live services
                // do.
                const std::int64_t begin = dice.between(from + kDay / 4, to - length - 3600);
                all.push_back({kind, begin, begin + length});
            }
        };
    const std::int64_t outages = dice.between(counts.outages_min, counts.outages_max);
    add(Phase::Kind::kDown,
        outages,
        3 * kMinute,
        std::max(counts.outage_minutes_max, std::int64_t{4}) * kMinute);
    if (plan.type != MonitorType::kHeartbeat) {
        add(Phase::Kind::kDegraded, dice.between(0, counts.slow_max), 20 * kMinute, 200 * kMinute);
        // Nobody looked: a weekend of maintenance on the prober.
        add(Phase::Kind::kGap, dice.between(0, counts.gaps_max), kDay / 4, 2 * kDay);
    }
    std::ranges::sort(all, {}, &Phase::begin);
    // One at a time: a phase that begins inside another is dropped.
    std::vector<Phase> apart;
    for (const Phase& phase : all) {
        if (apart.empty() || phase.begin > apart.back().end + 3600) {
            apart.push_back(phase);
        }
    }
    return apart;
}

class Maker {
public:
    Maker(const PlannedMonitor& plan, MonitorId id, Dice& dice)
        : plan_(plan), id_(id), dice_(dice) {}

    void add(std::int64_t at, CheckStatus status) {
        if (status == CheckStatus::kDown && plan_.type == MonitorType::kHeartbeat) {
            return;  // a heartbeat fails by keeping silent
        }
        CheckResult& result = results_.emplace_back();
        result.monitor = id_;
        result.at = UnixSeconds(std::chrono::seconds(at));
        result.status = status;
        if (status == CheckStatus::kDown) {
            result.error = plan_.type == MonitorType::kTcp ? "connection refused"
                                                           : "HTTP 503, expected 200-299";
            result.status_code = plan_.type == MonitorType::kHttp ? 503 : 0;
            return;
        }
        const bool slow = status == CheckStatus::kDegraded;
        result.response_ms =
            static_cast<std::int32_t>(slow ? dice_.between(600, 1900) : dice_.between(18, 190));
        result.status_code = plan_.type == MonitorType::kHttp ? 200 : 0;
        if (slow) {
            result.error =
                "answered in " + std::to_string(result.response_ms) + " ms, slower than 400 ms";
        }
    }

    std::vector<CheckResult> take() { return std::move(results_); }

private:
    const PlannedMonitor& plan_;
    MonitorId id_;
    Dice& dice_;
    std::vector<CheckResult> results_;
};

/// The grid's checks in [from, to).
void quiet(Maker& maker,
           std::int64_t from,
           std::int64_t to,
           std::int64_t first,
           std::int64_t step,
           CheckStatus status) {
    const std::int64_t skip = (from - first + step - 1) / step;
    for (std::int64_t at = first + skip * step; at < to; at += step) {
        maker.add(at, status);
    }
}

}  // namespace

std::vector<CheckResult> past_results(const PlannedMonitor& plan,
                                      MonitorId id,
                                      UnixSeconds now,
                                      std::uint64_t seed) {
    Dice dice(seed);
    Maker maker(plan, id, dice);
    const std::int64_t end = now.time_since_epoch().count();
    const std::int64_t step = plan.past_interval_s;
    // A little inside the 90 days, for the store refuses what is older when it arrives.
    const std::int64_t age = plan.past == Past::kNew ? 30 * kDay : limits::kResultAgeMax_s - 600;
    const std::int64_t first = end - age + dice.between(0, step - 1);
    std::int64_t at = first;
    for (const Phase& phase : phases(plan, first, end, dice)) {
        quiet(maker, at, phase.begin, first, step, CheckStatus::kUp);
        at = phase.end;
        if (phase.kind == Phase::Kind::kGap) {
            continue;
        }
        const bool down = phase.kind == Phase::Kind::kDown;
        const CheckStatus status = down ? CheckStatus::kDown : CheckStatus::kDegraded;
        // Checked again soon after a failure, so that the outage is confirmed and its figures are
        // not all alike.
        maker.add(phase.begin, status);
        maker.add(phase.begin + kMinute, status);
        quiet(maker, phase.begin + kMinute + 1, phase.end, first, step, status);
        maker.add(phase.end, CheckStatus::kUp);
        ++at;
    }
    quiet(maker, at, end, first, step, CheckStatus::kUp);
    return maker.take();
}

}  // namespace ks::demo
