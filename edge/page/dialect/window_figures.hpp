// SPDX-License-Identifier: Apache-2.0
// Figures of a monitor over the last hours or days, out of its results: exact, where the 90-day
// record only knows whole days.
#pragma once

#include "core/model/uptime.hpp"
#include "core/record/monitor.hpp"
#include "edge/page/page_events.hpp"
#include "storage/store/store.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace ks::page {

/// Half-open, Unix seconds.
struct Window {
    std::int64_t from;
    std::int64_t to;
};

struct WindowFigures {
    std::uint64_t down_s = 0;
    std::uint64_t observed_s = 0;
};

/// Maintenance of each monitor, by start.
using MaintenanceSpans = std::unordered_map<MonitorId, std::vector<model::Interval>>;

[[nodiscard]] Result<MaintenanceSpans> maintenance_spans(EventReader& reader, const Window& window);

/// The states of the monitor over the window, added up.
[[nodiscard]] Result<WindowFigures> figures_in(const store::Snapshot& snapshot,
                                               const record::Monitor& monitor,
                                               std::span<const model::Interval> maintenance,
                                               const Window& window);

/// The mean response time of the window's results, of those that are kept one by one (48 hours);
/// -1: none.
[[nodiscard]] Result<std::int64_t> average_ms(const store::Snapshot& snapshot,
                                              MonitorId id,
                                              const Window& window);

/// "24", "24h", "7d", "2w", "3m" (months of 30 days) or "1y" in seconds, as far as 90 days; nullopt
/// for all else.
[[nodiscard]] std::optional<std::int64_t> parse_span(std::string_view text) noexcept;

}  // namespace ks::page
