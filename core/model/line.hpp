// SPDX-License-Identifier: Apache-2.0
// A line: what a region, the quorum or a pause says over all time, as segments. Before its first
// segment a line is kNoData.
#pragma once

#include "core/model/uptime.hpp"

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace ks::model {

using Line = std::vector<Segment>;

inline constexpr std::int64_t kAlways = std::numeric_limits<std::int64_t>::min();
inline constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();

/// From `at` on the line is `state`, whatever it said before about later times. No two neighbours
/// are alike.
void set_from(Line& line, std::int64_t at, record::State state);

/// The state at `at`.
[[nodiscard]] record::State state_at(const Line& line, std::int64_t at) noexcept;

/// Several lines at the same instant, in their order.
using Rule = record::State (*)(std::span<const record::State> states) noexcept;

/// The line that `rule` makes of all `lines`.
[[nodiscard]] Line combine(std::span<const Line> lines, Rule rule);

/// The segments of `line` over [from, to), the first at `from`. REQUIRES: from < to.
[[nodiscard]] Line clip(const Line& line, std::int64_t from, std::int64_t to);

}  // namespace ks::model
