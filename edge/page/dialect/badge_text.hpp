// SPDX-License-Identifier: Apache-2.0
// What badges say and in which colour, and what a query may change about them.
#pragma once

#include "core/model/page_state.hpp"
#include "render/svg/badge.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ks::page {

struct BadgeFace {
    std::string message;
    std::string_view color;  ///< "#rrggbb"
    bool error = false;      ///< something is wrong, not just unknown
};

[[nodiscard]] BadgeFace badge_face(model::PageState state);
[[nodiscard]] BadgeFace badge_face(record::State state);
/// "99.98%"; "no data" where nothing was observed.
[[nodiscard]] BadgeFace uptime_face(std::uint64_t down_s, std::uint64_t observed_s);
/// "123 ms"; "no data" below 0.
[[nodiscard]] BadgeFace response_face(std::int64_t milliseconds);

enum class BadgeType : std::uint8_t { kStatus, kUptime, kResponse };

struct BadgeQuery {
    BadgeType type = BadgeType::kStatus;
    int days = 90;
    std::string monitor;  ///< its id as text; empty: the page
    std::optional<std::string> label;
    std::optional<std::string> color;  ///< "#rrggbb"
};

/// `?monitor=&type=status|uptime|response&days=1..90&label=&color=`. On failure `fault` names the
/// parameter.
[[nodiscard]] std::optional<BadgeQuery> read_badge_query(std::string_view query,
                                                         std::string_view& fault);

/// "#0c7", "0c7", "00cc77" and the names that shields.io uses, as "#rrggbb"; nullopt: none of them.
[[nodiscard]] std::optional<std::string> badge_color(std::string_view text);

}  // namespace ks::page
