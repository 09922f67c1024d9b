// SPDX-License-Identifier: Apache-2.0
#include "core/http/method.hpp"

#include <array>
#include <cstddef>

namespace ks::http {
namespace {

constexpr std::array<std::string_view, 7> kNames{
    "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};

}  // namespace

std::optional<Method> parse_method(std::string_view token) noexcept {
    // Methods are case-sensitive (RFC 9110 section 9.1).
    for (std::size_t i = 0; i < kNames.size(); ++i) {
        if (kNames[i] == token) {
            return static_cast<Method>(i);
        }
    }
    return std::nullopt;
}

std::string_view name(Method method) noexcept {
    return kNames[static_cast<std::size_t>(method)];
}

}  // namespace ks::http
