// SPDX-License-Identifier: Apache-2.0
// The addresses of a page's formats on app.B, where the path must name the page.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace ks::page {

struct AppPath {
    std::string_view slug;
    std::string path;  ///< the same address on the page's own host
};

/// "/api/status-page/<slug>...", "/api/status-page/heartbeat/<slug>" as they are;
/// "/status/<slug>/<path>" is "/<path>". nullopt for all else.
[[nodiscard]] std::optional<AppPath> parse_app_path(std::string_view path);

}  // namespace ks::page
