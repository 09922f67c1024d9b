// SPDX-License-Identifier: Apache-2.0
// Badges: an SVG of two fields in the flat style of shields.io, and the JSON of which shields.io
// makes one ("endpoint").
#pragma once

#include <string>
#include <string_view>

namespace ks::svg {

struct Badge {
    std::string label;    ///< may be empty: then only the message is drawn
    std::string message;  ///< never empty
    std::string color;    ///< "#rrggbb"
};

/// Width in pixels at 11 px Verdana, as far as a small table knows; never less than the text.
[[nodiscard]] unsigned text_width(std::string_view text) noexcept;

/// Appends a whole document.
void badge(std::string& to, const Badge& badge);
/// `{"schemaVersion":1, ...}`. `error`: shields.io then keeps the colour.
void shields(std::string& to, const Badge& badge, bool error);

}  // namespace ks::svg
