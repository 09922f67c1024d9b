// SPDX-License-Identifier: Apache-2.0
// Content codings of whole bodies. Slow for large ones: made once a version and kept (page cache,
// assets).
#pragma once

#include "core/base/result.hpp"
#include "core/http/accept_encoding.hpp"

#include <string>
#include <string_view>

namespace ks::serve {

/// `body` in that coding; a copy for kIdentity. The same bytes for the same body. kInternal: out of
/// memory.
[[nodiscard]] Result<std::string> compress(http::Coding coding, std::string_view body);

}  // namespace ks::serve
