// SPDX-License-Identifier: Apache-2.0
// Seeing the record at an instant: the window moves to today and the tail fills the time since the
// newest result. The zone is asked only where that time spans more than today.
#include "core/model/uptime_now.hpp"

#include "core/model/day_window.hpp"

#include <algorithm>
#include <bit>

namespace ks::model {

using record::DayDetail;
using record::DayPlane;
using record::DaySeconds;
using record::State;
using record::TailStep;
using record::UptimeHistoryView;

namespace {

constexpr std::int64_t kOpenEnd = INT64_MAX;

std::int64_t start_of(const Zone& zone, Day day) {
    return zone.start_of(day).time_since_epoch().count();
}

std::uint64_t count(const DayPlane& plane) noexcept {
    return static_cast<std::uint64_t>(std::popcount(plane.low)) +
           static_cast<std::uint64_t>(std::popcount(plane.high));
}

/// Counts time into the days of `out`, forwards only. The day being counted is kept out of `out`
/// until it is left.
class DayFill {
public:
    DayFill(UptimeNow& out, const TodayBounds& bounds, const Zone& zone) noexcept
        : out_(out), bounds_(bounds), zone_(zone) {}

    /// Starts with the last day of the record, or with the window where that has left it.
    void open(Day last_day) {
        const Day oldest = out_.today - kLastDay;
        if (last_day >= oldest) {
            load(last_day);
        } else {
            floor_ = start_of(zone_, oldest);
        }
    }

    void add(std::int64_t from, std::int64_t to, State state) {
        from = std::max(from, floor_);
        if (!is_counted(state) || from >= to) {
            return;
        }
        if (from >= day_end_) {
            flush();
            load(zone_.day_of(UnixSeconds(std::chrono::seconds(from))));
        }
        for (;;) {
            const std::int64_t end = std::min(to, day_end_);
            add_seconds(seconds_, state, end - from);
            from = end;
            if (from >= to) {
                return;
            }
            const Day next = day_ + 1;
            flush();
            load(next);
        }
    }

    void flush() {
        if (!loaded_) {
            return;
        }
        loaded_ = false;
        const int index = day_ - (out_.today - kLastDay);
        set_cell(out_.planes, index, seconds_);
        if (needs_detail(seconds_)) {
            out_.details_[out_.detail_count_++] = {static_cast<std::uint8_t>(index), seconds_};
        }
    }

private:
    void load(Day day) {
        day_ = std::min(day, out_.today);
        day_end_ = day_ == out_.today          ? kOpenEnd
                   : day_ + 1 == bounds_.today ? bounds_.start
                                               : start_of(zone_, day_ + 1);
        loaded_ = true;
        const int index = day_ - (out_.today - kLastDay);
        if (out_.detail_count_ > 0 && out_.details_[out_.detail_count_ - 1].day == index) {
            seconds_ = out_.details_[--out_.detail_count_].seconds;
        } else {
            seconds_ =
                out_.planes.observed.test(index) ? DaySeconds{.up = kPlainDay_s} : DaySeconds{};
        }
    }

