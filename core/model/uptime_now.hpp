// SPDX-License-Identifier: Apache-2.0
// The 90-day record seen at an instant: shifted to today and with the time since the last result
// filled in.
#pragma once

#include "core/model/uptime.hpp"
#include "core/record/uptime_history.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace ks::model {

struct UptimeNow {
    record::State state = record::State::kNoData;  ///< kPaused and kMaintenance included
    std::int64_t state_since = 0;                  ///< as far as the tail knows; 0: unknown
    std::int64_t next_change =
        INT64_MAX;  ///< when the state changes by itself: staleness, a heartbeat's deadline
    Day today = 0;  ///< civil day of cell 89
    record::DayPlanes planes;                            ///< cell 89 is today
    std::uint64_t up_s = 0, degraded_s = 0, down_s = 0;  ///< sums over the 90 days

    /// Days with written-out seconds, rising; days not in it are all up (86,400 s) or nothing.
    [[nodiscard]] std::span<const record::DayDetail> details() const noexcept {
        return {details_.data(), detail_count_};
    }

    [[nodiscard]] std::uint64_t observed_s() const noexcept { return up_s + degraded_s + down_s; }

    /// As uptime_per_myriad.
    [[nodiscard]] int per_myriad() const noexcept {
        return uptime_per_myriad(down_s, observed_s());
    }

    /// The cell of a day, 0..89.
    [[nodiscard]] record::State cell(int day) const noexcept;
    /// Exact seconds of a day, 0..89.
    [[nodiscard]] record::DaySeconds seconds(int day) const noexcept;

    std::array<record::DayDetail, 90>
        details_;  // NOLINT(cppcoreguidelines-init-variables): first detail_count_ are set
    std::size_t detail_count_ = 0;
};

/// Whether a page that shows both at the same instant would differ.
[[nodiscard]] bool looks_different(const UptimeNow& a, const UptimeNow& b) noexcept;

/// Whether a page that showed the monitor `elapsed_s` before would differ although the state was
/// the same all the time and the day is. May say so of one that does not.
[[nodiscard]] bool moves_on(const UptimeNow& now, std::int64_t elapsed_s) noexcept;

/// When the newest change of state that the record foretold became known, at or before `now`; 0:
/// none did.
[[nodiscard]] std::int64_t last_step(const record::UptimeHistoryView& history,
                                     std::int64_t now) noexcept;

/// No allocation. `now` in Unix seconds; `zone` the project's. A step backwards of the clock behind
/// `settled` shows the record as it is.
void uptime_at(UptimeNow& out,
               const record::UptimeHistoryView& history,
               std::int64_t now,
               const Zone& zone);

/// The same with today and its start worked out once by the caller (a page does it once for all its
/// rows).
struct TodayBounds {
    Day today;
    std::int64_t start;  ///< first second of `today`
    std::int64_t now;
};

[[nodiscard]] TodayBounds today_bounds(std::int64_t now, const Zone& zone);
void uptime_at(UptimeNow& out,
               const record::UptimeHistoryView& history,
               const TodayBounds& bounds,
               const Zone& zone);

}  // namespace ks::model
