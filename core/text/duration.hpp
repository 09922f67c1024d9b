// SPDX-License-Identifier: Apache-2.0
// Durations as people write them: one whole number and one unit.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace ks::text {

/// "250ms", "5s", "10m", "1h", "7d"; nullopt for anything else or what does not fit.
[[nodiscard]] std::optional<std::chrono::milliseconds> parse_duration(
    std::string_view text) noexcept;

/// In the largest unit that keeps the number whole: 3,600,000 ms is "1h". REQUIRES: not negative.
[[nodiscard]] std::string format_duration(std::chrono::milliseconds duration);

}  // namespace ks::text