    UptimeNow& out_;
    const TodayBounds& bounds_;
    const Zone& zone_;
    std::int64_t floor_ = 0;
    std::int64_t day_end_ = 0;
    Day day_ = 0;
    bool loaded_ = false;
    DaySeconds seconds_;
};

void take_days(UptimeNow& out, const UptimeHistoryView& history, std::int64_t shift) noexcept {
    out.planes = shifted(history.planes(), shift);
    out.detail_count_ = 0;
    for (std::size_t i = 0; i < history.detail_count(); ++i) {
        DayDetail detail = history.detail(i);
        if (detail.day >= shift) {
            detail.day = static_cast<std::uint8_t>(detail.day - shift);
            out.details_[out.detail_count_++] = detail;
        }
    }
}

/// Follows the tail to `now`: counts its time and leaves state, since when, and what comes next in
/// `out`.
void follow_tail(UptimeNow& out,
                 DayFill& fill,
                 const UptimeHistoryView& history,
                 std::int64_t now) {
    out.state = State::kNoData;
    out.state_since = 0;
    out.next_change = INT64_MAX;
    std::int64_t from = history.settled();
    for (std::size_t i = 0; i < history.tail_count(); ++i) {
        const TailStep step = history.tail(i);
        if (step.at >= out.next_change) {
            break;
        }
        if (step.known_at > now) {
            out.next_change = std::min(out.next_change, step.known_at);
            continue;
        }
        fill.add(from, step.at, out.state);
        from = std::max(from, step.at);
        out.state_since = i > 0 && step.state == out.state ? out.state_since : step.at;
        out.state = step.state;
    }
    fill.add(from, now, out.state);
}

void sum_up(UptimeNow& out) noexcept {
    std::uint64_t plain_days = count(out.planes.observed);
    out.up_s = out.degraded_s = out.down_s = 0;
    for (const DayDetail& detail : out.details()) {
        plain_days -= detail.seconds.observed() > 0 ? 1 : 0;
        out.up_s += detail.seconds.up;
        out.degraded_s += detail.seconds.degraded;
        out.down_s += detail.seconds.down;
    }
    out.up_s += plain_days * kPlainDay_s;
}

}  // namespace

State UptimeNow::cell(int day) const noexcept {
    if (planes.up.test(day)) {
        return State::kUp;
    }
    if (planes.down.test(day)) {
        return State::kDown;
    }
    if (planes.degraded.test(day)) {
        return State::kDegraded;
    }
    return planes.maintenance.test(day) ? State::kMaintenance : State::kNoData;
}

DaySeconds UptimeNow::seconds(int day) const noexcept {
    const auto all = details();
    const auto detail = std::ranges::lower_bound(all, day, {}, &DayDetail::day);
    if (detail != all.end() && detail->day == day) {
        return detail->seconds;
    }
    return planes.observed.test(day) ? DaySeconds{.up = kPlainDay_s} : DaySeconds{};
}

bool looks_different(const UptimeNow& a, const UptimeNow& b) noexcept {
    return a.state != b.state || a.today != b.today || !(a.planes == b.planes) ||
           !std::ranges::equal(a.details(), b.details()) || a.up_s != b.up_s ||
           a.degraded_s != b.degraded_s || a.down_s != b.down_s;
}

bool moves_on(const UptimeNow& now, std::int64_t elapsed_s) noexcept {
    const bool counts_trouble = now.state == State::kDown || now.state == State::kDegraded ||
                                now.state == State::kMaintenance;
    const DaySeconds today = now.seconds(kLastDay);
    if (counts_trouble || (today.degraded | today.down | today.maintenance) != 0) {
        return true;  // the figures of today grow
    }
    if (now.state != State::kUp) {
        return false;
    }
    if (today.observed() <= elapsed_s) {
        return true;  // today's cell may have been empty
    }
    const std::uint64_t observed = now.observed_s() - static_cast<std::uint64_t>(elapsed_s);
    return now.per_myriad() != uptime_per_myriad(now.down_s, observed);
}

std::int64_t last_step(const UptimeHistoryView& history, std::int64_t now) noexcept {
    std::int64_t last = 0;
    // The first step is the state at `settled`, not a change.
    for (std::size_t i = 1; i < history.tail_count(); ++i) {
        const std::int64_t known_at = history.tail(i).known_at;
        last = known_at <= now ? std::max(last, known_at) : last;
    }
    return last;
}

TodayBounds today_bounds(std::int64_t now, const Zone& zone) {
    const Day today = zone.day_of(UnixSeconds(std::chrono::seconds(now)));
    return {.today = today, .start = start_of(zone, today), .now = now};
}

void uptime_at(UptimeNow& out,
               const UptimeHistoryView& history,
               std::int64_t now,
               const Zone& zone) {
    uptime_at(out, history, today_bounds(now, zone), zone);
}

void uptime_at(UptimeNow& out,
               const UptimeHistoryView& history,
               const TodayBounds& bounds,
               const Zone& zone) {
    out.today = std::max(bounds.today, history.last_day());
    take_days(out, history, std::int64_t{out.today} - history.last_day());
    DayFill fill(out, bounds, zone);
    fill.open(history.last_day());
    follow_tail(out, fill, history, std::max(bounds.now, history.settled()));
    fill.flush();
    sum_up(out);
}

}  // namespace ks::model
