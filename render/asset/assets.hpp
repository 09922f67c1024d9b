// SPDX-License-Identifier: Apache-2.0
// The page's style and script, part of the binary. A path holds the hash of what it serves, so it
// may be cached forever.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace ks::asset {

struct Asset {
    std::string_view content_type;
    std::string bytes;
};

/// "/assets/page.<hash>.css", or "/assets/page.<hash>-rrggbb.css" for an accent "#rrggbb" (any
/// other text: none).
[[nodiscard]] std::string style_path(std::string_view accent);
/// "/assets/page.<hash>.js"
[[nodiscard]] std::string_view script_path();
/// What a path of style_path() or script_path() serves; nullopt for every other one, older hashes
/// included.
[[nodiscard]] std::optional<Asset> find_asset(std::string_view path);

/// "/assets/<stem>.<hash of content>".
[[nodiscard]] std::string hashed_path(std::string_view stem, std::string_view content);

}  // namespace ks::asset
