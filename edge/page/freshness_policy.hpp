// SPDX-License-Identifier: Apache-2.0
// How old what a visitor sees may be. Spec 4: never a state older than 30 s.
//
// A page rendered at r shows the state at r. We send it until r + kAnswerAgeMax_s, less where a
// state is to change by itself before; any cache may use what we sent at s for kMaxAge_s more,
// shared ones included, whose ages add up (Age, RFC 9111 section 4.2.3). So the oldest state shown
// is kAnswerAgeMax_s + kMaxAge_s = 25 s old. must-revalidate forbids stale use when we cannot be
// reached, and there is no stale-while-revalidate or stale-if-error. Where a state changes by
// itself within those 25 s no cache may keep the page: then it is not shown past that instant at
// all.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>

namespace ks::page {

/// How long a rendered answer is sent at most: "last updated" and figures move on without a write.
inline constexpr std::int64_t kAnswerAgeMax_s = 10;
/// The max-age of what is sent.
inline constexpr std::int64_t kMaxAge_s = 15;
/// The age that a shown state can have.
inline constexpr std::int64_t kShownAge_s = kAnswerAgeMax_s + kMaxAge_s;
static_assert(kShownAge_s <= 30);

inline constexpr std::string_view kKeep = "public, max-age=15, must-revalidate";
inline constexpr std::string_view kAskAgain = "public, no-cache";

/// Until when what was rendered at `now` may be sent, exclusive.
[[nodiscard]] constexpr std::int64_t valid_until(std::int64_t now,
                                                 std::int64_t next_change) noexcept {
    return std::min(now + kAnswerAgeMax_s, std::max(next_change, now + 1));
}

/// Cache-Control of what was rendered at `now`.
[[nodiscard]] constexpr std::string_view cache_control(std::int64_t now,
                                                       std::int64_t next_change) noexcept {
    return next_change - now >= kShownAge_s ? kKeep : kAskAgain;
}

}  // namespace ks::page
