// SPDX-License-Identifier: Apache-2.0
// /embed, which only the origins of the page's option may frame. Everything else of a page may be
// framed by nobody.
#include "core/text/percent.hpp"
#include "edge/page/dialect/public_facts.hpp"
#include "edge/page/dialect/renders.hpp"
#include "render/asset/assets.hpp"
#include "render/page/embed_page.hpp"

namespace ks::page {
namespace {

std::string embed_policy(std::string_view origins) {
    return "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; "
           "form-action 'none'; frame-ancestors " +
           (origins.empty() ? std::string("'none'") : std::string(origins));
}

Result<Body> render(const store::Snapshot& snapshot,
                    const Visit& visit,
                    const record::PageView& page) {
    KS_TRY(const Facts facts, read_facts(snapshot, visit, page));
    const std::string style = asset::style_path(page.accent_color);
    Body body{
        .text = {}, .valid_until = facts.valid_until, .policy = embed_policy(page.embed_origins)};
    page_html::embed_page(
        body.text,
        facts.page,
        {.style_path = style,
         .theme = page.theme,
         .monitors = text::query_value(visit.request.query, "monitors").value_or("0") != "0"});
    return body;
}

}  // namespace

Result<void> answer_embed(const store::Snapshot& snapshot, const Visit& visit) {
    return answer_cached(snapshot,
                         visit,
                         {.variant = visit.request.path,
                          .content_type = "text/html; charset=utf-8",
                          .open = false,
                          .keep = visit.request.query.empty()},
                         render);
}

}  // namespace ks::page
