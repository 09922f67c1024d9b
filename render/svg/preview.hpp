// SPDX-License-Identifier: Apache-2.0
// The picture that a chat shows beside a link to a page (og:image): name, state and its colour,
// 1200 by 630.
#pragma once

#include <string>
#include <string_view>

namespace ks::svg {

struct Preview {
    std::string_view name;       ///< the page's
    std::string_view state;      ///< in words
    std::string_view color;      ///< "#rrggbb", the state's
    std::string_view direction;  ///< "ltr" or "rtl"
};

/// Appends a whole document. Text that would be wider than the picture is cut at a whole character.
void preview(std::string& to, const Preview& preview);

}  // namespace ks::svg
