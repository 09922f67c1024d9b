// SPDX-License-Identifier: Apache-2.0
// What readers of feeds are shown of an incident or a window: one paragraph an update, newest
// first, the state in the first <strong> of each, which parsers take as the current one.
#pragma once

#include "render/view/public_page.hpp"

#include <string>
#include <string_view>

namespace ks::feed {

/// A Markdown message as HTML that is safe to embed.
[[nodiscard]] std::string message_html(std::string_view message);

[[nodiscard]] std::string update_html(const view::IncidentEvent& event);
[[nodiscard]] std::string update_html(const view::MaintenanceEvent& event);

}  // namespace ks::feed
