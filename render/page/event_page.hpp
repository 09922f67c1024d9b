// SPDX-License-Identifier: Apache-2.0
// The pages beside the status page that tell of events: one incident, one maintenance window, a
// month's history. Same frame, so that the script keeps them fresh, too.
#pragma once

#include "render/view/events.hpp"
#include "render/view/page_input.hpp"

#include <chrono>
#include <optional>
#include <span>
#include <string>

namespace ks::page_html {

/// Each appends a whole document to `to`.
void incident_page(std::string& to,
                   const view::PageFacts& facts,
                   const view::IncidentEvent& event);
void maintenance_page(std::string& to,
                      const view::PageFacts& facts,
                      const view::MaintenanceEvent& event);

/// A calendar month of the page's zone.
struct HistoryMonth {
    std::chrono::year_month month;
    std::optional<std::chrono::year_month> earlier;  ///< where there may be something to see
    std::optional<std::chrono::year_month> later;
    std::span<const view::IncidentEvent> incidents;       ///< newest start first
    std::span<const view::MaintenanceEvent> maintenance;  ///< completed, by start
};

void history_page(std::string& to, const view::PageFacts& facts, const HistoryMonth& history);

/// "/history/2026-11".
[[nodiscard]] std::string history_path(std::chrono::year_month month);

}  // namespace ks::page_html
