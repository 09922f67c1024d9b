// SPDX-License-Identifier: Apache-2.0
#include "render/fragment/banner.hpp"

#include "render/fragment/state_face.hpp"
#include "render/view/figures.hpp"

#include <utility>

namespace ks::fragment {

namespace {

/// Writes sentences with a space between them.
class Sentences {
public:
    explicit Sentences(std::string& to) : to_(to) {}

    void say(std::string_view pattern, std::uint32_t count = 0, std::uint32_t of = 0) {
        if (!std::exchange(first_, false)) {
            to_ += ' ';
        }
        to_ += view::fill(pattern, {out::Digits(count).view(), out::Digits(of).view()});
    }

    [[nodiscard]] bool none_yet() const noexcept { return first_; }

private:
    std::string& to_;
    bool first_ = true;
};

void say_state(Sentences& to,
               const view::Words& words,
               const view::StateSentences& of,
               std::uint32_t count,
               std::uint32_t all) {
    if (count == 0) {
        return;
    }
    if (count == all) {
        to.say(words.of(of.all, count), count);
    } else if (to.none_yet()) {
        to.say(words.of(of.some_of, count), count, all);
    } else {
        to.say(words.of(of.further, count), count);
    }
}

void say_idle(Sentences& to, const view::Words& words, const model::PageTally& tally) {
    if (tally.paused != 0) {
        to.say(words.of(words.is_paused, tally.paused), tally.paused);
    }
    if (tally.no_data != 0) {
        to.say(words.of(words.is_silent, tally.no_data), tally.no_data);
    }
}

void say_monitors(Sentences& to, const view::Words& words, const Overall& overall) {
    const model::PageTally& tally = overall.tally;
    const std::uint32_t all = tally.all();
    if (tally.counted() == 0) {
        const bool is_new = tally.no_data != 0 && !overall.ever_observed;
        to.say(all == 0 ? words.no_monitors : is_new ? words.page_is_new : words.nothing_reports);
        return;
    }
    const bool trouble = (tally.down | tally.degraded | tally.maintenance) != 0;
    say_state(to, words, words.is_down, tally.down, all);
    say_state(to, words, words.is_degraded, tally.degraded, all);
    say_state(to, words, words.is_maintained, tally.maintenance, all);
    if (!trouble) {
        say_state(to, words, words.is_up, tally.up, all);
    }
    say_idle(to, words, tally);
    if (trouble && tally.up != 0) {
        to.say(words.of(words.others_up, tally.up));
    }
}

}  // namespace

void append_sentences(std::string& text, const view::Words& words, const Overall& overall) {
    Sentences to(text);
    say_monitors(to, words, overall);
    if (overall.open_incidents != 0) {
        to.say(words.of(words.incidents_open, overall.open_incidents), overall.open_incidents);
    }
}

void banner(out::Html& out, const view::PageFacts& facts, const Overall& overall) {
    const char face = letter(overall.state);
    out.raw("<div class=\"banner ").trusted({&face, 1});
    if (overall.state == model::PageState::kPartialOutage) {
        out.raw(" part");
    }
    out.raw("\" id=\"state\" role=\"status\">");
    icon(out, face);
    out.raw("<div><h2>").text(title(overall.state, *facts.words)).raw("</h2><p>");
    std::string sentences;
    append_sentences(sentences, *facts.words, overall);
    out.text(sentences).raw("</p></div></div>\n");
}

}  // namespace ks::fragment
