// SPDX-License-Identifier: Apache-2.0
// The newest single results of a monitor, for formats that show them one by one.
#pragma once

#include "core/base/id.hpp"
#include "core/record/monitor.hpp"

#include <cstdint>
#include <vector>

namespace ks::view {

struct Beat {
    std::int64_t at = 0;  ///< Unix seconds
    record::State state = record::State::kNoData;
    std::int32_t response_ms = -1;  ///< -1: not measured
    std::uint16_t status_code = 0;  ///< HTTP; 0: none
};

struct BeatHistory {
    MonitorId id;
    std::vector<Beat> beats;   ///< oldest first; the last one has the state that the page shows
    std::uint64_t down_s = 0;  ///< of the last 24 hours
    std::uint64_t observed_s = 0;
};

}  // namespace ks::view
