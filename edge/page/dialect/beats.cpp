// SPDX-License-Identifier: Apache-2.0
#include "edge/page/dialect/beats.hpp"

#include "core/base/limits.hpp"
#include "edge/page/dialect/window_figures.hpp"
#include "storage/store/readers.hpp"

#include <algorithm>

namespace ks::page {
namespace {

constexpr std::size_t kAllBeats = 20000;
constexpr std::size_t kBeatsMin = 10;
constexpr std::int64_t kDay_s = 86400;

record::State state_of(record::CheckStatus status) noexcept {
    switch (status) {
        case record::CheckStatus::kUp:
            return record::State::kUp;
        case record::CheckStatus::kDegraded:
            return record::State::kDegraded;
        case record::CheckStatus::kDown:
            break;
    }
    return record::State::kDown;
}

bool inside(const std::vector<model::Interval>& spans, std::int64_t at) noexcept {
    return std::ranges::any_of(
        spans, [&](const model::Interval& span) { return at >= span.from && at < span.to; });
}

class BeatReading {
public:
    BeatReading(const store::Snapshot& snapshot,
                const BeatRange& range,
                std::size_t limit,
                std::int64_t now,
                const MaintenanceSpans& spans)
        : snapshot_(snapshot), range_(range), limit_(limit), now_(now), spans_(spans) {}

    Result<view::BeatHistory> read(const view::PublicMonitor& monitor) {
        view::BeatHistory history{.id = monitor.id, .beats = {}};
        const auto found = spans_.find(monitor.id);
        const auto& spans = found == spans_.end() ? none_ : found->second;
        KS_CHECK(read_rows(monitor.id, spans, history.beats));
        if (range_.skip == 0 &&
            (history.beats.empty() || history.beats.back().state != monitor.state)) {
            history.beats.push_back(
                {.at = now_, .state = monitor.state, .response_ms = monitor.response_ms});
            if (history.beats.size() > limit_) {
                history.beats.erase(history.beats.begin());
            }
        }
        if (range_.ratios) {
            KS_TRY(const auto whole, store::monitor(snapshot_, monitor.id));
            KS_TRY(const auto figures,
                   figures_in(snapshot_, whole, spans, {.from = now_ - kDay_s, .to = now_}));
            history.down_s = figures.down_s;
            history.observed_s = figures.observed_s;
        }
        return history;
    }

private:
    Result<void> read_rows(MonitorId id,
                           const std::vector<model::Interval>& spans,
                           std::vector<view::Beat>& beats) {
        KS_TRY(const auto rows,
               store::raw_results(snapshot_,
                                  id,
                                  UnixSeconds(std::chrono::seconds(now_ - limits::kRawResults_s)),
                                  UnixSeconds(std::chrono::seconds(now_ + 1)),
                                  range_.skip + limit_));
        for (std::size_t i = rows.size(); i > range_.skip; --i) {
            const store::RawRow& row = rows[i - 1];
            const std::int64_t at = row.at.time_since_epoch().count();
            beats.push_back({.at = at,
                             .state = inside(spans, at) ? record::State::kMaintenance
                                                        : state_of(row.result.status),
                             .response_ms = row.result.response_ms,
                             .status_code = row.result.status_code});
        }
        return {};
    }

    const store::Snapshot& snapshot_;
    const BeatRange& range_;
    std::size_t limit_;
    std::int64_t now_;
    const MaintenanceSpans& spans_;
    std::vector<model::Interval> none_;
};

}  // namespace

Result<std::vector<view::BeatHistory>> read_beats(const store::Snapshot& snapshot,
                                                  const record::PageView& page,
                                                  const Facts& facts,
                                                  const BeatRange& range) {
    const std::int64_t now = facts.page.now;
    const std::size_t monitors = std::max<std::size_t>(facts.page.monitors.size(), 1);
    const std::size_t limit = std::min(range.limit, std::max(kAllBeats / monitors, kBeatsMin));
    EventReader reader(snapshot, page, facts.days);
    KS_TRY(const auto spans,
           maintenance_spans(reader, {.from = now - limits::kRawResults_s, .to = now + 1}));
    BeatReading reading(snapshot, range, limit, now, spans);
    std::vector<view::BeatHistory> histories;
    for (const view::PublicMonitor& monitor : facts.page.monitors) {
        KS_TRY(auto history, reading.read(monitor));
        histories.push_back(std::move(history));
    }
    return histories;
}

}  // namespace ks::page
