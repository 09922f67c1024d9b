// SPDX-License-Identifier: Apache-2.0
// What a host name stands for, seen from the base domain alone; who owns a slug or a custom domain
// is in the store.
#pragma once

#include <cstdint>
#include <string_view>

namespace ks::route {

enum class HostKind : std::uint8_t {
    kApp,      ///< app.B
    kPages,    ///< pages.B
    kSlug,     ///< <label>.B
    kBase,     ///< B itself
    kForeign,  ///< anything else: perhaps a custom domain
};

struct HostClass {
    HostKind kind = HostKind::kForeign;
    std::string_view label;  ///< with kSlug: the part before B, a view into the host given

    friend bool operator==(const HostClass&, const HostClass&) = default;
};

/// REQUIRES: both normalised (http::parse_authority), `base_domain` not empty.
[[nodiscard]] HostClass classify_host(std::string_view host, std::string_view base_domain) noexcept;

}  // namespace ks::route
