// SPDX-License-Identifier: Apache-2.0
#include "edge/page/page_scene.hpp"

#include "render/page/head.hpp"
#include "render/page/status_page.hpp"
#include "storage/store/readers.hpp"

#include <algorithm>
#include <chrono>

namespace ks::page {

Result<void> PageScene::open(PageIndexes& indexes, std::uint32_t first) {
    KS_CHECK(setting_.open(snapshot_, page_, whom_));
    view::PageFacts& facts = setting_.facts;
    KS_TRY(index_,
           indexes.get(snapshot_, page_, {.days = setting_.days, .bounds = setting_.bounds}));
    next_change_ = std::min(index_->next_change(), setting_.day_end());
    events_reader_.emplace(snapshot_, page_, setting_.days);
    KS_TRY(events_, page_events(*events_reader_, facts, next_change_));
    facts.events = &events_;
    facts.first = first;
    layout_ = page_html::layout_of(facts, index_->order());
    token_ = {.commit = snapshot_.commit(),
              .second = whom_.now,
              .layout = static_cast<std::uint32_t>(layout_),
              .frozen_at = whom_.frozen_at};
    since_ = to_text(token_);
    facts.since = since_;
    return {};
}

fragment::Overall PageScene::overall() const {
    return page_html::overall(facts(), index_->tally(), index_->ever_observed());
}

Day PageScene::day_of(std::int64_t second) const {
    return setting_.days.day_of(UnixSeconds(std::chrono::seconds(second)));
}

Result<bool> PageScene::events_differ(std::int64_t second) {
    view::PageFacts then = facts();
    then.now = second;
    std::int64_t changed_at = INT64_MAX;
    KS_TRY(const auto events, page_events(*events_reader_, then, changed_at));
    return changed_at <= whom_.now;
}

Result<PageScene::Row> PageScene::row(std::uint32_t number) {
    const PageIndex::Entry& entry = index_->entries()[number];
    const auto face = store::monitor_face(snapshot_, entry.monitor);
    if (!face) {
        return face.error().code == Errc::kNotFound ? Result<Row>(Row())
                                                    : Result<Row>(face.error());
    }
    KS_TRY(const auto history, store::history(snapshot_, entry.monitor));
    model::uptime_at(uptime_, history, setting_.bounds, setting_.days);
    if (!face->enabled) {
        uptime_.state = record::State::kPaused;  // also before the first result, when there is no
                                                 // record to say so
    }
    return Row{.present = true,
               .row = {.id = entry.monitor,
                       .name = entry.name.empty() ? face->name : std::string_view(entry.name),
                       .group = index_->groups()[entry.group].name,
                       .response_ms = history.last_response_ms(),
                       .uptime = &uptime_}};
}

}  // namespace ks::page
