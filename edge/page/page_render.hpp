// SPDX-License-Identifier: Apache-2.0
// A status page from the store's views to HTML, in one read scope.
#pragma once

#include "core/record/status_page.hpp"
#include "edge/page/page_setting.hpp"
#include "render/page/status_page.hpp"
#include "storage/store/store.hpp"

#include <cstdint>
#include <string>

namespace ks::page {

struct RenderedPage {
    std::string html;
    std::int64_t valid_until = 0;  ///< Unix seconds: when it can look different by itself
};

/// REQUIRES: `page` was read from `snapshot`. A monitor that has gone leaves its row out.
[[nodiscard]] Result<RenderedPage> render_page(const store::Snapshot& snapshot,
                                               const record::PageView& page,
                                               const RenderFor& whom,
                                               page_html::StatusPage& renderer);

}  // namespace ks::page
