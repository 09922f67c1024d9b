// SPDX-License-Identifier: Apache-2.0
// /preview.svg, the og:image of the page's links.
#include "render/svg/preview.hpp"

#include "edge/page/dialect/badge_text.hpp"
#include "edge/page/dialect/public_facts.hpp"
#include "edge/page/dialect/renders.hpp"
#include "render/fragment/state_face.hpp"

namespace ks::page {
namespace {

Result<Body> render(const store::Snapshot& snapshot,
                    const Visit& visit,
                    const record::PageView& page) {
    KS_TRY(const Facts facts, read_facts(snapshot, visit, page));
    const view::Words& words = view::choose_words(page.locale, {});
    Body body{.text = {}, .valid_until = facts.valid_until, .policy = {}};
    svg::preview(body.text,
                 {.name = page.name,
                  .state = fragment::title(facts.page.state, words),
                  .color = badge_face(facts.page.state).color,
                  .direction = words.direction});
    return body;
}

}  // namespace

Result<void> answer_preview(const store::Snapshot& snapshot, const Visit& visit) {
    return answer_cached(snapshot, visit, open_form(visit, kSvgType), render);
}

}  // namespace ks::page
