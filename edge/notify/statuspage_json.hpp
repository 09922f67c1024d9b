// SPDX-License-Identifier: Apache-2.0
// The documents that webhook subscribers get, in the form of Atlassian Statuspage's subscriber
// webhooks, so that existing receivers understand them.
#pragma once

#include "core/record/status_page.hpp"
#include "render/view/events.hpp"

#include <string>
#include <string_view>

namespace ks::notify {

/// What every document has.
struct WebhookFrame {
    const record::PageView& page;
    std::string_view page_url;
    std::string_view indicator;    ///< "none|minor|major|critical|maintenance"
    std::string_view description;  ///< "All Systems Operational"
    std::string_view manage_url, unsubscribe_url;
};

[[nodiscard]] std::string confirmation_json(const WebhookFrame& frame,
                                            std::string_view confirm_url,
                                            std::string_view signing_secret);
[[nodiscard]] std::string incident_json(const WebhookFrame& frame,
                                        const view::IncidentEvent& event);
/// A maintenance window is an incident of status "scheduled" there.
[[nodiscard]] std::string maintenance_json(const WebhookFrame& frame,
                                           const view::MaintenanceEvent& event);

}  // namespace ks::notify
