// SPDX-License-Identifier: Apache-2.0
// When a maintenance window takes place.
#pragma once

#include "core/model/uptime.hpp"
#include "core/record/maintenance.hpp"
#include "core/time/zone.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace ks::model {

/// The occurrences that overlap [from, to), Unix seconds, in order of their start, at most `limit`.
/// Recurring ones begin at the civil time of the first start in `zone`, the project's (Zone::at
/// says what that is where clocks change), on the days that match the rule from the day of the
/// first start on, and last exactly as long as the first. The work follows the range, not the age
/// of the rule, but for one with COUNT, which counts from its start.
[[nodiscard]] std::vector<Interval> occurrences(const record::Maintenance& window,
                                                const Zone& zone,
                                                std::int64_t from,
                                                std::int64_t to,
                                                std::size_t limit);

/// The newest occurrence that began at or before `at`; nothing when there was none within 100
/// years.
[[nodiscard]] std::optional<Interval> last_occurrence(const record::Maintenance& window,
                                                      const Zone& zone,
                                                      std::int64_t at);

}  // namespace ks::model
