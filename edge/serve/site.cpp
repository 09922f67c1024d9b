// SPDX-License-Identifier: Apache-2.0
#include "edge/serve/site.hpp"

namespace ks::serve {

std::string SiteFacts::https_origin(std::string_view host) const {
    constexpr std::uint16_t kDefaultPort = 443;
    std::string origin = "https://";
    origin += host;
    if (public_https_port != kDefaultPort) {
        origin += ':';
        origin += std::to_string(public_https_port);
    }
    return origin;
}

}  // namespace ks::serve
