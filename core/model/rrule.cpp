// SPDX-License-Identifier: Apache-2.0
// A day matches when every BY... part that is there has it; periods of INTERVAL are skipped whole.
// That is the meaning of RFC 5545's table of expanding and limiting parts for what is accepted
// here.
#include "core/model/rrule.hpp"

#include <algorithm>
#include <chrono>

namespace ks::model {
namespace {

using std::chrono::year_month_day;

constexpr std::int32_t kWeek = 7;

year_month_day date_of(Day day) noexcept {
    return year_month_day{std::chrono::sys_days{std::chrono::days{day}}};
}

Day day_number(const year_month_day& date) noexcept {
    return static_cast<Day>(std::chrono::sys_days{date}.time_since_epoch().count());
}

Day first_of_month(std::int32_t month_number) noexcept {
    const std::int32_t year = month_number / 12;
    const auto month = static_cast<unsigned>(month_number % 12) + 1;
    return day_number(std::chrono::year{year} / std::chrono::month{month} / 1);
}

/// Months since year 0.
std::int32_t month_number(const year_month_day& date) noexcept {
    return (int{date.year()} * 12) + static_cast<std::int32_t>(unsigned{date.month()}) - 1;
}

/// 1970-01-01 was a Thursday.
std::uint8_t weekday_of(Day day) noexcept {
    return static_cast<std::uint8_t>((((day + 3) % kWeek) + kWeek) % kWeek);
}

Day week_of(Day day, std::uint8_t week_start) noexcept {
    return day - ((weekday_of(day) - week_start + kWeek) % kWeek);
}

/// The multiple of `interval` at or above `index`. REQUIRES: index >= 0.
std::int32_t round_up(std::int32_t index, std::int32_t interval) noexcept {
    return (index + interval - 1) / interval * interval;
}

/// Whether the day at `index` of `length` days is the `ordinal`-th of its weekday among them.
bool is_ordinal(std::int32_t index, std::int32_t length, std::int8_t ordinal) noexcept {
    return ordinal > 0 ? index / kWeek + 1 == ordinal
                       : (length - 1 - index) / kWeek + 1 == -ordinal;
}

}  // namespace

RuleDays::RuleDays(const Rrule& rule, Day start) : rule_(rule), start_(start) {
    if (!rule_.weekdays.empty() || !rule_.days_of_month.empty()) {
        return;
    }
    const year_month_day date = date_of(start);
    switch (rule_.frequency) {
        case Frequency::kDaily:
            return;
        case Frequency::kWeekly:
            rule_.weekdays.push_back({.weekday = weekday_of(start), .ordinal = 0});
            return;
        case Frequency::kYearly:
            if (rule_.months == 0) {
                rule_.months = static_cast<std::uint16_t>(1U << unsigned{date.month()});
            }
            [[fallthrough]];
        case Frequency::kMonthly:
            rule_.days_of_month.push_back(static_cast<std::int8_t>(unsigned{date.day()}));
            return;
    }
}

std::optional<Day> RuleDays::next(Day day) const {
    day = std::max(day, start_);
    const Day end = day + kSearchDays;
    while (day < end) {
        const Day to = skip(day);
        if (to == day && matches(day)) {
            return day;
        }
        day = std::max(day + 1, to);
    }
    return std::nullopt;
}

/// The first day at or after `day` whose period and month can match.
Day RuleDays::skip(Day day) const {
    const year_month_day date = date_of(day);
    if (rule_.months != 0 && (rule_.months >> unsigned{date.month()} & 1U) == 0) {
        return first_of_month(month_number(date) + 1);
    }
    switch (rule_.frequency) {
        case Frequency::kDaily:
            return start_ + round_up(day - start_, rule_.interval);
        case Frequency::kWeekly: {
            const Day first = week_of(start_, rule_.week_start);
            const Day week = first + (kWeek * round_up((day - first) / kWeek, rule_.interval));
            return std::max(day, week);
        }
        case Frequency::kMonthly: {
            const std::int32_t first = month_number(date_of(start_));
            const std::int32_t month = first + round_up(month_number(date) - first, rule_.interval);
            return std::max(day, first_of_month(month));
        }
        case Frequency::kYearly: {
            const std::int32_t first = int{date_of(start_).year()};
            const std::int32_t year = first + round_up(int{date.year()} - first, rule_.interval);
            return std::max(day, first_of_month(year * 12));
        }
    }
    return day;
}

bool RuleDays::matches(Day day) const {
    const year_month_day date = date_of(day);
    const auto month_start = first_of_month(month_number(date));
    const auto month_length = first_of_month(month_number(date) + 1) - month_start;
    const auto of_month = static_cast<std::int32_t>(unsigned{date.day()});
    if (!rule_.days_of_month.empty() &&
        std::ranges::none_of(rule_.days_of_month, [&](std::int8_t wanted) {
            return wanted > 0 ? wanted == of_month : of_month == month_length + 1 + wanted;
        })) {
        return false;
    }
    if (rule_.weekdays.empty()) {
        return true;
    }
    const bool in_year = rule_.frequency == Frequency::kYearly && rule_.months == 0;
    const Day first = in_year ? first_of_month(int{date.year()} * 12) : month_start;
    const std::int32_t length =
        in_year ? first_of_month((int{date.year()} + 1) * 12) - first : month_length;
    const std::uint8_t weekday = weekday_of(day);
    return std::ranges::any_of(rule_.weekdays, [&](const WeekdayRule& wanted) {
        return wanted.weekday == weekday &&
               (wanted.ordinal == 0 || is_ordinal(day - first, length, wanted.ordinal));
    });
}

}  // namespace ks::model
