// SPDX-License-Identifier: Apache-2.0
// Results, in batches of any monitors, late, repeated and out of order: one algorithm. They go into
// the lossless log; the 90-day record is cut anew from the first day that can differ.
#include "core/base/limits.hpp"
#include "storage/rows/history_rows.hpp"
#include "storage/rows/log_rows.hpp"
#include "storage/rows/page_rows.hpp"
#include "storage/store/record_rows.hpp"
#include "storage/write/apply.hpp"
#include "storage/write/automatic_incidents.hpp"
#include "storage/write/idempotency.hpp"

#include <algorithm>
#include <numeric>
#include <optional>
#include <span>
#include <tuple>

namespace ks::write {
namespace {

using record::CheckResult;
using Items = std::span<const std::uint32_t>;

std::int64_t seconds(UnixSeconds at) noexcept {
    return at.time_since_epoch().count();
}

/// Indices of the results by monitor, then time: one record is read and written once, and rows in
/// key order.
std::vector<std::uint32_t> by_monitor(const std::vector<CheckResult>& results) {
    std::vector<std::uint32_t> order(results.size());
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::sort(order, {}, [&](std::uint32_t index) {
        return std::tuple(results[index].monitor, results[index].at, index);
    });
    return order;
}

/// The results of one monitor in one command.
class Recording {
public:
    Recording(Context& context,
              const RecordResults& command,
              Outcome& outcome,
              AutomaticIncidents& incidents) noexcept
        : context_(context),
          incidents_(incidents),
          changes_(context.changes),
          command_(command),
          outcome_(outcome),
          now_s_(seconds(command.now)) {}

    /// Returns whether pages that show the monitor look different now. REQUIRES: items of one
    /// monitor in rising time.
    Result<bool> record(Items items) {
        id_ = command_.results[items.front()].monitor;
        KS_TRY(const bool known, find_monitor());
        if (!known) {
            for (const std::uint32_t index : items) {
                reject(index, Errc::kUnknownMonitor);
            }
            return false;
        }
        KS_TRY(history_, store::owned_history(changes_.txn, changes_.tables, id_));
        KS_TRY(const bool newer, take(items));
        KS_TRY(const auto from, merge());
        return from || newer ? store_record(from) : Result<bool>(false);
    }

private:
    void reject(std::uint32_t index, Errc code) {
        outcome_.rejected.push_back({.index = index, .code = code});
    }

    Result<bool> find_monitor() {
        auto rules = store::monitor_rules(changes_.txn, changes_.tables, id_);
        if (!rules && rules.error().code != Errc::kNotFound) {
            return rules.error();
        }
        if (!rules || (command_.project && rules->project != *command_.project)) {
            return false;
        }
        rules_ = *std::move(rules);
        return true;
    }

    /// The region's number, a new one if there is room; nothing when there is not, or the name is
    /// no name.
    std::optional<std::uint16_t> region_number(const std::string& region) {
        auto& regions = history_.regions;
        if (rules_.type == record::MonitorType::kHeartbeat) {
            regions.assign(1, "local");  // a heartbeat is one stream, whoever sends it
            return std::uint16_t{0};
        }
        auto found = std::ranges::find(regions, region);
        if (found == regions.end()) {
            const bool is_name = !region.empty() && region.size() <= limits::kRegionName;
            if (!is_name || regions.size() >= limits::kRegionsPerMonitor) {
                return std::nullopt;
            }
            found = regions.insert(regions.end(), region);
        }
        return static_cast<std::uint16_t>(found - regions.begin());
    }

    /// Why region_number() has none.
    static Errc region_refusal(const std::string& region) noexcept {
        const bool is_name = !region.empty() && region.size() <= limits::kRegionName;
        return is_name ? Errc::kTooManyRegions : Errc::kInvalidValue;
    }

    Errc refusal(const CheckResult& result) const noexcept {
        const std::int64_t at = seconds(result.at);
        if (at < now_s_ - limits::kResultAgeMax_s || at < 0) {
            return Errc::kTooOld;
        }
        return at > now_s_ + limits::kResultAhead_s ? Errc::kInFuture : Errc::kOk;
    }

