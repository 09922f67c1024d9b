// SPDX-License-Identifier: Apache-2.0
// A public page with two groups and an ungrouped monitor, an incident and a window.
#pragma once

#include "render/view/public_page.hpp"

#include <cstdint>
#include <string>

namespace ks::render_test {

/// 2026-11-23 09:41:22 UTC.
inline constexpr std::int64_t kPublicNow_s = 1795426882;

template <class AnyId>
[[nodiscard]] AnyId id_of(std::uint8_t last_byte) {
    AnyId id{};
    id.bytes[15] = std::byte{last_byte};
    return id;
}

[[nodiscard]] inline UnixMillis at_ms(std::int64_t seconds) {
    return UnixMillis(std::chrono::seconds(seconds));
}

inline void add(view::PublicPage& page,
                std::uint8_t number,
                std::string group,
                record::State state) {
    const std::size_t index = page.monitors.size();
    page.monitors.push_back({.id = id_of<MonitorId>(number),
                             .name = "m" + std::to_string(number),
                             .group = group,
                             .state = state,
                             .created_at = at_ms(kPublicNow_s - 86400),
                             .changed_at = at_ms(kPublicNow_s - 60)});
    page.by_id.emplace(page.monitors.back().id, index);
    if (group.empty()) {
        page.ungrouped.push_back(index);
        return;
    }
    if (page.groups.empty() || page.groups.back().name != group) {
        page.groups.push_back({.name = group, .id = "grp_" + group, .members = {}});
    }
    page.groups.back().members.push_back(index);
}

[[nodiscard]] inline view::PublicPage public_page() {
    view::PublicPage page;
    page.id = id_of<PageId>(1);
    page.name = "Acme";
    page.slug = "acme";
    page.url = "https://acme.example.com";
    page.authority = "example.com";
    page.time_zone = "UTC";
    page.created_at = at_ms(kPublicNow_s - 86400);
    page.updated_at = at_ms(kPublicNow_s);
    page.now = kPublicNow_s;
    page.state = model::PageState::kPartialOutage;
    add(page, 1, {}, record::State::kUp);
    add(page, 2, "Core", record::State::kUp);
    add(page, 3, "Core", record::State::kDown);
    add(page, 4, "Edge", record::State::kPaused);
    return page;
}

[[nodiscard]] inline view::IncidentEvent incident(std::string title = "Slow",
                                                  std::string message = "We look.") {
    view::IncidentEvent event;
    event.incident.id = id_of<IncidentId>(9);
    event.incident.title = std::move(title);
    event.incident.impact = record::Impact::kMinor;
    event.incident.created_at = event.incident.started_at = at_ms(kPublicNow_s - 600);
    event.incident.updated_at = at_ms(kPublicNow_s - 300);
    event.updates.push_back({.id = id_of<UpdateId>(2),
                             .status = record::IncidentStatus::kResolved,
                             .created_at = at_ms(kPublicNow_s - 300),
                             .message = "Over."});
    event.updates.push_back({.id = id_of<UpdateId>(1),
                             .status = record::IncidentStatus::kInvestigating,
                             .created_at = at_ms(kPublicNow_s - 600),
                             .message = std::move(message)});
    event.monitors.push_back({.id = id_of<MonitorId>(3), .name = "m3"});
    return event;
}

[[nodiscard]] inline view::MaintenanceEvent maintenance(std::string title = "Disk") {
    view::MaintenanceEvent event;
    event.window.id = id_of<MaintenanceId>(7);
    event.window.title = std::move(title);
    event.window.created_at = event.window.updated_at = at_ms(kPublicNow_s - 7200);
    event.starts = kPublicNow_s - 600;
    event.ends = kPublicNow_s + 600;
    event.phase = view::MaintenancePhase::kActive;
    return event;
}

}  // namespace ks::render_test
