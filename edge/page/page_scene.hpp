// SPDX-License-Identifier: Apache-2.0
// What every rendering of a page's entries needs out of the store: facts, index and rows.
#pragma once

#include "core/record/status_page.hpp"
#include "edge/page/page_events.hpp"
#include "edge/page/page_index.hpp"
#include "edge/page/page_setting.hpp"
#include "edge/page/refresh_token.hpp"
#include "render/fragment/banner.hpp"
#include "render/view/page_input.hpp"
#include "storage/store/store.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace ks::page {

/// One page in one read scope. Neither copied nor kept.
class PageScene {
public:
    PageScene(const store::Snapshot& snapshot, const record::PageView& page, const RenderFor& whom)
        : snapshot_(snapshot), page_(page), whom_(whom) {}

    PageScene(const PageScene&) = delete;
    PageScene& operator=(const PageScene&) = delete;

    /// Before all else. REQUIRES: the page was read from the snapshot. `first`: entries before the
    /// ones shown.
    [[nodiscard]] Result<void> open(PageIndexes& indexes, std::uint32_t first);

    [[nodiscard]] const view::PageFacts& facts() const noexcept { return setting_.facts; }

    [[nodiscard]] const PageIndex& index() const noexcept { return *index_; }

    [[nodiscard]] const RefreshToken& token() const noexcept { return token_; }

    [[nodiscard]] std::uint64_t layout() const noexcept { return layout_; }

    [[nodiscard]] fragment::Overall overall() const;

    /// Unix seconds: before then the page does not look different by itself, but for figures.
    [[nodiscard]] std::int64_t next_change() const noexcept { return next_change_; }

    /// The civil day of the project at a Unix second.
    [[nodiscard]] Day day_of(std::int64_t second) const;

    /// Whether time alone changed what the page tells of incidents and maintenance since `second`.
    [[nodiscard]] Result<bool> events_differ(std::int64_t second);

    /// The row of entry `number`; its views live until the next call. `present` is false for a
    /// monitor that has gone.
    struct Row {
        bool present = false;
        view::MonitorRow row;
    };

    [[nodiscard]] Result<Row> row(std::uint32_t number);

private:
    const store::Snapshot& snapshot_;
    const record::PageView& page_;
    RenderFor whom_;
    PageSetting setting_;
    std::optional<EventReader> events_reader_;
    view::PageEvents events_;
    std::int64_t next_change_ = 0;
    const PageIndex* index_ = nullptr;
    RefreshToken token_;
    std::uint64_t layout_ = 0;
    std::string since_;
    model::UptimeNow uptime_;
};

}  // namespace ks::page
