// SPDX-License-Identifier: Apache-2.0
#include "render/out/safe_url.hpp"

#include <algorithm>

namespace ks::out {

bool safe_url(std::string_view url, UrlUse use) noexcept {
    const auto starts_with = [url](std::string_view scheme) {
        return url.size() > scheme.size() &&
               std::ranges::equal(url.substr(0, scheme.size()), scheme, [](char a, char b) {
                   return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + ('a' - 'A')) : a) == b;
               });
    };
    return starts_with("https://") || starts_with("http://") ||
           (use == UrlUse::kImage && starts_with("data:image/"));
}

}  // namespace ks::out
