// SPDX-License-Identifier: Apache-2.0
// The window of 90 days: moving it on, and writing one day's figures into it.
#pragma once

#include "core/model/uptime.hpp"
#include "core/record/uptime_history.hpp"

namespace ks::model {

inline constexpr int kDays = limits::kHistoryDays;
inline constexpr int kLastDay = kDays - 1;

/// An up day that is not written out counts so many seconds.
inline constexpr std::uint32_t kPlainDay_s = 86400;

/// Every day moves `days` towards the oldest; what leaves the window is dropped. Negative: the
/// other way.
[[nodiscard]] record::DayPlane shifted(const record::DayPlane& plane, std::int64_t days) noexcept;
[[nodiscard]] record::DayPlanes shifted(const record::DayPlanes& planes,
                                        std::int64_t days) noexcept;

/// Sets the cell that `seconds` make of `day`.
void set_cell(record::DayPlanes& planes, int day, const record::DaySeconds& seconds) noexcept;

/// Whether a day must be written out: neither nothing at all nor simply up for all its 86,400
/// seconds.
[[nodiscard]] bool needs_detail(const record::DaySeconds& seconds) noexcept;

/// Counts `seconds` of `state`; paused and no data are not counted.
void add_seconds(record::DaySeconds& total, record::State state, std::int64_t seconds) noexcept;

[[nodiscard]] constexpr bool is_counted(record::State state) noexcept {
    return state != record::State::kNoData && state != record::State::kPaused;
}

}  // namespace ks::model
