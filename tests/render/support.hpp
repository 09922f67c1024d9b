// SPDX-License-Identifier: Apache-2.0
// Hand-made rows and pages for the tests of the renderer.
#pragma once

#include "render/view/events.hpp"
#include "render/view/page_input.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ks::render_test {

/// A history from 90 letters `u g d m n` and the written-out days; sums as the days say. A day `u`
/// without a detail is 86,400 s up.
[[nodiscard]] model::UptimeNow history(std::string_view cells,
                                       const std::vector<record::DayDetail>& details = {},
                                       record::State state = record::State::kUp);

/// 90 letters: all `u` but for the cells given as (day, letter).
[[nodiscard]] std::string cells(const std::vector<std::pair<int, char>>& others = {},
                                char usual = 'u');

/// 24 h less the given seconds: up for the rest.
[[nodiscard]] record::DayDetail day(int index,
                                    std::uint32_t down,
                                    std::uint32_t degraded = 0,
                                    std::uint32_t maintenance = 0,
                                    std::uint32_t length = 86400);

[[nodiscard]] MonitorId monitor_id(std::uint8_t last_byte);

/// A page "Acme Status" in UTC at 2026-11-23 09:41:22 with plain asset paths.
struct SamplePage {
    SamplePage();
    record::PageView page;
    view::PageFacts facts;
};

/// An incident about "Checkout", started `started` (Unix seconds), that says each of `messages`,
/// oldest first and a minute apart; resolved after `resolved_after` seconds unless that is 0.
[[nodiscard]] view::IncidentEvent incident(std::int64_t started,
                                           record::Impact impact,
                                           std::int64_t resolved_after,
                                           const std::vector<std::string>& messages);
/// A window about "Checkout" with the phase that its times have at `now`.
[[nodiscard]] view::MaintenanceEvent maintenance(std::int64_t starts,
                                                 std::int64_t ends,
                                                 std::int64_t now);

}  // namespace ks::render_test
