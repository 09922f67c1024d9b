// SPDX-License-Identifier: Apache-2.0
// base64url without padding (RFC 4648 section 5): tokens, keys, ETags.
#pragma once

#include "core/base/bytes.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace ks::text {

[[nodiscard]] std::string base64url_encode(Bytes bytes);

/// nullopt for padding, other characters, an impossible length or unused bits that are not zero, so
/// that every value has exactly one text.
[[nodiscard]] std::optional<std::string> base64url_decode(std::string_view text);

}  // namespace ks::text
