// SPDX-License-Identifier: Apache-2.0
#include "edge/page/front_page.hpp"

#include "edge/page/cached_answer.hpp"
#include "edge/page/page_render.hpp"

#include <utility>

namespace ks::page {
namespace {

Result<Body> render(const store::Snapshot& snapshot,
                    const Visit& visit,
                    const record::PageView& page) {
    KS_TRY(auto rendered,
           render_page(snapshot, page, render_for(visit), visit.cache.renderer()));
    return Body{.text = std::move(rendered.html),
                .valid_until = rendered.valid_until,
                .policy = content_policy(page.logo_url, page.favicon_url)};
}

}  // namespace

Result<void> answer_page(const store::Snapshot& snapshot, const Visit& visit) {
    return answer_cached(
        snapshot,
        visit,
        {.variant = {}, .content_type = "text/html; charset=utf-8", .worded = true},
        render);
}

}  // namespace ks::page
