// SPDX-License-Identifier: Apache-2.0
// Durations as Go programs write them (time.ParseDuration): "1.5s", "300ms", "1h15m30.5s", "0".
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace ks::text {

/// Rounded down to whole milliseconds. nullopt for what Go refuses, for negative ones, and for more
/// than fits 31 bits of milliseconds (24 days).
[[nodiscard]] std::optional<std::chrono::milliseconds> parse_go_duration(
    std::string_view text) noexcept;

}  // namespace ks::text
