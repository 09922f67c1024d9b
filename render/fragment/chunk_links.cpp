// SPDX-License-Identifier: Apache-2.0
#include "render/fragment/chunk_links.hpp"

namespace ks::fragment {

namespace {

void link(out::Html& out, out::Literal rel, std::uint32_t first) {
    out.raw("<a class=\"more card\" rel=\"").raw(rel).raw("\" href=\"/");
    if (first != 0) {
        out.raw("?after=").number(first);
    }
    out.raw("\">");
}

void range(out::Html& out, const view::Words& words, const view::EntryRange& entries) {
    out.phrase(words.range_link,
               {out::Digits(entries.first + 1).view(), out::Digits(entries.end).view()});
    out.raw("</a>\n");
}

}  // namespace

void chunk_links(out::Html& out, const view::PageFacts& facts, const view::WholePage& whole) {
    const view::Words& words = *facts.words;
    if (!whole.previous.empty()) {
        link(out, "prev", whole.previous.first);
        range(out, words, whole.previous);
    }
    if (whole.next.empty()) {
        return;
    }
    link(out, "next", whole.next.first);
    if (whole.next.end == whole.tally.all()) {
        const std::uint32_t rest = whole.next.end - whole.next.first;
        out.phrase(words.of(words.more, rest), {out::Digits(rest).view()});
        out.raw("</a>\n");
    } else {
        range(out, words, whole.next);
    }
}

}  // namespace ks::fragment
