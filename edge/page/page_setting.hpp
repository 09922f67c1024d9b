// SPDX-License-Identifier: Apache-2.0
// What all HTML pages of one status page share, read in one scope: zones, words, style, address,
// and the events that the page itself tells of.
#pragma once

#include "core/model/uptime_now.hpp"
#include "core/record/project.hpp"
#include "core/record/status_page.hpp"
#include "edge/page/page_events.hpp"
#include "edge/page/visit.hpp"
#include "render/view/page_input.hpp"
#include "storage/store/store.hpp"

#include <cstdint>
#include <string>

namespace ks::page {

/// For whom and when something is rendered.
struct RenderFor {
    std::int64_t now = 0;        ///< Unix seconds
    std::int64_t frozen_at = 0;  ///< serve::Site::frozen_at
    const serve::SiteFacts* site = nullptr;
    const view::Words* accepted = &view::kEnglish;  ///< for a page without a locale of its own
};

[[nodiscard]] RenderFor render_for(const Visit& visit) noexcept;

/// Neither copied nor moved: `facts` points into it.
struct PageSetting {
    PageSetting() = default;
    PageSetting(const PageSetting&) = delete;
    PageSetting& operator=(const PageSetting&) = delete;
    ~PageSetting() = default;

    /// Fills everything but facts.events. REQUIRES: `page` was read from `snapshot` and outlives
    /// this.
    [[nodiscard]] Result<void> open(const store::Snapshot& snapshot,
                                    const record::PageView& page,
                                    const RenderFor& whom);

    /// The end of the project's civil day, Unix seconds.
    [[nodiscard]] std::int64_t day_end() const;

    record::Project project;
    Zone days;  ///< the project's
    model::TodayBounds bounds{};
    std::string style;
    std::string origin;
    view::PageFacts facts;
};

/// How far ahead announced maintenance is shown.
inline constexpr std::int64_t kMaintenanceAhead_s = 14LL * 86400;

/// What the status page shows at facts.now; of a recurring window only what is under way and the
/// next time. Lowers `next_change` to when that changes by itself.
[[nodiscard]] Result<view::PageEvents> page_events(EventReader& reader,
                                                   const view::PageFacts& facts,
                                                   std::int64_t& next_change);

}  // namespace ks::page
