// SPDX-License-Identifier: Apache-2.0
// A token bucket as one number: the time at which it is full again (the generic cell rate
// algorithm). A bucket that nobody has touched is full, so only used ones need a row.
#pragma once

#include "core/time/clock.hpp"

#include <chrono>
#include <cstdint>

namespace ks::model {

struct Rate {
    std::uint32_t burst = 1;                ///< tokens of a full bucket
    std::chrono::milliseconds interval{0};  ///< one token comes back in this time; 0: no limit
};

/// How long until a token is there; 0: now. `full_at`: epoch for an untouched bucket. With
/// `reserve`, that many tokens are left to others.
[[nodiscard]] std::chrono::milliseconds wait_for_token(UnixMillis full_at,
                                                       const Rate& rate,
                                                       UnixMillis now,
                                                       std::uint32_t reserve = 0) noexcept;

/// The bucket with one token less.
[[nodiscard]] UnixMillis take_token(UnixMillis full_at, const Rate& rate, UnixMillis now) noexcept;

}  // namespace ks::model
