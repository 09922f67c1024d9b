// SPDX-License-Identifier: Apache-2.0
// The known key that a misspelt one was probably meant to be.
#pragma once

#include <string_view>

namespace ks::config {

/// Empty if nothing is near. A key in the wrong section counts as near: "body_bytes" is
/// "limits.body_bytes".
[[nodiscard]] std::string_view nearest_key(std::string_view key);

}  // namespace ks::config
