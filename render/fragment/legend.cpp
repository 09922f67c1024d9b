// SPDX-License-Identifier: Apache-2.0
#include "render/fragment/legend.hpp"

namespace ks::fragment {

namespace {

void cell(out::Html& out, out::Literal path, std::string_view word) {
    out.raw("<li><svg viewBox=\"0 0 1 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">");
    out.raw(path).raw("</svg>").text(word).raw("</li>");
}

}  // namespace

void legend(out::Html& out, const view::PageFacts& facts) {
    const view::Words& words = *facts.words;
    out.raw("<ul class=\"legend\" role=\"list\" aria-label=\"").attribute(words.legend).raw("\">");
    cell(out, "<path class=\"u\" d=\"M0 5h1\"/>", words.operational);
    cell(out, "<path class=\"g\" d=\"M0 7h1\"/>", words.degraded);
    cell(out, "<path class=\"d\" d=\"M0 2h1M0 8h1\"/>", words.down);
    cell(out, "<path class=\"m\" d=\"M0 1h1M0 5h1M0 9h1\"/>", words.maintenance);
    cell(out, "<path class=\"n\" d=\"M0 9h1\"/>", words.no_data);
    out.raw("</ul>");
}

}  // namespace ks::fragment
