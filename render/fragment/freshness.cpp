// SPDX-License-Identifier: Apache-2.0
#include "render/fragment/freshness.hpp"

#include "core/text/iso_time.hpp"

#include <chrono>
#include <cstdlib>
#include <string>

namespace ks::fragment {

namespace {

UnixSeconds instant(std::int64_t seconds) {
    return UnixSeconds(std::chrono::seconds(seconds));
}

void two(std::string& to, std::uint32_t value) {
    to += static_cast<char>('0' + value / 10);
    to += static_cast<char>('0' + value % 10);
}

/// "UTC+05:30" where the zone's own letters are only a number, else "CET".
void zone_letters(std::string& to, const CivilTime& at) {
    const bool letters = !at.abbreviation.empty() && at.abbreviation.front() != '+' &&
                         at.abbreviation.front() != '-';
    if (letters) {
        to += at.abbreviation;
        return;
    }
    const auto minutes = static_cast<std::uint32_t>(std::abs(at.offset_s) / 60);
    to += "UTC";
    to += at.offset_s < 0 ? '-' : '+';
    two(to, minutes / 60);
    to += ':';
    two(to, minutes % 60);
}

/// "09:41:22 UTC".
std::string clock_text(const CivilTime& at) {
    std::string text;
    two(text, at.hour);
    text += ':';
    two(text, at.minute);
    text += ':';
    two(text, at.second);
    text += ' ';
    zone_letters(text, at);
    return text;
}

}  // namespace

void last_updated(out::Html& out, const view::PageFacts& facts) {
    const std::string_view pattern = facts.words->last_updated;
    const std::size_t at = pattern.find("{0}");
    out.text(pattern.substr(0, at));
    out.raw("<time class=\"seen\" datetime=\"")
        .attribute(text::format_iso_seconds(instant(facts.now)))
        .raw("\">");
    out.text(clock_text(facts.zone.civil(instant(facts.now)))).raw("</time>");
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
    out.phrase(words.not_stored, {clock_text(facts.zone.civil(instant(facts.frozen_at)))});
    out.raw("</p>\n");
}

}  // namespace ks::fragment
