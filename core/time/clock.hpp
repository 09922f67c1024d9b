// SPDX-License-Identifier: Apache-2.0
// The seam for time. Only edge/loop/wall_clock reads the real clock; tests advance their own.
#pragma once

#include <chrono>
#include <cstdint>

namespace ks {

/// Wall-clock time, UTC. Uptime arithmetic is in whole seconds.
using UnixSeconds = std::chrono::sys_seconds;
using UnixMillis = std::chrono::sys_time<std::chrono::milliseconds>;
/// Monotonic time, for deadlines.
using Monotonic = std::chrono::time_point<std::chrono::steady_clock, std::chrono::milliseconds>;

class Clock {
public:
    Clock() = default;
    Clock(const Clock&) = delete;
    Clock& operator=(const Clock&) = delete;
    virtual ~Clock() = default;

    [[nodiscard]] virtual UnixMillis now() const noexcept = 0;
    [[nodiscard]] virtual Monotonic monotonic() const noexcept = 0;

    [[nodiscard]] UnixSeconds now_seconds() const noexcept {
        return std::chrono::floor<std::chrono::seconds>(now());
    }
};

}  // namespace ks
