// SPDX-License-Identifier: Apache-2.0
#include "core/text/iso_time.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>

namespace ks::text {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::sys_seconds;
using std::chrono::year_month_day;

constexpr std::array<std::string_view, 7> kWeekdays{
    "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> kMonths{
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

constexpr sys_days kFirstDay{std::chrono::year{0} / 1 / 1};
constexpr Millis kFirst{kFirstDay};
constexpr Millis kLast = sys_days{std::chrono::year{10000} / 1 / 1} - milliseconds{1};

void append_number(std::string& to, unsigned value, unsigned width) {
    std::array<char, 4> digits;  // NOLINT(cppcoreguidelines-init-variables): filled from its end
    for (unsigned at = width; at-- > 0; value /= 10) {
        digits.at(at) = static_cast<char>('0' + value % 10);
    }
    to.append(digits.data(), width);
}

void append_clock(std::string& to, seconds of_day) {
    const auto total = static_cast<unsigned>(of_day.count());
    append_number(to, total / 3600, 2);
    to.push_back(':');
    append_number(to, total / 60 % 60, 2);
    to.push_back(':');
    append_number(to, total % 60, 2);
}

void append_date_time(std::string& to, sys_seconds at) {
    const sys_days day = std::chrono::floor<days>(at);
    const year_month_day date{day};
    append_number(to, static_cast<unsigned>(int{date.year()}), 4);
    to.push_back('-');
    append_number(to, unsigned{date.month()}, 2);
    to.push_back('-');
    append_number(to, unsigned{date.day()}, 2);
    to.push_back('T');
    append_clock(to, at - day);
}

sys_seconds clamped(sys_seconds at) {
    return std::clamp(at, std::chrono::floor<seconds>(kFirst), std::chrono::floor<seconds>(kLast));
}

/// Takes fixed pieces off the front; the first mismatch makes `ok` false for good.
class Scanner {
public:
    explicit Scanner(std::string_view text) noexcept : rest_(text) {}

    unsigned number(std::size_t width) noexcept {
        unsigned value = 0;
        for (std::size_t i = 0; i < width; ++i) {
            if (!at_digit()) {
                ok = false;
                return 0;
            }
            value = value * 10 + take_digit();
        }
        return value;
    }

    void literal(std::string_view text) noexcept {
        ok = ok && rest_.starts_with(text);
        rest_.remove_prefix(ok ? text.size() : 0);
    }

    /// The character in front if it is one of `set`, else 0.
    char one_of(std::string_view set) noexcept {
        if (rest_.empty() || !set.contains(rest_.front())) {
            return '\0';
        }
        const char c = rest_.front();
        rest_.remove_prefix(1);
        return c;
    }

    /// Index of the three-letter name in front.
    std::size_t name(std::span<const std::string_view> names) noexcept {
        const auto found = std::ranges::find(names, rest_.substr(0, 3));
        ok = ok && found != names.end();
        rest_.remove_prefix(ok ? 3 : 0);
        return static_cast<std::size_t>(found - names.begin());
    }

    [[nodiscard]] bool at_digit() const noexcept {
        return !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9';
    }

    unsigned take_digit() noexcept {
        const auto digit = static_cast<unsigned>(rest_.front() - '0');
        rest_.remove_prefix(1);
        return digit;
    }

    [[nodiscard]] bool finished() const noexcept { return ok && rest_.empty(); }

    bool ok = true;

private:
    std::string_view rest_;
};

std::optional<sys_days> day_of(unsigned year, unsigned month, unsigned day) noexcept {
    const year_month_day date{std::chrono::year{static_cast<int>(year)},
                              std::chrono::month{month},
                              std::chrono::day{day}};
    return date.ok() ? std::optional<sys_days>(date) : std::nullopt;
}

/// Milliseconds of ".123456"; none there is 0.
milliseconds scan_fraction(Scanner& in) noexcept {
    if (in.one_of(".") == '\0') {
        return milliseconds{0};
    }
    in.ok = in.ok && in.at_digit();
    unsigned millis = 0;
    unsigned unit = 100;
    for (; in.at_digit(); unit /= 10) {
        millis += in.take_digit() * unit;
    }
    return milliseconds{millis};
}

/// What to subtract to get UTC.
minutes scan_offset(Scanner& in) noexcept {
    if (in.one_of("Zz") != '\0') {
        return minutes{0};
    }
    const char sign = in.one_of("+-");
    const unsigned hour = in.number(2);
    in.literal(":");
    const unsigned minute = in.number(2);
    in.ok = in.ok && sign != '\0' && hour < 24 && minute < 60;
    const minutes east = hours{hour} + minutes{minute};
    return sign == '-' ? -east : east;
}

}  // namespace

void append_iso_millis(std::string& to, Millis at) {
    const Millis inside = std::clamp(at, kFirst, kLast);
    const auto whole = std::chrono::floor<seconds>(inside);
    append_date_time(to, whole);
    to.push_back('.');
    append_number(to, static_cast<unsigned>((inside - whole).count()), 3);
    to.push_back('Z');
}

std::string format_iso_millis(Millis at) {
    std::string text;
    text.reserve(24);
    append_iso_millis(text, at);
    return text;
}

void append_iso_seconds(std::string& to, sys_seconds at) {
    append_date_time(to, clamped(at));
    to.push_back('Z');
}

std::string format_iso_seconds(sys_seconds at) {
    std::string text;
    text.reserve(20);
    append_iso_seconds(text, at);
    return text;
}

std::optional<Millis> parse_iso(std::string_view text) noexcept {
    Scanner in(text);
    const unsigned year = in.number(4);
    in.literal("-");
    const unsigned month = in.number(2);
    in.literal("-");
    const unsigned day = in.number(2);
    in.ok = in.ok && in.one_of("Tt ") != '\0';
    const unsigned hour = in.number(2);
    in.literal(":");
    const unsigned minute = in.number(2);
    in.literal(":");
    const unsigned second = in.number(2);
    const milliseconds fraction = scan_fraction(in);
    const minutes offset = scan_offset(in);
    if (!in.finished() || hour > 23 || minute > 59 || second > 60) {
        return std::nullopt;
    }
    const auto date = day_of(year, month, day);
    if (!date) {
        return std::nullopt;
    }
    return *date + hours{hour} + minutes{minute} + seconds{second} + fraction - offset;
}

std::string format_http_date(sys_seconds at) {
    const sys_seconds inside = clamped(at);
    const sys_days day = std::chrono::floor<days>(inside);
    const year_month_day date{day};
    std::string text;
    text.reserve(29);
    text.append(kWeekdays.at(std::chrono::weekday{day}.c_encoding())).append(", ");
    append_number(text, unsigned{date.day()}, 2);
    text.append(" ").append(kMonths.at(unsigned{date.month()} - 1)).append(" ");
    append_number(text, static_cast<unsigned>(int{date.year()}), 4);
    text.append(" ");
    append_clock(text, inside - day);
    text.append(" GMT");
    return text;
}

std::optional<sys_seconds> parse_http_date(std::string_view text) noexcept {
    Scanner in(text);
    const std::size_t weekday = in.name(kWeekdays);
    in.literal(", ");
    const unsigned day = in.number(2);
    in.literal(" ");
    const std::size_t month = in.name(kMonths);
    in.literal(" ");
    const unsigned year = in.number(4);
    in.literal(" ");
    const unsigned hour = in.number(2);
    in.literal(":");
    const unsigned minute = in.number(2);
    in.literal(":");
    const unsigned second = in.number(2);
    in.literal(" GMT");
    if (!in.finished() || hour > 23 || minute > 59 || second > 60) {
        return std::nullopt;
    }
    const auto date = day_of(year, static_cast<unsigned>(month) + 1, day);
    if (!date || std::chrono::weekday{*date}.c_encoding() != weekday) {
        return std::nullopt;
    }
    return *date + hours{hour} + minutes{minute} + seconds{second};
}

}  // namespace ks::text
