// SPDX-License-Identifier: Apache-2.0
// How long a request's body is (RFC 9112 section 6). Whatever two parsers could read differently is
// refused.
#pragma once

#include "core/base/result.hpp"
#include "core/http/fields.hpp"

#include <cstdint>

namespace ks::http {

enum class BodyKind : std::uint8_t { kNone, kLength, kChunked };

struct Framing {
    BodyKind kind = BodyKind::kNone;
    std::uint64_t length = 0;  ///< bytes, with kLength; never 0 there

    friend bool operator==(const Framing&, const Framing&) = default;
};

/// kBadRequest: both lengths, a repeated one, a Transfer-Encoding other than exactly "chunked" or
/// on HTTP/1.0, a Content-Length that is not 1 to 19 digits.
[[nodiscard]] Result<Framing> request_framing(const FieldsView& fields, int version_minor) noexcept;

}  // namespace ks::http
