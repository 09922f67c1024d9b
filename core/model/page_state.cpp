// SPDX-License-Identifier: Apache-2.0
// The worst entry decides; only where every counted entry is down is it a major outage.
#include "core/model/page_state.hpp"

#include <algorithm>

namespace ks::model {

using record::State;

void PageTally::add(State state) noexcept {
    switch (state) {
        case State::kUp:
            ++up;
            return;
        case State::kDegraded:
            ++degraded;
            return;
        case State::kDown:
            ++down;
            return;
        case State::kMaintenance:
            ++maintenance;
            return;
        case State::kPaused:
            ++paused;
            return;
        case State::kNoData:
            break;
    }
    ++no_data;
}

PageState PageTally::state() const noexcept {
    if (counted() == 0) {
        return PageState::kNoData;
    }
    if (down > 0) {
        return down == counted() ? PageState::kMajorOutage : PageState::kPartialOutage;
    }
    if (degraded > 0) {
        return PageState::kDegraded;
    }
    return maintenance > 0 ? PageState::kMaintenance : PageState::kOperational;
}

PageState raised_by(PageState state, record::Impact impact) noexcept {
    PageState least = PageState::kNoData;
    switch (impact) {
        case record::Impact::kNone:
            break;
        case record::Impact::kMinor:
            least = PageState::kDegraded;
            break;
        case record::Impact::kMajor:
            least = PageState::kPartialOutage;
            break;
        case record::Impact::kCritical:
            least = PageState::kMajorOutage;
            break;
    }
    return std::max(state, least);  // declared from best to worst
}

std::string_view title(PageState state) noexcept {
    switch (state) {
        case PageState::kNoData:
            break;
        case PageState::kOperational:
            return "All Systems Operational";
        case PageState::kMaintenance:
            return "Service Under Maintenance";
        case PageState::kDegraded:
            return "Partially Degraded Service";
        case PageState::kPartialOutage:
            return "Partial System Outage";
        case PageState::kMajorOutage:
            return "Major Service Outage";
    }
    return "No Data Yet";
}

}  // namespace ks::model
