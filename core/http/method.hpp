// SPDX-License-Identifier: Apache-2.0
// Request methods we answer (RFC 9110 section 9, RFC 5789). Others are 501, CONNECT 405.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace ks::http {

enum class Method : std::uint8_t { kGet, kHead, kPost, kPut, kPatch, kDelete, kOptions };

[[nodiscard]] std::optional<Method> parse_method(std::string_view token) noexcept;
[[nodiscard]] std::string_view name(Method method) noexcept;

}  // namespace ks::http
