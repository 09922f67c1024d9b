// SPDX-License-Identifier: Apache-2.0
// Figures, dates and times as a language writes them. All plain text: the writer escapes it.
#pragma once

#include "core/time/zone.hpp"
#include "render/view/words.hpp"

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace ks::view {

/// The pattern with {0}, {1} replaced.
[[nodiscard]] std::string fill(std::string_view pattern,
                               std::initializer_list<std::string_view> values);

/// "99.98%", "99,98 %", of ten thousandths; as model::percent_text cuts it. Not negative.
[[nodiscard]] std::string percent(const Words& words, int per_myriad);

/// "42 min", "1 h 13 min", "3 days 4 h": the two largest units that are not nought. Seconds; not
/// negative.
[[nodiscard]] std::string duration(const Words& words, std::int64_t seconds);

/// A date pattern of the catalogue filled from wall-clock fields.
[[nodiscard]] std::string date_text(const Words& words,
                                    std::string_view pattern,
                                    const CivilTime& at);

/// Year, month, day and weekday of a civil day; midnight.
[[nodiscard]] CivilTime civil_day(Day day);

}  // namespace ks::view
