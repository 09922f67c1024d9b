// SPDX-License-Identifier: Apache-2.0
#include "render/fragment/moment.hpp"

#include "core/text/iso_time.hpp"
#include "render/view/figures.hpp"

#include <chrono>

namespace ks::fragment {

namespace {

UnixSeconds instant(std::int64_t seconds) {
    return UnixSeconds(std::chrono::seconds(seconds));
}

/// "22 November, 14:22 UTC"; with the year where that is another than now.
std::string dated(const view::PageFacts& facts, const CivilTime& at, bool with_year) {
    const view::Words& words = *facts.words;
    const std::string_view pattern = with_year ? words.date_with_year : words.date;
    return view::fill(words.date_and_clock,
                      {view::date_text(words, pattern, at),
                       view::date_text(words, words.clock_with_zone, at)});
}

}  // namespace

std::int64_t seconds_of(UnixMillis at) noexcept {
    return std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
}

Day day_of(const view::PageFacts& facts, std::int64_t seconds) {
    return facts.zone.day_of(instant(seconds));
}

std::string moment_text(const view::PageFacts& facts, std::int64_t seconds, Moment how) {
    const view::Words& words = *facts.words;
    const CivilTime at = facts.zone.civil(instant(seconds));
    if (how == Moment::kBegin) {
        return view::fill(words.date_and_clock,
                          {view::date_text(words, words.date_with_weekday, at),
                           view::date_text(words, words.clock, at)});
    }
    if (how == Moment::kDate) {
        return dated(facts, at, true);
    }
    if (day_of(facts, seconds) != day_of(facts, facts.now)) {
        return dated(facts, at, at.year != facts.zone.civil(instant(facts.now)).year);
    }
    const std::string clock = view::date_text(words, words.clock_with_zone, at);
    return how == Moment::kClock ? clock : view::fill(words.today_and_clock, {clock});
}

void moment(out::Html& out, const view::PageFacts& facts, std::int64_t seconds, Moment how) {
    out.raw("<time data-l datetime=\"").attribute(text::format_iso_seconds(instant(seconds)));
    out.raw("\">").text(moment_text(facts, seconds, how)).raw("</time>");
}

void time_range(out::Html& out, const view::PageFacts& facts, std::int64_t from, std::int64_t to) {
    const view::Words& words = *facts.words;
    const std::string_view pattern = words.from_to;
    const std::size_t second = pattern.find("{1}");
    phrase_around(out, pattern.substr(0, second), [&] {
        out.raw("<b>");
        moment(out, facts, from, Moment::kBegin);
        out.raw("</b>");
    });
    out.raw("<b><time data-l datetime=\"").attribute(text::format_iso_seconds(instant(to)));
    out.raw("\">");
    const CivilTime end = facts.zone.civil(instant(to));
    const std::string clock = view::date_text(words, words.clock_with_zone, end);
    if (day_of(facts, from) == day_of(facts, to)) {
        out.text(clock);
    } else {
        out.text(view::fill(words.date_and_clock,
                            {view::date_text(words, words.date_with_weekday, end), clock}));
    }
    out.raw("</time></b>");
    if (second != std::string_view::npos) {
        out.text(pattern.substr(second + 3));
    }
}

}  // namespace ks::fragment
