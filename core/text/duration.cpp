// SPDX-License-Identifier: Apache-2.0
#include "core/text/duration.hpp"

#include <array>
#include <charconv>
#include <cstdint>
#include <limits>

namespace ks::text {
namespace {

struct Unit {
    std::string_view name;
    std::int64_t millis;
};

constexpr std::array<Unit, 5> kUnits{
    {{"d", 86'400'000}, {"h", 3'600'000}, {"m", 60'000}, {"s", 1'000}, {"ms", 1}}};

}  // namespace

std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) noexcept {
    std::int64_t count = 0;
    const char* const end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), end, count);
    if (parsed.ec != std::errc{} || text.starts_with('-')) {
        return std::nullopt;
    }
    const std::string_view unit(parsed.ptr, end);
    for (const Unit& row : kUnits) {
        if (row.name == unit) {
            return count <= std::numeric_limits<std::int64_t>::max() / row.millis
                       ? std::optional(std::chrono::milliseconds{count * row.millis})
                       : std::nullopt;
        }
    }
    return std::nullopt;
}

std::string format_duration(std::chrono::milliseconds duration) {
    const std::int64_t millis = duration.count();
    if (millis == 0) {
        return "0s";
    }
    for (const Unit& row : kUnits) {
        if (millis % row.millis == 0) {
            return std::to_string(millis / row.millis).append(row.name);
        }
    }
    return {};
}

}  // namespace ks::text
