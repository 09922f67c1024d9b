// SPDX-License-Identifier: Apache-2.0
#include "render/page/status_page.hpp"

#include "core/base/assert.hpp"
#include "render/fragment/event_sections.hpp"
#include "render/fragment/freshness.hpp"
#include "render/fragment/group_card.hpp"
#include "render/fragment/legend.hpp"
#include "render/fragment/monitor_row.hpp"
#include "render/fragment/state_face.hpp"
#include "render/out/hash.hpp"
#include "render/page/head.hpp"

#include <algorithm>

namespace ks::page_html {

namespace {

/// More than the frame and one group card need, without the owner's texts.
constexpr std::size_t kFrameBytes = 9500;
constexpr std::size_t kGroupBytes = 450;

}  // namespace

void StatusPage::begin(const view::PageFacts& facts) {
    KS_ASSERT(facts.page != nullptr && facts.words != nullptr);
    facts_ = &facts;
    rows_.clear();
    pieces_.clear();
    keys_.assign(1, fragment::group_key({}));
    groups_.assign(1, Group{.key = keys_[0], .first = kNone, .last = kNone});
    current_ = 0;
    tally_ = {};
    order_ = out::kHashSeed;
    ever_observed_ = false;
}

std::uint32_t StatusPage::find_group(std::string_view name) {
    if (groups_[current_].name == name) {
        return current_;
    }
    const std::uint64_t key = fragment::group_key(name);
    const auto found = std::ranges::find(keys_, key);
    if (found != keys_.end()) {
        return static_cast<std::uint32_t>(found - keys_.begin());
    }
    keys_.push_back(key);
    groups_.push_back({.name = name, .key = key, .first = kNone, .last = kNone});
    return static_cast<std::uint32_t>(groups_.size() - 1);
}

void StatusPage::row(const view::MonitorRow& row) {
    KS_ASSERT(facts_ != nullptr && row.uptime != nullptr);
    const std::uint32_t index = find_group(row.group);
    Group& group = groups_[index];
    const bool continues = index == current_ && group.last != kNone;
    const std::size_t begin = rows_.size();
    out::Html out(rows_);
    fragment::monitor_row(out, *facts_, row);
    if (continues) {
        pieces_[group.last].end = rows_.size();
    } else {
        const auto piece = static_cast<std::uint32_t>(pieces_.size());
        pieces_.push_back({begin, rows_.size(), kNone});
        (group.last == kNone ? group.first : pieces_[group.last].next) = piece;
        group.last = piece;
    }
    current_ = index;
    group.tally.add(row.uptime->state);
    tally_.add(row.uptime->state);
    ever_observed_ = ever_observed_ || row.uptime->observed_s() != 0;
    const Bytes id = row.id.key();
    for (const std::size_t half : {0U, 8U}) {
        order_ = (order_ ^ load_le<std::uint64_t>(id.data() + half)) * 0x9e3779b97f4a7c15U;
    }
    order_ = (order_ ^ group.key ^ (order_ >> 32U)) * 0x9e3779b97f4a7c15U;
}

void StatusPage::write_group(out::Html& out, const Group& group) const {
    if (group.first == kNone) {
        return;
    }
    fragment::group_open(out, *facts_, {group.name, group.key, group.tally});
    for (std::uint32_t at = group.first; at != kNone; at = pieces_[at].next) {
        const Piece& piece = pieces_[at];
        out.trusted(std::string_view(rows_).substr(piece.begin, piece.end - piece.begin));
    }
    fragment::group_close(out, *facts_);
}

void StatusPage::write_main(out::Html& out, const fragment::Overall& overall) const {
    const view::PageFacts& facts = *facts_;
    main_open(out, facts, layout_of(facts, order_));
    fragment::banner(out, facts, overall);
    fragment::freshness(out, facts);
    about(out, facts.page->description);
    fragment::incidents_section(out, facts);
    fragment::maintenance_section(out, facts);
    out.raw("<section>\n<div class=\"head\"><h2>");
    out.text(facts.words->heading).raw("</h2>");
    fragment::legend(out, facts);
    out.raw("</div>\n<div class=\"groups\">\n");
    for (const Group& group : groups_) {
        write_group(out, group);
    }
    out.raw("</div>\n</section>\n");
    fragment::recent_section(out, facts);
    out.raw("</main>\n");
}

fragment::Overall StatusPage::overall() const {
    fragment::Overall overall{.state = tally_.state(),
                              .tally = tally_,
                              .ever_observed = ever_observed_,
                              .open_incidents = 0};
    if (facts_->events != nullptr) {
        for (const view::IncidentEvent& event : facts_->events->open) {
            overall.state = model::raised_by(overall.state, event.incident.impact);
        }
        overall.open_incidents = static_cast<std::uint32_t>(facts_->events->open.size());
    }
    return overall;
}

void StatusPage::end(std::string& to) {
    KS_ASSERT(facts_ != nullptr);
    to.reserve(to.size() + rows_.size() + kFrameBytes + groups_.size() * kGroupBytes +
               2 * facts_->page->description.size());
    const fragment::Overall sum = overall();
    std::string sentences;
    fragment::append_sentences(sentences, *facts_->words, sum);
    out::Html out(to);
    head(out,
         *facts_,
         {.title = fragment::title(sum.state, *facts_->words),
          .description = sentences,
          .state = sum.state});
    header(out, *facts_, true);
    write_main(out, sum);
    footer(out, *facts_);
    facts_ = nullptr;
}

}  // namespace ks::page_html
