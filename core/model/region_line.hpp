// SPDX-License-Identifier: Apache-2.0
// The state of one region over time, from its results: kUp, kDegraded, kDown, or kNoData where
// nothing holds. The cost follows the number of runs, not of results, wherever results are closer
// together than they hold.
#pragma once

#include "core/model/line.hpp"
#include "core/model/settings_line.hpp"
#include "core/record/result_log.hpp"

#include <cstdint>
#include <span>

namespace ks::model {

/// What a walk over results needs to answer.
struct Scope {
    std::int64_t from = kAlways;  ///< states before are of no interest
    std::int64_t to = kNever;     ///< nor are those from here on
    std::int64_t limit = kNever;  ///< results later than this do not count
    std::int64_t known = kNever;  ///< heartbeat: how far silence has been heard
};

/// A monitor that is checked, or whose results are posted. A result holds until the next, at most
/// Settings::hold_s(). Failing results without a longer gap are a run; one that reaches
/// `confirmations` makes the region down from its first; until then what was in force before the
/// run stays.
[[nodiscard]] Line check_line(std::span<const record::ResultRun> runs,
                              const SettingsLine& settings,
                              const Scope& scope);

/// A heartbeat: a ping holds for `interval`; without another by `grace` after that it is down from
/// then until the next. A posted failure is down at once. A deadline that falls into a pause proves
/// nothing: then nothing holds from the end of the pause until the next result.
[[nodiscard]] Line heartbeat_line(std::span<const record::ResultRun> runs,
                                  const SettingsLine& settings,
                                  const Scope& scope);

/// When the silence after the newest result up to `limit` becomes an outage; kNever: not by itself.
[[nodiscard]] std::int64_t heartbeat_deadline(std::span<const record::ResultRun> runs,
                                              const SettingsLine& settings,
                                              std::int64_t limit);

}  // namespace ks::model
