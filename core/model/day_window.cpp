// SPDX-License-Identifier: Apache-2.0
// 90 bits as two words.
#include "core/model/day_window.hpp"

namespace ks::model {

using record::DayPlane;
using record::DayPlanes;
using record::DaySeconds;
using record::State;

namespace {

constexpr std::uint64_t kHighMask = (std::uint64_t{1} << (kDays - 64)) - 1;

}  // namespace

DayPlane shifted(const DayPlane& plane, std::int64_t days) noexcept {
    if (days >= kDays || days <= -kDays) {
        return {};
    }
    if (days == 0) {
        return plane;
    }
    const auto by = static_cast<unsigned>(days > 0 ? days : -days);
    if (days > 0) {
        return by < 64 ? DayPlane{plane.low >> by | plane.high << (64 - by), plane.high >> by}
                       : DayPlane{plane.high >> (by - 64), 0};
    }
    return by < 64
               ? DayPlane{plane.low << by, (plane.high << by | plane.low >> (64 - by)) & kHighMask}
               : DayPlane{0, plane.low << (by - 64) & kHighMask};
}

DayPlanes shifted(const DayPlanes& planes, std::int64_t days) noexcept {
    return {.up = shifted(planes.up, days),
            .degraded = shifted(planes.degraded, days),
            .down = shifted(planes.down, days),
            .maintenance = shifted(planes.maintenance, days),
            .observed = shifted(planes.observed, days)};
}

void set_cell(DayPlanes& planes, int day, const DaySeconds& seconds) noexcept {
    const State cell = day_cell(seconds);
    const auto put = [day](DayPlane& plane, bool on) { on ? plane.set(day) : plane.clear(day); };
    put(planes.up, cell == State::kUp);
    put(planes.degraded, cell == State::kDegraded);
    put(planes.down, cell == State::kDown);
    put(planes.maintenance, cell == State::kMaintenance);
    put(planes.observed, seconds.observed() > 0);
}

bool needs_detail(const DaySeconds& seconds) noexcept {
    return seconds != DaySeconds{} && seconds != DaySeconds{.up = kPlainDay_s};
}

void add_seconds(DaySeconds& total, State state, std::int64_t seconds) noexcept {
    const auto count = static_cast<std::uint32_t>(seconds);
    switch (state) {
        case State::kUp:
            total.up += count;
            return;
        case State::kDegraded:
            total.degraded += count;
            return;
        case State::kDown:
            total.down += count;
            return;
        case State::kMaintenance:
            total.maintenance += count;
            return;
        case State::kNoData:
        case State::kPaused:
            return;
    }
}

}  // namespace ks::model
