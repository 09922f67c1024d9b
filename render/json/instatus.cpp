// SPDX-License-Identifier: Apache-2.0
#include "render/json/instatus.hpp"

#include "core/text/iso_time.hpp"
#include "core/text/json_out.hpp"

#include <array>

namespace ks::json {
namespace {

using model::PageState;

std::string_view page_status(PageState state) noexcept {
    if (state == PageState::kNoData || state == PageState::kOperational) {
        return "UP";
    }
    return state == PageState::kMaintenance ? "UNDERMAINTENANCE" : "HASISSUES";
}

std::string_view status(record::IncidentStatus status) noexcept {
    constexpr std::array<std::string_view, 4> kNames{
        "INVESTIGATING", "IDENTIFIED", "MONITORING", "RESOLVED"};
    return kNames[static_cast<std::size_t>(status) - 1];
}

std::string_view impact(record::Impact impact) noexcept {
    constexpr std::array<std::string_view, 4> kNames{
        "OPERATIONAL", "DEGRADEDPERFORMANCE", "PARTIALOUTAGE", "MAJOROUTAGE"};
    return kNames[static_cast<std::size_t>(impact)];
}

}  // namespace

void instatus_summary(std::string& to,
                      const view::PublicPage& page,
                      std::span<const view::MaintenanceEvent> maintenances) {
    text::JsonOut out(to);
    out.begin_object().key("page").begin_object().key("name").string(page.name);
    out.key("url").string(page.url).key("status").string(page_status(page.state)).end_object();
    if (!page.open_incidents.empty()) {
        out.key("activeIncidents").begin_array();
        for (const view::IncidentEvent& event : page.open_incidents) {
            out.begin_object().key("name").string(event.incident.title);
            out.key("started").string(text::format_iso_millis(event.incident.started_at));
            out.key("status").string(status(event.incident.status));
            out.key("impact").string(impact(event.incident.impact));
            out.key("url").string(view::address(page, event)).end_object();
        }
        out.end_array();
    }
    if (!maintenances.empty()) {
        out.key("activeMaintenances").begin_array();
        for (const view::MaintenanceEvent& event : maintenances) {
            const bool active = event.phase == view::MaintenancePhase::kActive;
            out.begin_object().key("name").string(event.window.title);
            out.key("start").string(
                text::format_iso_millis(UnixMillis(std::chrono::seconds(event.starts))));
            out.key("status").string(active ? "INPROGRESS" : "NOTSTARTEDYET");
            // Minutes, as text.
            out.key("duration").string(std::to_string((event.ends - event.starts) / 60));
            out.key("url").string(view::address(page, event)).end_object();
        }
        out.end_array();
    }
    out.end_object();
}

}  // namespace ks::json
