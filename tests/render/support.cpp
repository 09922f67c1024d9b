// SPDX-License-Identifier: Apache-2.0
#include "support.hpp"

#include <algorithm>
#include <array>

namespace ks::render_test {

model::UptimeNow history(std::string_view cells,
                         const std::vector<record::DayDetail>& details,
                         record::State state) {
    model::UptimeNow now;
    now.state = state;
    now.today = 20780;  // 2026-11-23
    std::array<bool, 90> written{};
    for (const record::DayDetail& detail : details) {
        now.details_[now.detail_count_++] = detail;
        written[detail.day] = true;
        now.up_s += detail.seconds.up;
        now.degraded_s += detail.seconds.degraded;
        now.down_s += detail.seconds.down;
        if (detail.seconds.observed() != 0) {
            now.planes.observed.set(detail.day);
        }
    }
    for (int index = 0; index < 90; ++index) {
        const char letter = cells[static_cast<std::size_t>(index)];
        if (letter == 'u') {
            now.planes.up.set(index);
        } else if (letter == 'g') {
            now.planes.degraded.set(index);
        } else if (letter == 'd') {
            now.planes.down.set(index);
        } else if (letter == 'm') {
            now.planes.maintenance.set(index);
        }
        if (letter == 'u' && !written[static_cast<std::size_t>(index)]) {
            now.planes.observed.set(index);
            now.up_s += 86400;
        }
    }
    return now;
}

std::string cells(const std::vector<std::pair<int, char>>& others, char usual) {
    std::string all(90, usual);
    for (const auto& [index, letter] : others) {
        all[static_cast<std::size_t>(index)] = letter;
    }
    return all;
}

record::DayDetail day(int index,
                      std::uint32_t down,
                      std::uint32_t degraded,
                      std::uint32_t maintenance,
                      std::uint32_t length) {
    return {static_cast<std::uint8_t>(index),
            {.up = length - down - degraded - maintenance,
             .degraded = degraded,
             .down = down,
             .maintenance = maintenance}};
}

MonitorId monitor_id(std::uint8_t last_byte) {
    MonitorId id{};
    id.bytes.back() = std::byte{last_byte};
    return id;
}

SamplePage::SamplePage() {
    page.name = "Acme Status";
    page.version = 1842;
    page.config_version = 7;
    facts.page = &page;
    facts.zone_name = "UTC";
    facts.now = 1795426882;  // 2026-11-23T09:41:22Z
    facts.today = 20780;
    facts.style_path = "/assets/page.css";
    facts.script_path = "/assets/page.js";
}

view::IncidentEvent incident(std::int64_t started,
                             record::Impact impact,
                             std::int64_t resolved_after,
                             const std::vector<std::string>& messages) {
    const auto at = [](std::int64_t seconds) { return UnixMillis(std::chrono::seconds(seconds)); };
    view::IncidentEvent event;
    event.incident.id.bytes.back() = std::byte{7};
    event.incident.title = "Slow <checkout>";
    event.incident.impact = impact;
    event.incident.started_at = at(started);
    event.incident.status = record::IncidentStatus::kIdentified;
    if (resolved_after != 0) {
        event.incident.status = record::IncidentStatus::kResolved;
        event.incident.resolved_at = at(started + resolved_after);
    }
    for (const std::string& message : messages) {
        started += 60;
        event.updates.insert(
            event.updates.begin(),
            {.id = {},
             .status = event.updates.empty() ? record::IncidentStatus::kInvestigating
                                             : event.incident.status,
             .created_at = at(started),
             .message = message});
    }
    event.monitors = {{.id = monitor_id(1), .name = "Checkout & <pay>"}};
    return event;
}

view::MaintenanceEvent maintenance(std::int64_t starts, std::int64_t ends, std::int64_t now) {
    view::MaintenanceEvent event;
    event.window.id.bytes.back() = std::byte{9};
    event.window.title = "New <disks>";
    event.window.description = "Reads stay *available*.";
    event.starts = starts;
    event.ends = ends;
    event.phase = now < starts ? view::MaintenancePhase::kUpcoming
                  : now < ends ? view::MaintenancePhase::kActive
                               : view::MaintenancePhase::kCompleted;
    event.monitors = {{.id = monitor_id(1), .name = "Checkout"}};
    return event;
}

}  // namespace ks::render_test
