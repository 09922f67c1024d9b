// SPDX-License-Identifier: Apache-2.0
#include "edge/loop/wall_clock.hpp"

namespace ks::loop {

UnixMillis WallClock::now() const noexcept {
    return std::chrono::time_point_cast<std::chrono::milliseconds>(
        std::chrono::system_clock::now());
}

Monotonic WallClock::monotonic() const noexcept {
    return std::chrono::time_point_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now());
}

}  // namespace ks::loop
