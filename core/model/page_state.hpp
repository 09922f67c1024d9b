// SPDX-License-Identifier: Apache-2.0
// The overall state of a page from its entries (spec 3.7 and 8).
#pragma once

#include "core/record/incident.hpp"
#include "core/record/monitor.hpp"

#include <cstdint>
#include <string_view>

namespace ks::model {

enum class PageState : std::uint8_t {
    kNoData,
    kOperational,
    kMaintenance,
    kDegraded,
    kPartialOutage,
    kMajorOutage
};

/// Counts entries by state; paused and no_data count as nothing.
struct PageTally {
    std::uint32_t up = 0, degraded = 0, down = 0, maintenance = 0, no_data = 0, paused = 0;

    void add(record::State state) noexcept;

    [[nodiscard]] std::uint32_t counted() const noexcept {
        return up + degraded + down + maintenance;
    }

    [[nodiscard]] std::uint32_t all() const noexcept { return counted() + no_data + paused; }

    [[nodiscard]] PageState state() const noexcept;
};

/// `state`, raised to at least what an open incident of this impact stands for: minor is degraded,
/// major a partial outage, critical a major one. kNone raises nothing.
[[nodiscard]] PageState raised_by(PageState state, record::Impact impact) noexcept;

/// "All Systems Operational", ...; "No Data Yet" for kNoData.
[[nodiscard]] std::string_view title(PageState state) noexcept;

}  // namespace ks::model
