// SPDX-License-Identifier: Apache-2.0
// What happens to a monitor after its newest result if no other comes.
#pragma once

#include "core/model/uptime.hpp"
#include "core/record/uptime_history.hpp"

#include <cstdint>
#include <vector>

namespace ks::model {

/// At most this many steps are stored; the last stays for ever.
inline constexpr std::size_t kTailSteps = 40;

struct Tail {
    std::vector<record::TailStep> steps;  ///< all of them
    /// When the silence after the newest ping becomes an outage; kNever: not by itself. Until then
    /// not even the time before it is decided.
    std::int64_t deadline;
};

/// The state at `settled` (its step begins at `since` or later) and all changes after it. Results
/// later than `limit` do not count. Empty if there is no data now or later.
[[nodiscard]] Tail make_tail(const UptimeInput& input,
                             std::int64_t since,
                             std::int64_t settled,
                             std::int64_t limit);

}  // namespace ks::model
