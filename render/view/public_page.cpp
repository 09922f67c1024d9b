// SPDX-License-Identifier: Apache-2.0
#include "render/view/public_page.hpp"

#include <algorithm>

namespace ks::view {
namespace {

/// From when on an occurrence of a recurring window is spoken of.
constexpr std::int64_t kAnnounced_s = 7LL * 86400;

UnixMillis millis(std::int64_t seconds) noexcept {
    return UnixMillis(std::chrono::seconds(seconds));
}

}  // namespace

model::PageState state_of(const PublicPage& page, const std::vector<std::size_t>& members) {
    model::PageTally tally;
    for (const std::size_t member : members) {
        tally.add(page.monitors[member].state);
    }
    return tally.state();
}

std::string address(const PublicPage& page, const IncidentEvent& event) {
    return page.url + "/incidents/" + event.incident.id.text();
}

std::string address(const PublicPage& page, const MaintenanceEvent& event) {
    return page.url + "/maintenance/" + event.window.id.text();
}

std::string occurrence_id(const MaintenanceEvent& event) {
    std::string id = event.window.id.text();
    return event.window.rrule.empty() ? id : id + "_" + std::to_string(event.starts);
}

std::vector<MaintenanceStep> steps(const MaintenanceEvent& event) {
    std::vector<MaintenanceStep> out;
    if (event.phase == MaintenancePhase::kCompleted) {
        out.push_back({MaintenancePhase::kCompleted, millis(event.ends)});
    }
    if (event.phase != MaintenancePhase::kUpcoming) {
        out.push_back({MaintenancePhase::kActive, millis(event.starts)});
    }
    // A window that was entered afterwards was planned when it began.
    UnixMillis planned = std::min(event.window.created_at, millis(event.starts));
    if (!event.window.rrule.empty()) {
        planned = std::max(planned, millis(event.starts - kAnnounced_s));
    }
    out.push_back({MaintenancePhase::kUpcoming, planned});
    return out;
}

}  // namespace ks::view
