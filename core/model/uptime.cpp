// SPDX-License-Identifier: Apache-2.0
// The public questions about states, cells and percentages; recut.cpp makes the 90-day record.
#include "core/model/uptime.hpp"

#include "core/base/assert.hpp"
#include "core/model/monitor_line.hpp"

#include <algorithm>
#include <string>

namespace ks::model {

using record::CheckStatus;
using record::DaySeconds;
using record::ResultRun;
using record::State;

std::vector<Segment> states(const UptimeInput& input,
                            std::int64_t from,
                            std::int64_t to,
                            std::int64_t now) {
    KS_ASSERT(from < to);
    return clip(
        monitor_line(input, {.from = from, .to = to, .limit = now, .known = now}), from, to);
}

std::int64_t affected_from(std::span<const ResultRun> runs, std::int64_t at) {
    auto next = std::ranges::lower_bound(runs, at, {}, &ResultRun::last);
    std::size_t seen = 0;
    std::int64_t earliest = at;
    const auto take = [&](const ResultRun& run, std::uint32_t count) {
        // Only failures lead further back, and no more of them than can still be unconfirmed.
        const std::size_t wanted = run.status == CheckStatus::kDown ? kLookbackResults - seen : 1;
        const auto taken = static_cast<std::uint32_t>(std::min<std::size_t>(wanted, count));
        earliest = std::min(earliest, run.first + std::int64_t{run.step} * (count - taken));
        seen += taken;
        return run.status == CheckStatus::kDown && seen < kLookbackResults;
    };
    bool further = true;
    if (next != runs.end() && next->first < at) {
        further = take(
            *next, static_cast<std::uint32_t>((at - next->first + next->step - 1) / next->step));
    }
    while (further && next != runs.begin()) {
        --next;
        // A good result decides nothing before it, but a silence that it began may be cut short.
        if (next->status != CheckStatus::kDown && seen > 0) {
            break;
        }
        further = take(*next, next->count);
    }
    return earliest;
}

State day_cell(const DaySeconds& seconds) noexcept {
    const std::uint64_t observed = seconds.observed();
    if (observed == 0) {
        return seconds.maintenance > 0 ? State::kMaintenance : State::kNoData;
    }
    if (seconds.down * std::uint64_t{100} >= observed) {
        return State::kDown;
    }
    return seconds.down > 0 || seconds.degraded * std::uint64_t{100} >= observed ? State::kDegraded
                                                                                 : State::kUp;
}

int uptime_per_myriad(std::uint64_t down_s, std::uint64_t observed_s) noexcept {
    if (observed_s == 0) {
        return -1;
    }
    // Flooring never reaches 10000 while there is any downtime.
    return static_cast<int>((observed_s - down_s) * 10000 / observed_s);
}

std::string percent_text(int per_myriad) {
    KS_ASSERT(per_myriad >= 0 && per_myriad <= 10000);
    if (per_myriad == 10000) {
        return "100";
    }
    std::string text = std::to_string(per_myriad / 100) + ".00";
    text[text.size() - 2] = static_cast<char>('0' + per_myriad / 10 % 10);
    text[text.size() - 1] = static_cast<char>('0' + per_myriad % 10);
    return text;
}

}  // namespace ks::model
