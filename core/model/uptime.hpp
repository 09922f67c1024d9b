// SPDX-License-Identifier: Apache-2.0
// What uptime means: from results and settings to states over time and the 90-day record. Pure; one
// algorithm for results in order, late and repeated, so the record depends on the set of results
// only.
//
// A pause hides what the results say but does not void them: after it, what is left of a result's
// hold applies. A heartbeat's deadline that falls into a pause proves nothing: then there is no
// data from the end of the pause on.
#pragma once

#include "core/record/monitor.hpp"
#include "core/record/result_log.hpp"
#include "core/record/uptime_history.hpp"
#include "core/time/zone.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace ks::model {

/// Half-open, Unix seconds.
struct Interval {
    std::int64_t from;
    std::int64_t to;
};

/// All that decides a monitor's state. `regions[i]` are the runs of region i, sorted. A heartbeat
/// should have one region; results of several count as one stream.
struct UptimeInput {
    record::MonitorType type;
    std::span<const record::Settings> settings;
    std::span<const Interval> maintenance;
    std::span<const std::vector<record::ResultRun>> regions;
};

/// From `from` on the state is `state`, until the next segment.
struct Segment {
    std::int64_t from;
    record::State state;
    friend bool operator==(const Segment&, const Segment&) = default;
};

/// The states over [from, to), as known at `now`: first segment at `from`, no two neighbours alike.
/// REQUIRES: the runs hold every result in the range and, before it, at least the newest
/// kLookbackResults results a region.
[[nodiscard]] std::vector<Segment> states(const UptimeInput& input,
                                          std::int64_t from,
                                          std::int64_t to,
                                          std::int64_t now);

/// How many results before a range decide the state at its start: an unconfirmed run and the result
/// before it.
inline constexpr std::size_t kLookbackResults = 22;

/// The earliest instant whose state can differ once a result at `at` is in `runs`: a confirmation
/// back-dates, and a ping ends a silence that began after the result before it.
[[nodiscard]] std::int64_t affected_from(std::span<const record::ResultRun> runs, std::int64_t at);

/// Cuts the days from `first_day` on anew and keeps the older ones of `history`; settled, planes,
/// details, tail and last_day are set, the other members left alone. What the record shows depends
/// on the results, not on the order they came in; `now` only keeps out results more than
/// limits::kResultAhead_s later (a clock that ran ahead) until their time comes, and says how far
/// maintenance may be counted in where it has filled the tail. Returns until when the tail is
/// whole: cut it again before then. REQUIRES: as for states(), from the start of `first_day`.
std::int64_t recut(record::UptimeHistory& history,
                   const UptimeInput& input,
                   const Zone& zone,
                   Day first_day,
                   std::int64_t now);

/// Spec 3.6: the cell of a day with these seconds.
[[nodiscard]] record::State day_cell(const record::DaySeconds& seconds) noexcept;

/// Truncated to 1/100 of a percent: 0..10000; 10000 only without any downtime; -1 when nothing was
/// observed.
[[nodiscard]] int uptime_per_myriad(std::uint64_t down_s, std::uint64_t observed_s) noexcept;
/// "99.98", "100"; "0.00" for 0. REQUIRES: value in 0..10000.
[[nodiscard]] std::string percent_text(int per_myriad);

}  // namespace ks::model
