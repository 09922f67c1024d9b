// SPDX-License-Identifier: Apache-2.0
#include "core/route/host_table.hpp"

#include "core/base/assert.hpp"

namespace ks::route {

HostClass classify_host(std::string_view host, std::string_view base_domain) noexcept {
    KS_ASSERT(!base_domain.empty());
    if (host == base_domain) {
        return {HostKind::kBase, {}};
    }
    // The dot must be there: "evilexample.com" is not under "example.com".
    if (host.size() < base_domain.size() + 2 || !host.ends_with(base_domain) ||
        host[host.size() - base_domain.size() - 1] != '.') {
        return {HostKind::kForeign, {}};
    }
    const std::string_view label = host.substr(0, host.size() - base_domain.size() - 1);
    if (label.find('.') != std::string_view::npos) {
        return {HostKind::kForeign, {}};  // the base certificate covers one label only
    }
    if (label == "app") {
        return {HostKind::kApp, {}};
    }
    if (label == "pages") {
        return {HostKind::kPages, {}};
    }
    return {HostKind::kSlug, label};
}

}  // namespace ks::route
