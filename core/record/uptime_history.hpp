// SPDX-License-Identifier: Apache-2.0
// The 90-day record of a monitor, read in place by the renderer: bitplanes of the day cells, exact
// seconds of every day that was not simply up for all its 86,400 seconds, and what happens after
// the last result as time passes.
#pragma once

#include "core/base/bytes.hpp"
#include "core/base/limits.hpp"
#include "core/base/result.hpp"
#include "core/record/monitor.hpp"
#include "core/time/zone.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace ks::record {

/// One bit a day; bit 0 is the oldest of the 90, bit 89 is `last_day`.
struct DayPlane {
    std::uint64_t low = 0;   ///< days 0..63
    std::uint64_t high = 0;  ///< days 64..89

    [[nodiscard]] bool test(int day) const noexcept {
        return ((day < 64 ? low >> day : high >> (day - 64)) & 1U) != 0;
    }

    void set(int day) noexcept { (day < 64 ? low : high) |= std::uint64_t{1} << (day & 63); }

    void clear(int day) noexcept { (day < 64 ? low : high) &= ~(std::uint64_t{1} << (day & 63)); }

    friend bool operator==(const DayPlane&, const DayPlane&) = default;
};

/// Cell states of the 90 days, at most one bit of the first four set a day; none set: no data.
/// `observed`: anything observed on that day (up, degraded or down time).
struct DayPlanes {
    DayPlane up, degraded, down, maintenance, observed;
    friend bool operator==(const DayPlanes&, const DayPlanes&) = default;
};

/// Seconds of one day by state; what is missing to the day's length was paused or no data.
struct DaySeconds {
    std::uint32_t up = 0;
    std::uint32_t degraded = 0;
    std::uint32_t down = 0;
    std::uint32_t maintenance = 0;

    [[nodiscard]] std::uint32_t observed() const noexcept { return up + degraded + down; }

    friend bool operator==(const DaySeconds&, const DaySeconds&) = default;
};

/// A day whose seconds are written out: everything but "nothing at all" and "up for exactly 86,400
/// seconds".
struct DayDetail {
    std::uint8_t day;  ///< 0..89
    DaySeconds seconds;
    friend bool operator==(const DayDetail&, const DayDetail&) = default;
};

/// From `at` on the state is `state`; holds once the clock has reached `known_at` (later than `at`
/// only for a heartbeat, whose outage is known after its grace and then counts from `at`).
struct TailStep {
    std::int64_t at;
    std::int64_t known_at;
    State state;
    friend bool operator==(const TailStep&, const TailStep&) = default;
};

/// The record as a value.
struct UptimeHistory {
    std::uint32_t zone_epoch = 0;  ///< Project::zone_epoch that its days were cut under
    Day last_day = 0;              ///< civil day of bit 89
    std::int64_t settled =
        0;  ///< planes and details are exact up to here, exclusive; 0: nothing ever. The newest
            ///< result, or later where windows without one were counted in
    std::int64_t last_checked = 0;       ///< time of the newest result, 0: none
    std::int32_t last_response_ms = -1;  ///< of that result
    DayPlanes planes;
    std::vector<DayDetail> details;  ///< by day, rising
    std::vector<TailStep>
        tail;  ///< `at` never falls; of the known steps the last at or before an instant counts.
               ///< The first is at or before `settled`. Empty: no data
    std::vector<std::string>
        regions;  ///< names; the index is the region's number in result_log keys
    friend bool operator==(const UptimeHistory&, const UptimeHistory&) = default;
};

[[nodiscard]] std::string encode(const UptimeHistory& history);
[[nodiscard]] Result<UptimeHistory> decode_uptime_history(Bytes bytes);

/// The same read in place: fixed fields are loaded, details and tail are decoded one by one on
/// access.
class UptimeHistoryView {
public:
    /// Checks every length and order once; afterwards no access can fail. kTruncated, kMalformed,
    /// kUnsupported.
    [[nodiscard]] static Result<UptimeHistoryView> read(Bytes bytes) noexcept;

    /// A monitor without a record yet.
    [[nodiscard]] static UptimeHistoryView empty() noexcept { return UptimeHistoryView(); }

    [[nodiscard]] std::uint32_t zone_epoch() const noexcept { return zone_epoch_; }

    [[nodiscard]] Day last_day() const noexcept { return last_day_; }

    [[nodiscard]] std::int64_t settled() const noexcept { return settled_; }

    [[nodiscard]] std::int64_t last_checked() const noexcept { return last_checked_; }

    [[nodiscard]] std::int32_t last_response_ms() const noexcept { return last_response_ms_; }

    [[nodiscard]] const DayPlanes& planes() const noexcept { return planes_; }

    [[nodiscard]] std::size_t detail_count() const noexcept { return detail_count_; }

    [[nodiscard]] DayDetail detail(std::size_t index) const noexcept;

    [[nodiscard]] std::size_t tail_count() const noexcept { return tail_count_; }

    [[nodiscard]] TailStep tail(std::size_t index) const noexcept;

private:
    UptimeHistoryView() noexcept = default;

    std::uint32_t zone_epoch_ = 0;
    Day last_day_ = 0;
    std::int64_t settled_ = 0;
    std::int64_t last_checked_ = 0;
    std::int32_t last_response_ms_ = -1;
    DayPlanes planes_;
    const std::byte* details_ = nullptr;
    const std::byte* tail_ = nullptr;
    std::uint8_t detail_count_ = 0;
    std::uint8_t tail_count_ = 0;
};

}  // namespace ks::record
