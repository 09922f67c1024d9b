// SPDX-License-Identifier: Apache-2.0
// Times as text: RFC 3339 (what ISO 8601 means in JSON) and the HTTP date of RFC 9110
// section 5.6.7. The types are those of core/time/clock.hpp; that folder stands above this one.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace ks::text {

using Millis = std::chrono::sys_time<std::chrono::milliseconds>;

/// "2026-11-23T09:41:22.123Z". Years outside 0..9999 are clamped, as they have no four-digit form.
[[nodiscard]] std::string format_iso_millis(Millis at);
void append_iso_millis(std::string& to, Millis at);

/// "2026-11-23T09:41:22Z".
[[nodiscard]] std::string format_iso_seconds(std::chrono::sys_seconds at);
void append_iso_seconds(std::string& to, std::chrono::sys_seconds at);

/// RFC 3339 date-time with Z or a numeric offset; 'T' may be a blank. Digits after the millisecond
/// are cut off; second 60 is the next minute's first. nullopt for all else, such as a time without
/// an offset.
[[nodiscard]] std::optional<Millis> parse_iso(std::string_view text) noexcept;

/// "Mon, 23 Nov 2026 09:41:22 GMT", always 29 characters.
[[nodiscard]] std::string format_http_date(std::chrono::sys_seconds at);

/// IMF-fixdate only; nullopt when the form, a field or the weekday is wrong.
[[nodiscard]] std::optional<std::chrono::sys_seconds> parse_http_date(
    std::string_view text) noexcept;

}  // namespace ks::text
