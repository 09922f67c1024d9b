// SPDX-License-Identifier: Apache-2.0
// Reading and writing the text of a recurrence rule.
#include "core/model/rrule.hpp"
#include "core/text/iso_time.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace ks::model {
namespace {

constexpr std::array<std::string_view, 4> kFrequencies{"DAILY", "WEEKLY", "MONTHLY", "YEARLY"};
constexpr std::array<std::string_view, 7> kWeekdays{"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
constexpr std::int32_t kIntervalMax = 1000;
constexpr std::int32_t kCountMax = 1000;

struct Range {
    std::int32_t min;
    std::int32_t max;
};

std::optional<std::int32_t> number(std::string_view text, Range range) noexcept {
    if (text.starts_with('+')) {
        text.remove_prefix(1);
        if (text.starts_with('-')) {
            return std::nullopt;
        }
    }
    std::int32_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool good = error == std::errc() && end == text.data() + text.size() &&
                      value >= range.min && value <= range.max;
    return good ? std::optional(value) : std::nullopt;
}

/// Calls `each` with the parts of a list; false once one of them is refused.
template <class Each>
bool each_part(std::string_view list, char separator, Each each) {
    while (true) {
        const std::size_t end = std::min(list.find(separator), list.size());
        if (!each(list.substr(0, end))) {
            return false;
        }
        if (end == list.size()) {
            return true;
        }
        list.remove_prefix(end + 1);
    }
}

class RuleReader {
public:
    RruleParse read(std::string_view text) {
        const bool read_all = each_part(text, ';', [this](std::string_view part) {
            const std::size_t equals = part.find('=');
            return equals == std::string_view::npos
                       ? refuse("must be parts such as FREQ=WEEKLY, separated by ';'")
                       : take(part.substr(0, equals), part.substr(equals + 1));
        });
        if (read_all && check_whole()) {
            return {.rule = rule_, .why = {}};
        }
        return {.rule = std::nullopt, .why = why_};
    }

private:
    bool refuse(std::string why) {
        why_ = std::move(why);
        return false;
    }

    [[nodiscard]] bool seen(std::string_view name) const {
        return std::ranges::find(seen_, name) != seen_.end();
    }

    bool take(std::string_view name, std::string_view value) {
        if (seen(name)) {
            return refuse("has " + std::string(name) + " twice");
        }
        seen_.push_back(name);
        if (name == "FREQ") {
            return take_frequency(value);
        }
        if (name == "INTERVAL") {
            return take_number(value, kIntervalMax, rule_.interval, "INTERVAL must be 1 to 1000");
        }
        if (name == "COUNT") {
            return take_number(value, kCountMax, rule_.count, "COUNT must be 1 to 1000");
        }
        if (name == "UNTIL") {
            return take_until(value);
        }
        if (name == "BYDAY") {
            return take_weekdays(value);
        }
        if (name == "BYMONTHDAY") {
            return take_days_of_month(value);
        }
        if (name == "BYMONTH") {
            return take_months(value);
        }
        if (name == "WKST") {
            const auto* day = std::ranges::find(kWeekdays, value);
            rule_.week_start = static_cast<std::uint8_t>((day - kWeekdays.begin()) % 7);
            return day != kWeekdays.end() || refuse("WKST must be a weekday such as MO");
        }
        return refuse(
            "may have FREQ, INTERVAL, COUNT, UNTIL, BYDAY, BYMONTHDAY, BYMONTH and WKST "
            "only");
    }

    bool take_frequency(std::string_view value) {
        const auto* found = std::ranges::find(kFrequencies, value);
        if (found == kFrequencies.end()) {
            return refuse("FREQ must be DAILY, WEEKLY, MONTHLY or YEARLY");
        }
        rule_.frequency = static_cast<Frequency>(found - kFrequencies.begin());
        return true;
    }

    bool take_number(std::string_view value,
                     std::int32_t max,
                     std::int32_t& target,
                     const char* why) {
        const auto found = number(value, {.min = 1, .max = max});
        target = found.value_or(0);
        return found || refuse(why);
    }

    /// "20261231" or "20261231T235959Z".
    bool take_until(std::string_view value) {
        const bool instant = value.size() == 16 && value[8] == 'T' && value[15] == 'Z';
        if (value.size() == 8 || instant) {
            std::string iso(value.substr(0, 4));
            iso.append("-").append(value.substr(4, 2)).append("-").append(value.substr(6, 2));
            const std::string_view clock = instant ? value.substr(9, 6) : "000000";
            iso.append("T").append(clock.substr(0, 2)).append(":").append(clock.substr(2, 2));
            iso.append(":").append(clock.substr(4, 2)).append("Z");
            if (const auto at = text::parse_iso(iso)) {
                const std::int64_t seconds =
                    std::chrono::floor<std::chrono::seconds>(*at).time_since_epoch().count();
                if (instant) {
                    rule_.until = seconds;
                } else {
                    rule_.until_day = static_cast<Day>(seconds / 86400);
                }
                return seconds >= 0 || refuse("UNTIL must not lie before 1970");
            }
        }
        return refuse(
            "UNTIL must be a day such as 20261231 or a UTC time such as "
            "20261231T220000Z");
    }

    bool take_weekdays(std::string_view value) {
        return each_part(value, ',', [this](std::string_view part) {
            const std::string_view name = part.substr(part.size() < 2 ? 0 : part.size() - 2);
            const auto* day = std::ranges::find(kWeekdays, name);
            std::optional<std::int32_t> ordinal = 0;
            if (part.size() > 2) {
                ordinal = number(part.substr(0, part.size() - 2), {.min = -53, .max = 53});
            }
            if (day == kWeekdays.end() || !ordinal || (part.size() > 2 && *ordinal == 0)) {
                return refuse("BYDAY must list weekdays such as MO, 1SU or -1FR");
            }
            rule_.weekdays.push_back({.weekday = static_cast<std::uint8_t>(day - kWeekdays.begin()),
                                      .ordinal = static_cast<std::int8_t>(*ordinal)});
            return rule_.weekdays.size() <= 53 || refuse("BYDAY lists too many days");
        });
    }

    bool take_days_of_month(std::string_view value) {
        return each_part(value, ',', [this](std::string_view part) {
            const auto day = number(part, {.min = -31, .max = 31});
            if (!day || *day == 0) {
                return refuse("BYMONTHDAY must list days of the month, 1 to 31 or -31 to -1");
            }
            rule_.days_of_month.push_back(static_cast<std::int8_t>(*day));
            return rule_.days_of_month.size() <= 62 || refuse("BYMONTHDAY lists too many days");
        });
    }

    bool take_months(std::string_view value) {
        return each_part(value, ',', [this](std::string_view part) {
            const auto month = number(part, {.min = 1, .max = 12});
            rule_.months |= static_cast<std::uint16_t>(month ? 1U << *month : 0);
            return month || refuse("BYMONTH must list months, 1 to 12");
        });
    }

    bool check_whole() {
        using enum Frequency;
        if (!seen("FREQ")) {
            return refuse("must have FREQ");
        }
        if (rule_.count != 0 && (rule_.until || rule_.until_day)) {
            return refuse("may have COUNT or UNTIL, not both");
        }
        const bool ordinals = std::ranges::any_of(
            rule_.weekdays, [](const WeekdayRule& day) { return day.ordinal != 0; });
        if (ordinals && (rule_.frequency == kDaily || rule_.frequency == kWeekly)) {
            return refuse("BYDAY may have numbers with MONTHLY and YEARLY only");
        }
        if (!rule_.days_of_month.empty() && rule_.frequency == kWeekly) {
            return refuse("BYMONTHDAY does not go with WEEKLY");
        }
        return true;
    }

    Rrule rule_;
    std::vector<std::string_view> seen_;
    std::string why_;
};

/// "20261231T220000Z", or its first eight characters.
std::string compact(std::int64_t seconds, bool day_only) {
    std::string iso =
        text::format_iso_seconds(std::chrono::sys_seconds(std::chrono::seconds(seconds)));
    std::erase_if(iso, [](char c) { return c == '-' || c == ':'; });
    return day_only ? iso.substr(0, 8) : iso;
}

template <class List, class Each>
void append_list(std::string& to, std::string_view name, const List& list, Each text) {
    const char* separator = "";
    for (const auto& item : list) {
        to.append(*separator == '\0' ? name : std::string_view()).append(separator);
        to.append(text(item));
        separator = ",";
    }
}

}  // namespace

RruleParse parse_rrule(std::string_view text) {
    if (text.size() > kRruleTextMax) {
        return {.rule = std::nullopt, .why = "must have at most 500 characters"};
    }
    std::string upper(text);
    std::ranges::transform(upper, upper.begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    std::string_view rule = upper;
    if (rule.starts_with("RRULE:")) {
        rule.remove_prefix(6);
    }
    if (rule.ends_with(';')) {
        rule.remove_suffix(1);
    }
    return RuleReader().read(rule);
}

std::string format(const Rrule& rule) {
    std::string out = "FREQ=";
    out.append(kFrequencies[static_cast<std::size_t>(rule.frequency)]);
    if (rule.interval != 1) {
        out.append(";INTERVAL=").append(std::to_string(rule.interval));
    }
    if (rule.count != 0) {
        out.append(";COUNT=").append(std::to_string(rule.count));
    }
    if (rule.until) {
        out.append(";UNTIL=").append(compact(*rule.until, false));
    } else if (rule.until_day) {
        out.append(";UNTIL=").append(compact(std::int64_t{*rule.until_day} * 86400, true));
    }
    std::vector<int> months;
    for (int month = 1; month <= 12; ++month) {
        if ((rule.months >> month & 1) != 0) {
            months.push_back(month);
        }
    }
    append_list(out, ";BYMONTH=", months, [](int month) { return std::to_string(month); });
    append_list(
        out, ";BYMONTHDAY=", rule.days_of_month, [](int day) { return std::to_string(day); });
    append_list(out, ";BYDAY=", rule.weekdays, [](const WeekdayRule& day) {
        return (day.ordinal != 0 ? std::to_string(day.ordinal) : std::string()) +
               std::string(kWeekdays[day.weekday]);
    });
    if (rule.week_start != 0) {
        out.append(";WKST=").append(kWeekdays[rule.week_start]);
    }
    return out;
}

}  // namespace ks::model
