// SPDX-License-Identifier: Apache-2.0
#include "core/model/rate.hpp"

#include <algorithm>

namespace ks::model {

std::chrono::milliseconds wait_for_token(UnixMillis full_at,
                                         const Rate& rate,
                                         UnixMillis now,
                                         std::uint32_t reserve) noexcept {
    const std::uint32_t kept = std::min(reserve, rate.burst - 1);
    const auto room = rate.interval * static_cast<std::int64_t>(rate.burst - 1 - kept);
    return std::max(full_at - now - room, std::chrono::milliseconds{0});
}

UnixMillis take_token(UnixMillis full_at, const Rate& rate, UnixMillis now) noexcept {
    return std::max(full_at, now) + rate.interval;
}

}  // namespace ks::model
