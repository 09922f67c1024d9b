// SPDX-License-Identifier: Apache-2.0
// The pauses between polls: the CA's own where it names one, else growing ones, all within one
// deadline (RFC 8555 section 7.5.1).
#pragma once

#include "edge/acme/issuer.hpp"
#include "edge/loop/reactor.hpp"

#include <algorithm>
#include <chrono>
#include <optional>

namespace ks::acme {

class Waiting {
public:
    Waiting(loop::Reactor& reactor, const Pace& pace, std::chrono::milliseconds in_all)
        : reactor_(reactor),
          gap_(pace.first_gap),
          gap_max_(pace.gap_max),
          deadline_(reactor.clock().monotonic() + in_all) {}

    /// False, at once, when the deadline would be over after the pause.
    [[nodiscard]] loop::Task<bool> pause(std::optional<std::chrono::seconds> asked) {
        // "Retry-After: 0" is no licence to poll in a circle.
        const std::chrono::milliseconds gap =
            asked ? std::max<std::chrono::milliseconds>(*asked, gap_) : gap_;
        if (reactor_.clock().monotonic() + gap > deadline_) {
            co_return false;
        }
        gap_ = std::min(gap_ * 2, gap_max_);
        co_await reactor_.sleep(gap);
        co_return true;
    }

private:
    loop::Reactor& reactor_;
    std::chrono::milliseconds gap_;
    std::chrono::milliseconds gap_max_;
    Monotonic deadline_;
};

}  // namespace ks::acme
