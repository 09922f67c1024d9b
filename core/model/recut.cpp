// SPDX-License-Identifier: Apache-2.0
// Cutting the record: seconds of every affected civil day up to the newest result, cells from them,
// and the tail.
#include "core/model/day_window.hpp"
#include "core/model/monitor_line.hpp"
#include "core/model/tail.hpp"
#include "core/model/uptime.hpp"

#include <algorithm>
#include <array>

namespace ks::model {

using record::DayDetail;
using record::DaySeconds;
using record::UptimeHistory;

namespace {

std::int64_t start_of(const Zone& zone, Day day) {
    return zone.start_of(day).time_since_epoch().count();
}

Day day_of(const Zone& zone, std::int64_t at) {
    return zone.day_of(UnixSeconds(std::chrono::seconds(at)));
}

/// Moves the window so that it ends with `last_day`.
void move_window(UptimeHistory& history, Day last_day) {
    const std::int64_t days = std::int64_t{last_day} - history.last_day;
    history.planes = shifted(history.planes, days);
    std::erase_if(history.details, [days](const DayDetail& detail) {
        return detail.day < days || detail.day - days > kLastDay;
    });
    for (DayDetail& detail : history.details) {
        detail.day = static_cast<std::uint8_t>(detail.day - days);
    }
    history.last_day = last_day;
}

DaySeconds seconds_of(const UptimeHistory& history, int day) {
    const auto detail = std::ranges::find(history.details, day, &DayDetail::day);
    if (detail != history.details.end()) {
        return detail->seconds;
    }
    return history.planes.observed.test(day) ? DaySeconds{.up = kPlainDay_s} : DaySeconds{};
}

struct Bounds {
    std::int64_t settled;  ///< 0: nothing ever
    std::int64_t limit;    ///< results after it do not count
};

/// What is to be cut anew: the seconds from `from` on; those of `first` (0..89) before `from` are
/// in `base`.
struct Cut {
    int first = 0;
    std::int64_t from = 0;
    DaySeconds base;
};

/// REQUIRES: the window has been moved; `known_to` and `known_day` are the record's before.
Cut plan_cut(const UptimeHistory& history,
             const Zone& zone,
             Day first_day,
             std::int64_t known_to,
             Day known_day) {
    const Day oldest = history.last_day - kLastDay;
    if (known_to == 0) {
        // The first results of all: maintenance before them counts from now on.
        first_day = oldest;
    }
    if (known_to == 0 || first_day <= known_day) {
        const Day first = std::max(first_day, oldest);
        return {.first = first - oldest, .from = start_of(zone, first), .base = {}};
    }
    // Between the end of the record and `first_day` lies time that was in the tail until now.
    if (known_day < oldest) {
        return {.first = 0, .from = start_of(zone, oldest), .base = {}};
    }
    const int day = known_day - oldest;
    return {.first = day, .from = known_to, .base = seconds_of(history, day)};
}

void write_day(UptimeHistory& history, int day, const DaySeconds& seconds) {
    set_cell(history.planes, day, seconds);
    if (needs_detail(seconds)) {
        history.details.push_back({static_cast<std::uint8_t>(day), seconds});
    }
}

/// Writes the days from `cut.first` to the last.
void cut_days(UptimeHistory& history, const Line& line, const Zone& zone, const Cut& cut) {
    std::erase_if(history.details,
                  [&cut](const DayDetail& detail) { return detail.day >= cut.first; });
    const Day oldest = history.last_day - kLastDay;
    auto segment = line.begin();
    std::int64_t at = std::min(cut.from, history.settled);
    DaySeconds seconds = cut.base;
    for (int day = cut.first; day < kDays; ++day) {
        const std::int64_t day_end =
            day == kLastDay ? history.settled
                            : std::min(history.settled, start_of(zone, oldest + day + 1));
        while (at < day_end) {
            const bool last = std::next(segment) == line.end();
            const std::int64_t end = last ? day_end : std::min(day_end, std::next(segment)->from);
            add_seconds(seconds, segment->state, end - at);
            at = end;
            segment += !last && std::next(segment)->from == at ? 1 : 0;
        }
        write_day(history, day, seconds);
        seconds = {};
    }
}

/// Makes the record exact up to `settled`; the days from `first_day` on are cut anew. The tail of
/// it is returned, not stored.
Tail settle(UptimeHistory& history,
            const UptimeInput& input,
            const Zone& zone,
            Day first_day,
            Bounds bounds) {
    if (bounds.settled == 0) {
        history.settled = 0;
        history.last_day = 0;
        history.planes = {};
        history.details.clear();
        return make_tail(input, 0, 0, bounds.limit);
    }
    const std::int64_t known_to = history.settled;
    const Day known_day = history.last_day;
    history.settled = bounds.settled;
    move_window(history, day_of(zone, history.settled));
    if (history.settled != known_to) {
        first_day = std::min(first_day, history.last_day);
    }
    if (first_day <= history.last_day) {
        const Cut cut = plan_cut(history, zone, first_day, known_to, known_day);
        const std::int64_t end = std::max(history.settled, cut.from + 1);
        cut_days(history,
                 clip(monitor_line(input, {.from = cut.from, .to = end, .limit = bounds.limit}),
                      cut.from,
                      end),
                 zone,
                 cut);
    }
    const std::int64_t today = std::max<std::int64_t>(start_of(zone, history.last_day), 0);
    return make_tail(input, today, history.settled, bounds.limit);
}

/// Up to when all is decided by `now`, should no result come: the last step that has passed.
std::int64_t decided(const Tail& tail, std::int64_t now) noexcept {
    std::int64_t at = 0;
    for (const record::TailStep& step : tail.steps) {
        at = step.at <= now ? std::max(at, step.at) : at;
    }
    return tail.deadline == kNever || tail.deadline <= now ? at : 0;
}

}  // namespace

std::int64_t recut(UptimeHistory& history,
                   const UptimeInput& input,
                   const Zone& zone,
                   Day first_day,
                   std::int64_t now) {
    // A clock that ran ahead must not hide the present behind results from the future.
    const std::int64_t limit = now + limits::kResultAhead_s;
    const std::int64_t newest = newest_result(input, limit);
    // A record may have been settled beyond its newest result, see below.
    const bool keep = newest < 0 || history.settled <= limit;
    Bounds bounds{.settled = keep ? std::max(newest, history.settled) : newest, .limit = limit};
    bounds.settled = std::max<std::int64_t>(bounds.settled, 0);
    Tail tail = settle(history, input, zone, first_day, bounds);
    if (tail.steps.size() > kTailSteps && decided(tail, now) > history.settled) {
        // Maintenance windows that came and went without a result fill the tail: count them in.
        bounds.settled = decided(tail, now);
        tail = settle(history, input, zone, INT32_MAX, bounds);
    }
    std::int64_t whole_until = INT64_MAX;
    if (tail.steps.size() > kTailSteps) {
        whole_until = tail.steps[kTailSteps].at;
        tail.steps.resize(kTailSteps);
    }
    history.tail = std::move(tail.steps);
    return whole_until;
}

}  // namespace ks::model