    /// Sorts out what is refused, stores raw rows and what is known of the newest result; returns
    /// whether that changed.
    Result<bool> take(Items items) {
        rows::RawRows raw(changes_);
        const auto before = std::pair(history_.last_checked, history_.last_response_ms);
        const CheckResult* certified = nullptr;
        for (const std::uint32_t index : items) {
            const CheckResult& result = command_.results[index];
            const Errc code = refusal(result);
            const auto region = code == Errc::kOk ? region_number(result.region) : std::nullopt;
            if (!region) {
                reject(index, code == Errc::kOk ? region_refusal(result.region) : code);
                continue;
            }
            ++outcome_.accepted;
            points_.resize(std::max<std::size_t>(points_.size(), *region + 1U));
            points_[*region].push_back({.at = seconds(result.at), .status = result.status});
            if (seconds(result.at) >= now_s_ - limits::kRawResults_s) {
                KS_CHECK(raw.put(result, *region));
            }
            certified = note_newest(result) && result.certificate ? &result : certified;
        }
        if (certified != nullptr) {
            KS_CHECK(changes_.tables.certificates_seen.put(
                changes_.txn, id_.key(), as_bytes(record::encode(*certified->certificate))));
        }
        return before != std::pair(history_.last_checked, history_.last_response_ms);
    }

    /// Of several newest results, e.g. of two regions, the slowest counts, whatever order they came
    /// in.
    bool note_newest(const CheckResult& result) noexcept {
        const std::int64_t at = seconds(result.at);
        if (at < history_.last_checked) {
            return false;
        }
        const std::int32_t same_time = at == history_.last_checked ? history_.last_response_ms : -1;
        history_.last_response_ms = std::max(result.response_ms, same_time);
        history_.last_checked = at;
        return true;
    }

    /// Merges the points into the log; returns the earliest instant that can differ.
    Result<std::optional<std::int64_t>> merge() {
        std::optional<std::int64_t> from;
        for (std::uint16_t region = 0; region < points_.size(); ++region) {
            KS_TRY(const auto merged,
                   rows::merge_points(changes_, id_, region, points_[region], now_s_));
            if (merged.changed) {
                KS_TRY(const std::int64_t affected,
                       rows::affected_from(changes_, id_, region, merged.earliest));
                from = std::min(from.value_or(INT64_MAX), affected);
            }
        }
        return from;
    }

    Result<bool> store_record(std::optional<std::int64_t> from) {
        KS_TRY(const rows::ProjectDays days, project_days(context_, rules_.project));
        const rows::Cut cut{.monitor = id_, .rules = rules_, .days = days, .now_s = now_s_};
        if (!from) {
            KS_TRY(const rows::Shown shown, rows::put_history(changes_, cut, history_));
            return shown.differs;
        }
        KS_TRY(const auto refresh_at, rows::recut_from(changes_, cut, history_, *from));
        KS_TRY(const rows::Shown shown, rows::put_history(changes_, cut, history_));
        KS_CHECK(incidents_.look(cut, history_, shown, refresh_at));
        return shown.differs;
    }

    Context& context_;
    AutomaticIncidents& incidents_;
    const rows::Changes& changes_;
    const RecordResults& command_;
    Outcome& outcome_;
    std::int64_t now_s_;
    MonitorId id_{};
    record::MonitorRules rules_{};
    record::UptimeHistory history_;
    std::vector<std::vector<record::ResultPoint>> points_;  ///< by region number
};

}  // namespace

Result<Outcome> apply_one(Context& context, const RecordResults& command) {
    KS_TRY(std::optional<Outcome> again, results_again(context.changes, command.idempotency));
    if (again) {
        return *std::move(again);
    }
    Outcome outcome;
    std::vector<PageId> changed;
    AutomaticIncidents incidents(context, command.now);
    const std::vector<std::uint32_t> order = by_monitor(command.results);
    for (Items rest(order); !rest.empty();) {
        const MonitorId monitor = command.results[rest.front()].monitor;
        const auto end = std::ranges::find_if(
            rest, [&](std::uint32_t index) { return command.results[index].monitor != monitor; });
        const Items items = rest.first(static_cast<std::size_t>(end - rest.begin()));
        rest = rest.subspan(items.size());
        KS_TRY(const bool visible, Recording(context, command, outcome, incidents).record(items));
        if (visible) {
            KS_TRY(const auto pages, rows::pages_of(context.changes, monitor));
            changed.insert(changed.end(), pages.begin(), pages.end());
        }
    }
    KS_CHECK(incidents.finish(std::move(changed)));
    std::ranges::sort(outcome.rejected, {}, &Rejection::index);
    if (command.idempotency && (outcome.accepted > 0 || command.keep_refusal)) {
        KS_CHECK(keep_results(context.changes, *command.idempotency, outcome));
    }
    return outcome;
}

}  // namespace ks::write
