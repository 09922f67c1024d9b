// SPDX-License-Identifier: Apache-2.0
// Reason phrases of the status codes we send (RFC 9110 section 15).
#pragma once

#include <cstdint>
#include <string_view>

namespace ks::http {

/// "Unknown" for a code we never send.
[[nodiscard]] std::string_view reason(std::uint16_t status) noexcept;

/// 1xx, 204 and 304 have no body and no framing fields of one.
[[nodiscard]] bool has_no_body(std::uint16_t status) noexcept;

}  // namespace ks::http
