// SPDX-License-Identifier: Apache-2.0
#include "edge/page/dialect/app_path.hpp"

namespace ks::page {
namespace {

/// The text up to the next '/'.
std::string_view segment(std::string_view text) noexcept {
    return text.substr(0, text.find('/'));
}

}  // namespace

std::optional<AppPath> parse_app_path(std::string_view path) {
    for (const std::string_view start :
         {std::string_view("/api/status-page/heartbeat/"), std::string_view("/api/status-page/")}) {
        if (path.starts_with(start)) {
            const std::string_view slug = segment(path.substr(start.size()));
            return slug.empty() ? std::nullopt
                                : std::optional(AppPath{.slug = slug, .path = std::string(path)});
        }
    }
    constexpr std::string_view kStatus = "/status/";
    if (!path.starts_with(kStatus)) {
        return std::nullopt;
    }
    const std::string_view slug = segment(path.substr(kStatus.size()));
    const std::string_view rest = path.substr(kStatus.size() + slug.size());
    if (slug.empty() || rest.size() < 2) {
        return std::nullopt;
    }
    return AppPath{.slug = slug, .path = std::string(rest)};
}

}  // namespace ks::page
