// SPDX-License-Identifier: Apache-2.0
// The part of RFC 5545's recurrence rules (section 3.3.10) that maintenance windows need: which
// days. An occurrence begins at the time of day of the first start, so there is nothing below a
// day.
#pragma once

#include "core/time/zone.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ks::model {

enum class Frequency : std::uint8_t { kDaily, kWeekly, kMonthly, kYearly };

/// "SU" is {6, 0}, "-1FR" is {4, -1}.
struct WeekdayRule {
    std::uint8_t weekday;  ///< 0 = Monday
    std::int8_t ordinal;   ///< 0: each; else the n-th of the month or year, from its end below 0
    friend bool operator==(const WeekdayRule&, const WeekdayRule&) = default;
};

struct Rrule {
    Frequency frequency = Frequency::kDaily;
    std::int32_t interval = 1;
    std::int32_t count = 0;                  ///< 0: no bound
    std::optional<std::int64_t> until;       ///< the last instant that counts, Unix seconds
    std::optional<Day> until_day;            ///< or the last civil day
    std::vector<WeekdayRule> weekdays;       ///< BYDAY
    std::vector<std::int8_t> days_of_month;  ///< BYMONTHDAY: 1..31 or -31..-1
    std::uint16_t months = 0;                ///< BYMONTH: bit n is month n; 0: all
    std::uint8_t week_start = 0;             ///< WKST, 0 = Monday

    friend bool operator==(const Rrule&, const Rrule&) = default;
};

/// A rule, or the reason why the text is none, such as "COUNT must be 1 to 1000".
struct RruleParse {
    std::optional<Rrule> rule;
    std::string why;
};

inline constexpr std::size_t kRruleTextMax = 500;

/// With or without "RRULE:" in front, in any case.
[[nodiscard]] RruleParse parse_rrule(std::string_view text);
/// The normal form: upper case, parts in a fixed order, nothing that is the default.
[[nodiscard]] std::string format(const Rrule& rule);

/// The days that match a rule, counted from the day of the first start.
class RuleDays {
public:
    /// What the rule leaves open (weekday, day of month, month) is that of `start`.
    RuleDays(const Rrule& rule, Day start);

    /// The first matching day at or after `day`. Gives up after kSearchDays, so a rule that matches
    /// nothing costs no more. COUNT and UNTIL are left to the caller.
    [[nodiscard]] std::optional<Day> next(Day day) const;

    static constexpr Day kSearchDays = 60 * 366;

private:
    [[nodiscard]] Day skip(Day day) const;
    [[nodiscard]] bool matches(Day day) const;

    Rrule rule_;
    Day start_;
};

}  // namespace ks::model
