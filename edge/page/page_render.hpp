// SPDX-License-Identifier: Apache-2.0
// A status page, or a chunk of its entries, from the store's views to HTML, in one read scope.
#pragma once

#include "core/record/status_page.hpp"
#include "edge/page/page_index.hpp"
#include "edge/page/page_scene.hpp"
#include "render/page/status_page.hpp"
#include "storage/store/store.hpp"

#include <cstdint>
#include <string>

namespace ks::page {

struct RenderedPage {
    std::string html;              ///< empty: nothing has changed (of a refresh)
    std::int64_t next_change = 0;  ///< Unix seconds: when it can look different by itself
};

/// What a reactor keeps for rendering.
struct RenderTools {
    page_html::StatusPage& renderer;
    PageIndexes& indexes;
};

/// The chunk of entries that starts at `first`; 0: the page itself. kNotFound unless such a chunk
/// has entries. REQUIRES: `page` was read from `snapshot`. A monitor that has gone leaves its row
/// out.
[[nodiscard]] Result<RenderedPage> render_page(const store::Snapshot& snapshot,
                                               const record::PageView& page,
                                               const RenderFor& whom,
                                               std::uint32_t first,
                                               RenderTools tools);

}  // namespace ks::page
