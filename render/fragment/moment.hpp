// SPDX-License-Identifier: Apache-2.0
// Instants and days in the page's zone and language. `time[data-l]` gets the reader's own time from
// the script where that differs.
#pragma once

#include "render/out/html.hpp"
#include "render/view/page_input.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace ks::fragment {

/// Unix seconds of a stored time, rounded down.
[[nodiscard]] std::int64_t seconds_of(UnixMillis at) noexcept;
/// Of Unix seconds, in the page's zone.
[[nodiscard]] Day day_of(const view::PageFacts& facts, std::int64_t seconds);

enum class Moment : std::uint8_t {
    kClock,  ///< "08:49 UTC" today, else with its date: where the reader thinks of now
    kToday,  ///< "Today, 09:22 UTC", else with its date
    kDate,   ///< "20 November 2026, 14:22 UTC"
    kBegin,  ///< "Saturday 28 November, 22:00": the zone follows with the end
};

[[nodiscard]] std::string moment_text(const view::PageFacts& facts,
                                      std::int64_t seconds,
                                      Moment how);
/// `<time data-l datetime="...">`.
void moment(out::Html& out, const view::PageFacts& facts, std::int64_t seconds, Moment how);
/// "{begin} to {end}", each in `<b>`; the end without its date where that is the same.
void time_range(out::Html& out, const view::PageFacts& facts, std::int64_t from, std::int64_t to);

/// `{0}` of the pattern replaced by what `put` writes, the rest escaped.
template <class Put>
void phrase_around(out::Html& out, std::string_view pattern, Put&& put) {
    const std::size_t at = pattern.find("{0}");
    out.text(pattern.substr(0, at));
    put();
    if (at != std::string_view::npos) {
        out.text(pattern.substr(at + 3));
    }
}

}  // namespace ks::fragment
