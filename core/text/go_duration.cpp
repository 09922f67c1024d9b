// SPDX-License-Identifier: Apache-2.0
#include "core/text/go_duration.hpp"

#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>

namespace ks::text {
namespace {

struct Unit {
    std::string_view name;
    double millis;
};

/// Longer names before their beginnings.
constexpr Unit kUnits[] = {{"ms", 1},
                           {"ns", 1e-6},
                           {"us", 1e-3},
                           {"\u00b5s", 1e-3},
                           {"\u03bcs", 1e-3},
                           {"s", 1000},
                           {"m", 60'000},
                           {"h", 3'600'000}};

const Unit* unit_at(std::string_view text) noexcept {
    for (const Unit& unit : kUnits) {
        if (text.starts_with(unit.name)) {
            return &unit;
        }
    }
    return nullptr;
}

}  // namespace

std::optional<std::chrono::milliseconds> parse_go_duration(std::string_view text) noexcept {
    if (text.starts_with('+')) {
        text.remove_prefix(1);
    }
    if (text == "0") {
        return std::chrono::milliseconds(0);
    }
    double millis = 0;
    bool any = false;
    while (!text.empty()) {
        double count = 0;
        // Fixed: Go knows no exponents. A sign between parts is none either.
        const auto parsed = std::from_chars(
            text.data(), text.data() + text.size(), count, std::chars_format::fixed);
        const bool digits = (text.front() >= '0' && text.front() <= '9') || text.front() == '.';
        if (!digits || parsed.ec != std::errc()) {
            return std::nullopt;
        }
        text.remove_prefix(static_cast<std::size_t>(parsed.ptr - text.data()));
        const Unit* const unit = unit_at(text);
        if (unit == nullptr) {
            return std::nullopt;
        }
        text.remove_prefix(unit->name.size());
        millis += count * unit->millis;
        any = true;
    }
    if (!any || millis > std::numeric_limits<std::int32_t>::max()) {
        return std::nullopt;
    }
    // What was meant as a whole number of milliseconds may lie a little below it.
    return std::chrono::milliseconds(static_cast<std::int64_t>(std::floor(millis + 1e-7)));
}

}  // namespace ks::text
