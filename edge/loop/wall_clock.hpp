// SPDX-License-Identifier: Apache-2.0
// The real clock: the only reader of the system's time.
#pragma once

#include "core/time/clock.hpp"

namespace ks::loop {

class WallClock final : public Clock {
public:
    [[nodiscard]] UnixMillis now() const noexcept override;
    [[nodiscard]] Monotonic monotonic() const noexcept override;
};

}  // namespace ks::loop
