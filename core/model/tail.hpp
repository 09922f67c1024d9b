// SPDX-License-Identifier: Apache-2.0
// What happens to a monitor after its newest result if no other comes.
#pragma once

#include "core/model/uptime.hpp"
#include "core/record/uptime_history.hpp"

#include <cstdint>
#include <vector>

namespace ks::model {

/// At most this many steps are kept; the last stays for ever.
inline constexpr std::size_t kTailSteps = 40;

/// The state at `settled` (its step begins at `since` or later) and all changes after it. Results
/// later than `limit` do not count. Empty if there is no data now or later.
[[nodiscard]] std::vector<record::TailStep> make_tail(const UptimeInput& input,
                                                      std::int64_t since,
                                                      std::int64_t settled,
                                                      std::int64_t limit);

}  // namespace ks::model
