// SPDX-License-Identifier: Apache-2.0
// The contract for uptime, written a second time and as plainly as possible: the state of one
// instant from the whole set of results. Slow on purpose; the model is tested against it.
#pragma once

#include "core/model/uptime.hpp"
#include "core/time/zone.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <vector>

namespace ks::model::naive {

using Results = std::map<std::int64_t, record::CheckStatus>;

struct Monitor {
    record::MonitorType type = record::MonitorType::kHttp;
    std::vector<record::Settings> settings{record::Settings{}};
    std::vector<Interval> maintenance;
    std::vector<Results> regions{Results{}};
};

/// Equal times keep the worst.
void add(Results& results, std::int64_t at, record::CheckStatus status);

/// The time of the newest result; 0: none.
std::int64_t newest(const Monitor& monitor);

/// The state at `at` for someone who has every result and looks at `known`.
record::State state(const Monitor& monitor, std::int64_t at, std::int64_t known);

/// Seconds of the 90 days up to `today`, counted from `grain` to `grain`. REQUIRES: all times, day
/// borders included, are multiples of it.
std::array<record::DaySeconds, 90> days(
    const Monitor& monitor, const Zone& zone, Day today, std::int64_t known, std::int64_t grain);

}  // namespace ks::model::naive
