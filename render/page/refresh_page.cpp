// SPDX-License-Identifier: Apache-2.0
#include "render/page/refresh_page.hpp"

#include "render/fragment/state_face.hpp"
#include "render/page/head.hpp"

namespace ks::page_html {

void refresh_open(out::Html& out,
                  const view::PageFacts& facts,
                  std::uint64_t layout,
                  const fragment::Overall* overall) {
    out.raw("<!doctype html>\n");
    if (overall != nullptr) {
        page_title(out, facts, fragment::title(overall->state, *facts.words));
        fragment::favicon(out, overall->state, facts.page->favicon_url);
    }
    main_open(out, facts, layout);
    if (overall != nullptr) {
        fragment::banner(out, facts, *overall);
    }
}

void refresh_close(out::Html& out) {
    out.raw("</main>\n");
}

}  // namespace ks::page_html
