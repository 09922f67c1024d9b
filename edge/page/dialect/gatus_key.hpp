// SPDX-License-Identifier: Apache-2.0
// Which monitor a Gatus key names.
#pragma once

#include "render/view/public_page.hpp"

#include <string_view>

namespace ks::page {

/// `encoded` as it stands in the path; the first on the page counts, nullptr: none.
[[nodiscard]] const view::PublicMonitor* find_key(const view::PublicPage& page,
                                                  std::string_view encoded);

}  // namespace ks::page
