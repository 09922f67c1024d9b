// SPDX-License-Identifier: Apache-2.0
// Input of the status page: plain views and numbers, filled by edge/page inside a read scope.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/model/page_state.hpp"
#include "core/model/uptime_now.hpp"
#include "core/record/monitor.hpp"
#include "core/record/status_page.hpp"
#include "core/time/zone.hpp"

namespace ks::view {

/// One monitor row; valid only while it is rendered.
struct MonitorRow {
    MonitorId id;
    std::string_view name;
    std::string_view group;      ///< empty: ungrouped
    std::int32_t response_ms = -1;
    const model::UptimeNow* uptime = nullptr;
};

/// Facts of the page that every part shares.
struct PageFacts {
    const record::PageView* page = nullptr;
    Zone zone;                    ///< the page's own zone for times; days are the project's
    std::string_view zone_name;
    std::int64_t now = 0;         ///< Unix seconds
    std::string_view style_path;  ///< "/assets/page.<hash>.css", the accent's own hash included
    std::string_view script_path;
};

}  // namespace ks::view
