// SPDX-License-Identifier: Apache-2.0
// Which addresses given by a page's owner may stand in href or src. The API checks them too;
// nothing that could run as a script is written even if a stored page holds it.
#pragma once

#include <cstdint>
#include <string_view>

namespace ks::out {

enum class UrlUse : std::uint8_t { kLink, kImage };

/// http and https; for kImage also data:image/.
[[nodiscard]] bool safe_url(std::string_view url, UrlUse use) noexcept;

}  // namespace ks::out
