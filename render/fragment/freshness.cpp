// SPDX-License-Identifier: Apache-2.0
#include "render/fragment/freshness.hpp"

#include "core/text/iso_time.hpp"
#include "render/view/figures.hpp"

#include <chrono>
#include <cstdint>
#include <string>

namespace ks::fragment {

namespace {

UnixSeconds instant(std::int64_t seconds) {
    return UnixSeconds(std::chrono::seconds(seconds));
}

std::string clock_text(const view::PageFacts& facts, std::int64_t seconds) {
    const view::Words& words = *facts.words;
    return view::date_text(words, words.clock_with_seconds, facts.zone.civil(instant(seconds)));
}

}  // namespace

void last_updated(out::Html& out, const view::PageFacts& facts) {
    const std::string_view pattern = facts.words->last_updated;
    const std::size_t at = pattern.find("{0}");
    out.text(pattern.substr(0, at));
    out.raw("<time class=\"seen\" datetime=\"")
        .attribute(text::format_iso_seconds(instant(facts.now)))
        .raw("\">");
    out.text(clock_text(facts, facts.now)).raw("</time>");
    if (at != std::string_view::npos) {
        out.text(pattern.substr(at + 3));
    }
}

void freshness(out::Html& out, const view::PageFacts& facts) {
    const view::Words& words = *facts.words;
    out.raw("<p class=\"fresh\">");
    last_updated(out, facts);
    out.raw("</p>\n<p class=\"note\" id=\"stale\" role=\"alert\" hidden><b>");
    out.text(words.not_up_to_date).raw("</b> ").text(words.unreachable).raw("</p>\n");
    if (facts.frozen_at == 0) {
        out.raw("<p class=\"note\" id=\"age\" role=\"alert\" hidden></p>\n");
        return;
    }
    out.raw("<p class=\"note\" id=\"age\" role=\"alert\"><b>").text(words.not_up_to_date);
    out.raw("</b> ");
    out.phrase(words.not_stored, {clock_text(facts, facts.frozen_at)});
    out.raw("</p>\n");
}

}  // namespace ks::fragment
