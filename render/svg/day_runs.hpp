// SPDX-License-Identifier: Apache-2.0
// Runs of set bits in a 90-day plane, found word by word.
#pragma once

#include "core/record/uptime_history.hpp"

#include <bit>
#include <cstdint>

namespace ks::svg {

inline constexpr std::uint64_t kHighDays = (std::uint64_t{1} << 26U) - 1;  ///< days 64..89
inline constexpr record::DayPlane kAllDays{~std::uint64_t{0}, kHighDays};

[[nodiscard]] constexpr record::DayPlane operator|(record::DayPlane a,
                                                   record::DayPlane b) noexcept {
    return {a.low | b.low, a.high | b.high};
}

/// The days of `a` that are not in `b`.
[[nodiscard]] constexpr record::DayPlane operator-(record::DayPlane a,
                                                   record::DayPlane b) noexcept {
    return {a.low & ~b.low, a.high & ~b.high};
}

[[nodiscard]] constexpr unsigned count(record::DayPlane plane) noexcept {
    return static_cast<unsigned>(std::popcount(plane.low) + std::popcount(plane.high));
}

/// The first set day from `day` (0..90) on; 90 or more: none.
[[nodiscard]] constexpr unsigned next_day(record::DayPlane plane, unsigned day) noexcept {
    if (day < 64) {
        const std::uint64_t rest = plane.low >> day;
        if (rest != 0) {
            return day + static_cast<unsigned>(std::countr_zero(rest));
        }
        day = 64;
    }
    return day + static_cast<unsigned>(std::countr_zero(plane.high >> (day - 64)));
}

/// Calls `run(first day, days)` for each run, oldest first.
template <class Run>
constexpr void for_each_run(record::DayPlane plane, Run run) {
    const record::DayPlane gaps = {~plane.low,
                                   ~plane.high};  // bit 90 is a gap: every run ends there
    for (unsigned day = next_day(plane, 0); day < 90;) {
        const unsigned end = next_day(gaps, day);
        run(day, end - day);
        day = next_day(plane, end);
    }
}

}  // namespace ks::svg
