// SPDX-License-Identifier: Apache-2.0
// Input of the status page: plain views and numbers, filled by edge/page inside a read scope.
#pragma once

#include "core/model/page_state.hpp"
#include "core/model/uptime_now.hpp"
#include "core/record/monitor.hpp"
#include "core/record/status_page.hpp"
#include "core/time/zone.hpp"
#include "render/view/events.hpp"
#include "render/view/words.hpp"

#include <cstdint>
#include <span>
#include <string_view>

namespace ks::view {

/// One monitor row; valid only while it is rendered.
struct MonitorRow {
    MonitorId id;
    std::string_view name;
    std::string_view group;         ///< empty: ungrouped
    std::int32_t response_ms = -1;  ///< of the newest result; -1: none
    const model::UptimeNow* uptime = nullptr;
};

/// Facts of the page that every part shares.
struct PageFacts {
    const record::PageView* page = nullptr;
    Zone zone;                        ///< the page's own zone for times; days are the project's
    std::string_view zone_name;       ///< IANA name of `zone`
    std::string_view days_zone_name;  ///< the project's; empty: the same
    std::int64_t now = 0;             ///< Unix seconds
    Day today = 0;  ///< civil day of cell 89 in the project's zone (model::today_bounds)
    std::string_view style_path;   ///< asset::style_path(page->accent_color)
    std::string_view script_path;  ///< asset::script_path()
    std::int64_t frozen_at =
        0;  ///< nothing could be stored since then, said on the page; 0: all is well
    std::string_view origin;  ///< "https://status.acme.example", the page's own address
    const PageEvents* events = nullptr;  ///< nullptr: none
    const Words* words = &kEnglish;
};

}  // namespace ks::view
