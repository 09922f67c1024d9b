// SPDX-License-Identifier: Apache-2.0
// A plausible past: the results that a monitor would have had, the same for the same seed.
#pragma once

#include "plan.hpp"

#include "core/record/check_result.hpp"

#include <cstdint>
#include <vector>

namespace ks::demo {

/// Results of `id` over the last 90 days (30 for Past::kNew) before `now`, oldest first.
[[nodiscard]] std::vector<record::CheckResult> past_results(const PlannedMonitor& plan,
                                                            MonitorId id,
                                                            UnixSeconds now,
                                                            std::uint64_t seed);

}  // namespace ks::demo
