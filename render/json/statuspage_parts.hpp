// SPDX-License-Identifier: Apache-2.0
// The objects that Statuspage's documents are made of.
#pragma once

#include "core/text/json_out.hpp"
#include "render/view/public_page.hpp"

#include <string_view>

namespace ks::json {

/// `operational degraded_performance partial_outage major_outage under_maintenance`; what is paused
/// or has no data counts as operational, for there is no word for it that clients know.
[[nodiscard]] std::string_view component_status(record::State state) noexcept;
[[nodiscard]] std::string_view component_status(model::PageState state) noexcept;
/// `none minor major critical maintenance`.
[[nodiscard]] std::string_view indicator(model::PageState state) noexcept;

void page_object(text::JsonOut& out, const view::PublicPage& page);
void status_object(text::JsonOut& out, const view::PublicPage& page);
/// Every group and every monitor, as the page has them.
void components_array(text::JsonOut& out, const view::PublicPage& page);
/// Those of `monitors` that are on the page.
void components_of(text::JsonOut& out,
                   const view::PublicPage& page,
                   const std::vector<view::NamedMonitor>& monitors);

void incident_object(text::JsonOut& out,
                     const view::PublicPage& page,
                     const view::IncidentEvent& event);
void maintenance_object(text::JsonOut& out,
                        const view::PublicPage& page,
                        const view::MaintenanceEvent& event);

/// key(name) with the time in ISO 8601 with milliseconds, or null for zero.
void time_field(text::JsonOut& out, std::string_view name, UnixMillis at);

}  // namespace ks::json
