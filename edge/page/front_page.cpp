// SPDX-License-Identifier: Apache-2.0
#include "edge/page/front_page.hpp"

#include "edge/page/cached_answer.hpp"
#include "edge/page/page_query.hpp"
#include "edge/page/page_render.hpp"
#include "edge/page/refresh_render.hpp"

#include <optional>
#include <utility>

namespace ks::page {
namespace {

Result<RenderedPage> render_part(const store::Snapshot& snapshot,
                                 const Visit& visit,
                                 const record::PageView& page,
                                 const PageQuery& query) {
    if (!query.refresh) {
        return render_page(snapshot,
                           page,
                           render_for(visit),
                           query.entries.first,
                           {.renderer = visit.cache.renderer(), .indexes = visit.cache.indexes()});
    }
    return render_refresh(snapshot,
                          page,
                          render_for(visit),
                          {.since = query.since_known ? std::optional(query.since) : std::nullopt,
                           .shown = query.entries},
                          visit.cache.indexes());
}

Result<Body> render(const store::Snapshot& snapshot,
                    const Visit& visit,
                    const record::PageView& page) {
    const auto query = parse_page_query(visit.request.query);
    if (!query) {
        return Errc::kNotFound;
    }
    KS_TRY(auto rendered, render_part(snapshot, visit, page, *query));
    return Body{.text = std::move(rendered.html),
                .valid_until = valid_until(visit.now, rendered.next_change),
                .policy = content_policy(page.logo_url, page.favicon_url),
                .next_change = rendered.next_change};
}

}  // namespace

Result<void> answer_page(const store::Snapshot& snapshot, const Visit& visit) {
    const auto query = parse_page_query(visit.request.query);
    return answer_cached(snapshot,
                         visit,
                         {.variant = {},
                          .content_type = "text/html; charset=utf-8",
                          .worded = true,
                          .keep = query.has_value(),
                          .query = query.value_or(PageQuery())},
                         render);
}

}  // namespace ks::page
