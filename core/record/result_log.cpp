// SPDX-License-Identifier: Apache-2.0
// Merging results into runs: a result that continues the last run extends it in O(1); a late one
// cuts the run that it falls into and what lies around is joined again where the step allows.
#include "core/record/result_log.hpp"

#include <algorithm>
#include <limits>

namespace ks::record {
namespace {

ResultRun single(const ResultPoint& point) {
    return {.first = point.at, .step = 0, .count = 1, .status = point.status};
}

ResultRun prefix(const ResultRun& run, std::uint32_t count) {
    return {run.first, count > 1 ? run.step : 0, count, run.status};
}

ResultRun suffix(const ResultRun& run, std::uint32_t skipped) {
    const std::uint32_t count = run.count - skipped;
    const std::int64_t first = run.first + static_cast<std::int64_t>(run.step) * skipped;
    return {first, count > 1 ? run.step : 0, count, run.status};
}

/// Appends runs in rising time and joins what lies on one grid.
class RunBuilder {
public:
    explicit RunBuilder(std::vector<ResultRun>& out) noexcept : out_(out) {}

    void add(ResultRun next) {
        if (next.count == 0) {
            return;
        }
        if (out_.empty() || !joinable(out_.back(), next)) {
            out_.push_back(next);
            return;
        }
        ResultRun& last = out_.back();
        const auto gap = static_cast<std::uint32_t>(next.first - last.last());
        const bool fits_last = last.count == 1 || last.step == gap;
        const bool fits_next = next.count == 1 || next.step == gap;
        if (fits_last && fits_next) {
            last.step = gap;
            last.count += next.count;
        } else if (fits_last && last.count > 1 && next.count == 2) {
            // A pair has no grid of its own: its first result belongs to the longer run.
            ++last.count;
            out_.push_back(suffix(next, 1));
        } else if (fits_next && next.count > 1 && last.count == 2) {
            const ResultRun left = prefix(last, 1);
            out_.pop_back();
            add(left);
            out_.push_back({next.first - gap, gap, next.count + 1, next.status});
        } else {
            out_.push_back(next);
        }
    }

private:
    static bool joinable(const ResultRun& last, const ResultRun& next) noexcept {
        constexpr std::int64_t kMax = std::numeric_limits<std::uint32_t>::max();
        return last.status == next.status && next.first - last.last() <= kMax &&
               std::int64_t{last.count} + next.count < kMax;
    }

    std::vector<ResultRun>& out_;
};

/// Copies `run` to `out` with the points from `rest` that fall before its end. Returns whether any
/// counted.
bool weave(RunBuilder& out, ResultRun run, std::span<const ResultPoint>& rest) {
    bool changed = false;
    while (run.count > 0 && !rest.empty() && rest.front().at <= run.last()) {
        const ResultPoint point = rest.front();
        rest = rest.subspan(1);
        if (point.at < run.first) {
            out.add(single(point));
            changed = true;
            continue;
        }
        const std::int64_t offset = point.at - run.first;
        const auto index = static_cast<std::uint32_t>(run.step == 0 ? 0 : offset / run.step);
        const bool same_time = std::int64_t{index} * run.step == offset;
        if (same_time && point.status <= run.status) {
            continue;
        }
        const std::uint32_t before = same_time ? index : index + 1;
        out.add(prefix(run, before));
        out.add(single(point));
        run = suffix(run, same_time ? before + 1 : before);
        changed = true;
    }
    out.add(run);
    return changed;
}

bool is_sane(const ResultPoint& point) noexcept {
    return point.at >= 0 && point.at <= kResultTimeMax;
}

/// Rising times, each once with its worst status.
std::vector<ResultPoint> in_order(std::span<const ResultPoint> points) {
    std::vector<ResultPoint> sorted;
    sorted.reserve(points.size());
    std::ranges::copy_if(points, std::back_inserter(sorted), is_sane);
    std::ranges::sort(sorted, [](const ResultPoint& a, const ResultPoint& b) {
        return a.at != b.at ? a.at < b.at : a.status > b.status;
    });
    const auto repeats = std::ranges::unique(sorted, {}, &ResultPoint::at);
    sorted.erase(repeats.begin(), repeats.end());
    return sorted;
}

bool merge_rising(std::vector<ResultRun>& runs, std::span<const ResultPoint> points) {
    auto touched = runs.end();
    if (!runs.empty() && points.front().at <= runs.back().last()) {
        touched = std::ranges::lower_bound(runs, points.front().at, {}, &ResultRun::last);
        // The run before may continue with the first point.
        touched -= touched == runs.begin() ? 0 : 1;
    }
    const std::vector<ResultRun> later(touched, runs.end());
    runs.erase(touched, runs.end());
    RunBuilder out(runs);
    bool changed = false;
    for (const ResultRun& run : later) {
        changed |= weave(out, run, points);
    }
    for (const ResultPoint& point : points) {
        out.add(single(point));
        changed = true;
    }
    return changed;
}

}  // namespace

bool merge(std::vector<ResultRun>& runs, std::span<const ResultPoint> points) {
    if (points.size() == 1 && is_sane(points.front())) {
        return merge_rising(runs, points);
    }
    const std::vector<ResultPoint> sorted = in_order(points);
    return !sorted.empty() && merge_rising(runs, sorted);
}

bool drop_before(std::vector<ResultRun>& runs, std::int64_t at) {
    const auto kept = std::ranges::lower_bound(runs, at, {}, &ResultRun::last);
    bool dropped = kept != runs.begin();
    if (kept != runs.end() && kept->first < at) {
        *kept = suffix(
            *kept, static_cast<std::uint32_t>((at - kept->first + kept->step - 1) / kept->step));
        dropped = true;
    }
    runs.erase(runs.begin(), kept);
    return dropped;
}

}  // namespace ks::record
