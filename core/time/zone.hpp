// SPDX-License-Identifier: Apache-2.0
// Civil days of an IANA time zone, through cctz. A day is 23 or 25 hours long where clocks change.
#pragma once

#include "core/base/result.hpp"
#include "core/time/clock.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace ks {

/// Days since 1970-01-01 of a civil calendar.
using Day = std::int32_t;

/// Wall-clock fields of an instant in a zone.
struct CivilTime {
    std::int32_t year;
    std::uint8_t month, day, hour, minute, second;
    std::uint8_t weekday;      ///< 0 = Monday
    std::int32_t offset_s;     ///< east of UTC
    std::string abbreviation;  ///< "UTC", "CET", "-03"
};

/// A time zone; cheap to copy. Loading reads the system's zone files once a name, then is cached by
/// cctz.
class Zone {
public:
    /// UTC.
    Zone() noexcept = default;
    /// kNotFound unless `name` is an IANA zone of this system ("Europe/Berlin", "UTC").
    [[nodiscard]] static Result<Zone> find(std::string_view name);

    [[nodiscard]] Day day_of(UnixSeconds at) const;
    /// The first second of `day`.
    [[nodiscard]] UnixSeconds start_of(Day day) const;
    [[nodiscard]] CivilTime civil(UnixSeconds at) const;
    /// When the clocks show `second` (0..86399) of `day`. Where they skip it, the offset before the
    /// jump counts; where they show it twice, the first time (RFC 5545 section 3.3.5).
    [[nodiscard]] UnixSeconds at(Day day, std::int32_t second) const;

private:
    const void* impl_ = nullptr;  ///< cctz's own immortal object; null is UTC
};

/// "2026-11-23" of a day number.
[[nodiscard]] std::string iso_date(Day day);

}  // namespace ks
