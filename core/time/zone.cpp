// SPDX-License-Identifier: Apache-2.0
// cctz behind zone.hpp. Its time_zone is one pointer to an object that lives as long as the
// process, so a Zone keeps just that pointer and cctz's headers stay in this file.
#include "core/time/zone.hpp"

#include <cctz/civil_time.h>
#include <cctz/time_zone.h>

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <type_traits>

namespace ks {
namespace {

static_assert(sizeof(cctz::time_zone) == sizeof(const void*));
static_assert(std::is_trivially_copyable_v<cctz::time_zone>);

constexpr std::size_t kNameMax = 64;

cctz::time_zone zone_of(const void* impl) noexcept {
    return std::bit_cast<cctz::time_zone>(impl);
}

constexpr cctz::civil_day kEpoch(1970, 1, 1);

/// Area names start with a capital, which keeps out "posix/", "right/" (leap seconds counted),
/// "localtime" and absolute paths; a dot never occurs, which keeps out "..".
bool may_be_a_name(std::string_view name) noexcept {
    return !name.empty() && name.size() <= kNameMax && name.front() >= 'A' && name.front() <= 'Z' &&
           !name.starts_with("Fixed/") && std::ranges::all_of(name, [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '/' || c == '_' || c == '-' || c == '+';
           });
}

/// cctz remembers every name it is asked for, good or bad, for ever; names come from the network,
/// so only those with a file reach it.
bool has_file(std::string_view name) {
    const char* const folder =
        std::getenv("TZDIR");  // NOLINT(concurrency-mt-unsafe): never set by us
    std::error_code ignored;
    return std::filesystem::is_regular_file(
        std::filesystem::path(folder != nullptr ? folder : "/usr/share/zoneinfo") / name, ignored);
}

}  // namespace

Result<Zone> Zone::find(std::string_view name) {
    Zone zone;
    if (name == "UTC") {
        return zone;
    }
    cctz::time_zone loaded;
    if (!may_be_a_name(name) || !has_file(name) ||
        !cctz::load_time_zone(std::string(name), &loaded)) {
        return Errc::kNotFound;
    }
    zone.impl_ = std::bit_cast<const void*>(loaded);
    return zone;
}

UnixSeconds Zone::start_of(Day day) const {
    if (impl_ == nullptr) {
        return UnixSeconds{std::chrono::days{day}};
    }
    const auto found = zone_of(impl_).lookup(cctz::civil_second(kEpoch + day));
    // A midnight that was skipped: the day starts when the clocks have jumped. One that comes
    // twice: the first.
    const auto start =
        found.kind == cctz::time_zone::civil_lookup::SKIPPED ? found.trans : found.pre;
    return UnixSeconds{start.time_since_epoch()};
}

UnixSeconds Zone::at(Day day, std::int32_t second) const {
    if (impl_ == nullptr) {
        return UnixSeconds{std::chrono::days{day}} + std::chrono::seconds(second);
    }
    const auto found = zone_of(impl_).lookup(cctz::civil_second(kEpoch + day) + second);
    return UnixSeconds{found.pre.time_since_epoch()};
}

Day Zone::day_of(UnixSeconds at) const {
    if (impl_ == nullptr) {
        return static_cast<Day>(
            std::chrono::floor<std::chrono::days>(at).time_since_epoch().count());
    }
    const cctz::civil_second wall = zone_of(impl_).lookup(at).cs;
    auto day = static_cast<Day>(cctz::civil_day(wall) - kEpoch);
    // Where clocks go back over midnight, the old date returns for a while; the day that has begun
    // goes on, so that days are whole intervals and this function is the inverse of start_of().
    while (start_of(day + 1) <= at) {
        ++day;
    }
    return day;
}

CivilTime Zone::civil(UnixSeconds at) const {
    const cctz::time_zone zone = zone_of(impl_);
    const auto found = zone.lookup(at);
    const cctz::weekday weekday = cctz::get_weekday(cctz::civil_day(found.cs));
    return CivilTime{
        .year = static_cast<std::int32_t>(found.cs.year()),
        .month = static_cast<std::uint8_t>(found.cs.month()),
        .day = static_cast<std::uint8_t>(found.cs.day()),
        .hour = static_cast<std::uint8_t>(found.cs.hour()),
        .minute = static_cast<std::uint8_t>(found.cs.minute()),
        .second = static_cast<std::uint8_t>(found.cs.second()),
        .weekday = static_cast<std::uint8_t>(weekday),
        .offset_s = found.offset,
        .abbreviation = found.abbr,
    };
}

std::string iso_date(Day day) {
    const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{day}}};
    const auto number = [](unsigned value, std::size_t width) {
        const std::string digits = std::to_string(value);
        return std::string(width - std::min(width, digits.size()), '0') + digits;
    };
    return number(static_cast<unsigned>(std::max(int{date.year()}, 0)), 4) + "-" +
           number(unsigned{date.month()}, 2) + "-" + number(unsigned{date.day()}, 2);
}

}  // namespace ks
