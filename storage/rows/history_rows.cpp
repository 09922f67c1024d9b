// SPDX-License-Identifier: Apache-2.0
#include "storage/rows/history_rows.hpp"

#include "core/base/limits.hpp"
#include "core/model/recurrence.hpp"
#include "core/model/uptime.hpp"
#include "core/model/uptime_now.hpp"
#include "storage/rows/change_rows.hpp"
#include "storage/store/record_rows.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace ks::rows {
namespace {

using record::UptimeHistory;

/// A command's time is fixed before it is queued: it is committed at most so much later.
constexpr std::int64_t kQueueTime_s = 10;

UnixSeconds instant(std::int64_t seconds) noexcept {
    return UnixSeconds(std::chrono::seconds(seconds));
}

/// How far ahead maintenance is put into a tail.
constexpr std::int64_t kForesight_s = 14LL * 86400;
/// A record is cut again that much before its foresight ends.
constexpr std::int64_t kRefreshEarly_s = 3600;
/// At least so much later than now, so that a record that cannot be better is not cut all the time.
constexpr std::int64_t kRefreshPause_s = 60;
/// Occurrences of one window that are put into one cut: daily for 104 days, and then some.
constexpr std::size_t kOccurrencesMax = 400;

using Regions = std::vector<std::vector<record::ResultRun>>;

struct Windows {
    std::vector<model::Interval> intervals;
    bool more = false;  ///< some after `to`
};

Result<Windows> windows_in(const Changes& changes,
                           const Cut& cut,
                           std::int64_t from,
                           std::int64_t to) {
    Windows out;
    KS_TRY(const auto windows,
           store::monitor_maintenance(changes.txn, changes.tables, cut.monitor));
    for (const record::Maintenance& window : windows) {
        const auto found = model::occurrences(window, cut.days.zone, from, to, kOccurrencesMax);
        out.intervals.insert(out.intervals.end(), found.begin(), found.end());
        out.more = out.more || !model::occurrences(window, cut.days.zone, to, INT64_MAX, 1).empty();
    }
    return out;
}

Result<Regions> runs_from(const Changes& changes,
                          const Cut& cut,
                          std::size_t count,
                          std::int64_t from) {
    Regions regions;
    regions.reserve(count);
    for (std::uint16_t region = 0; region < count; ++region) {
        KS_TRY(
            auto runs,
            store::result_runs(
                changes.txn, changes.tables, cut.monitor, region, from, model::kLookbackResults));
        regions.push_back(std::move(runs));
    }
    return regions;
}

Result<RefreshAt> recut_days(const Changes& changes,
                             const Cut& cut,
                             UptimeHistory& history,
                             Day first_day) {
    const std::int64_t from = cut.days.zone.start_of(first_day).time_since_epoch().count();
    KS_TRY(const Regions regions, runs_from(changes, cut, history.regions.size(), from));
    const std::int64_t horizon = std::max(cut.now_s, history.settled) + kForesight_s;
    KS_TRY(const Windows windows, windows_in(changes, cut, from, horizon));
    const model::UptimeInput input{.type = cut.rules.type,
                                   .settings = cut.rules.settings,
                                   .maintenance = windows.intervals,
                                   .regions = regions};
    const std::int64_t whole_until =
        model::recut(history, input, cut.days.zone, first_day, cut.now_s);
    history.zone_epoch = cut.days.epoch;
    const std::int64_t until =
        windows.more ? std::min(whole_until, horizon - kRefreshEarly_s) : whole_until;
    return until == INT64_MAX ? kNoRefresh : std::max(until, cut.now_s + kRefreshPause_s);
}

}  // namespace

Result<std::int64_t> affected_from(const Changes& changes,
                                   MonitorId monitor,
                                   std::uint16_t region,
                                   std::int64_t at) {
    KS_TRY(const auto runs,
           store::result_runs(
               changes.txn, changes.tables, monitor, region, at, model::kLookbackResults));
    return model::affected_from(runs, at);
}

Result<RefreshAt> recut_from(const Changes& changes,
                             const Cut& cut,
                             UptimeHistory& history,
                             std::int64_t from) {
    if (history.settled == 0 || history.zone_epoch != cut.days.epoch) {
        return recut_all(changes, cut, history);
    }
    // The time from `settled` on is only foretold by the tail; it becomes exact with whatever comes
    // later.
    const Day first_day = cut.days.zone.day_of(instant(std::min(from, history.settled)));
    return recut_days(changes, cut, history, first_day);
}

Result<RefreshAt> recut_all(const Changes& changes, const Cut& cut, UptimeHistory& history) {
    const std::int64_t newest =
        history.last_checked == 0 ? cut.now_s : std::min(history.last_checked, cut.now_s);
    UptimeHistory fresh;
    fresh.last_checked = history.last_checked;
    fresh.last_response_ms = history.last_response_ms;
    fresh.regions = std::move(history.regions);
    history = std::move(fresh);
    return recut_days(
        changes, cut, history, cut.days.zone.day_of(instant(newest)) - limits::kHistoryDays);
}

Result<Shown> put_history(const Changes& changes, const Cut& cut, const UptimeHistory& history) {
    KS_TRY(const auto old, store::history(changes.txn, changes.tables, cut.monitor));
    const model::TodayBounds today = model::today_bounds(cut.now_s, cut.days.zone);
    model::UptimeNow before;
    model::uptime_at(before, old, today, cut.days.zone);
    const bool stepped = model::last_step(old, cut.now_s + kQueueTime_s) != 0;
    const std::string encoded = record::encode(history);
    KS_TRY(const auto view, record::UptimeHistoryView::read(as_bytes(encoded)));
    model::UptimeNow after;
    model::uptime_at(after, view, today, cut.days.zone);
    KS_CHECK(changes.tables.histories.put(changes.txn, cut.monitor.key(), as_bytes(encoded)));
    const bool state = before.state != after.state;
    // A page rendered in between may have shown a step that the new record does not know, and a
    // change that now comes sooner is looked for only when it was due before.
    const bool row =
        model::looks_different(before, after) || stepped || after.next_change < before.next_change;
    KS_CHECK(note_difference(
        changes,
        cut.monitor,
        {.state = state || stepped, .row = row, .response_ms = history.last_response_ms}));
    return Shown{.differs = state || !(before.planes == after.planes),
                 .before = before.state,
                 .after = after.state,
                 .since = after.state_since};
}

Result<std::int64_t> outage_start(const Changes& changes,
                                  const Cut& cut,
                                  const UptimeHistory& history) {
    // The run that was confirmed lies within the look-back; a silence began with the newest ping.
    KS_TRY(const Regions regions,
           runs_from(changes, cut, history.regions.size(), history.last_checked));
    std::int64_t from = cut.now_s;
    for (const std::vector<record::ResultRun>& runs : regions) {
        from = runs.empty() ? from : std::min(from, runs.front().first);
    }
    from = std::max(from, cut.now_s - limits::kResultAgeMax_s);
    KS_TRY(const Windows windows, windows_in(changes, cut, from, cut.now_s + 1));
    const model::UptimeInput input{.type = cut.rules.type,
                                   .settings = cut.rules.settings,
                                   .maintenance = windows.intervals,
                                   .regions = regions};
    return model::states(input, from, cut.now_s + 1, cut.now_s).back().from;
}

}  // namespace ks::rows
