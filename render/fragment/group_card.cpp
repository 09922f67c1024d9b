// SPDX-License-Identifier: Apache-2.0
#include "render/fragment/group_card.hpp"

#include "render/fragment/state_face.hpp"
#include "render/out/hash.hpp"

namespace ks::fragment {

namespace {

/// The worst state that any entry has, without the page's distinction of partial and major.
record::State worst(const model::PageTally& tally) noexcept {
    if (tally.down != 0) {
        return record::State::kDown;
    }
    if (tally.degraded != 0) {
        return record::State::kDegraded;
    }
    if (tally.maintenance != 0) {
        return record::State::kMaintenance;
    }
    if (tally.up != 0) {
        return record::State::kUp;
    }
    return tally.no_data == 0 && tally.paused != 0 ? record::State::kPaused
                                                   : record::State::kNoData;
}

void key(out::Html& out, std::uint64_t value) {
    const auto digits = out::hex(value);
    out.trusted({digits.data(), digits.size()});
}

void of_all(out::Html& out, std::string_view pattern, std::uint32_t some, std::uint32_t all) {
    out.phrase(pattern, {out::Digits(some).view(), out::Digits(all).view()});
}

}  // namespace

std::uint64_t group_key(std::string_view name) noexcept {
    return out::hash(name);
}

void group_summary(out::Html& out, const view::PageFacts& facts, const GroupFace& group) {
    const view::Words& words = *facts.words;
    const record::State state = worst(group.tally);
    const char face = letter(state);
    const std::uint32_t all = group.tally.all();
    out.raw("<p class=\"sum ").trusted({&face, 1}).raw("\" id=\"g-");
    key(out, group.key);
    out.raw("\">");
    icon(out, face);
    out.raw(" ");
    if (state == record::State::kDown) {
        of_all(out, words.group_down, group.tally.down, all);
    } else if (state == record::State::kDegraded) {
        of_all(out, words.group_degraded, group.tally.degraded, all);
    } else if (state == record::State::kMaintenance) {
        of_all(out, words.group_maintenance, group.tally.maintenance, all);
    } else {
        out.text(word(state, words));
    }
    out.raw("</p>");
}

void group_open(out::Html& out, const view::PageFacts& facts, const GroupFace& group) {
    out.raw("<div class=\"card group\" data-g=\"");
    if (!group.name.empty()) {
        key(out, group.key);
        out.raw("\">\n<div><h3>");
        if (group.continued) {
            out.phrase(facts.words->continued, {group.name});
        } else {
            out.text(group.name);
        }
        out.raw("</h3>");
        group_summary(out, facts, group);
        out.raw("</div>\n<ul role=\"list\">\n");
    } else {
        out.raw("\">\n<ul role=\"list\">\n");
    }
}

void group_close(out::Html& out, const view::PageFacts& facts) {
    const view::Words& words = *facts.words;
    out.raw("</ul>\n<p class=\"axis\"><b class=\"only90\">").text(words.days_ago_90);
    out.raw("</b><b class=\"only30\">").text(words.days_ago_30);
    out.raw("</b><b>").text(words.today).raw("</b></p>\n</div>\n");
}

}  // namespace ks::fragment
