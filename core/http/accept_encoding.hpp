// SPDX-License-Identifier: Apache-2.0
// Choice of a content coding from Accept-Encoding (RFC 9110 section 12.5.3).
#pragma once

#include "core/http/fields.hpp"

#include <cstdint>
#include <string_view>

namespace ks::http {

enum class Coding : std::uint8_t { kIdentity, kGzip, kBrotli };

/// The coding of highest quality; between equals br, then gzip. kIdentity where nothing else is
/// acceptable, even if the client refuses that too: a page it can read beats a 406.
[[nodiscard]] Coding choose_coding(std::string_view accept_encoding) noexcept;
[[nodiscard]] Coding choose_coding(const FieldsView& fields) noexcept;

/// Value of Content-Encoding; "identity" is never sent.
[[nodiscard]] std::string_view name(Coding coding) noexcept;

}  // namespace ks::http
