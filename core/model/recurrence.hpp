// SPDX-License-Identifier: Apache-2.0
// When a maintenance window takes place.
#pragma once

#include "core/model/uptime.hpp"
#include "core/record/maintenance.hpp"
#include "core/time/zone.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ks::model {

/// The occurrences that overlap [from, to), Unix seconds, in order of their start, at most `limit`.
/// Recurring ones keep the civil time of the first start in `zone`, the project's.
[[nodiscard]] std::vector<Interval> occurrences(const record::Maintenance& window,
                                                const Zone& zone,
                                                std::int64_t from,
                                                std::int64_t to,
                                                std::size_t limit);

}  // namespace ks::model
