// SPDX-License-Identifier: Apache-2.0
// Maintenance windows as iCalendar (RFC 5545). Recurring ones are written out occurrence by
// occurrence, in UTC: they keep the civil time of the project's zone, and no reader needs its
// rules.
#pragma once

#include "render/view/public_page.hpp"

#include <span>
#include <string>
#include <string_view>

namespace ks::feed {

void calendar(std::string& to,
              const view::PublicPage& page,
              std::span<const view::MaintenanceEvent> events);

/// Appends "NAME:value" with CRLF, folded so that no line has more than 75 octets and none ends
/// inside a character (section 3.1). `value` is written as it is.
void content_line(std::string& to, std::string_view name, std::string_view value);

/// A TEXT value (section 3.3.11): backslash, comma and semicolon escaped, line ends as \n; other
/// control characters and what is not UTF-8 become U+FFFD.
[[nodiscard]] std::string text_value(std::string_view text);

}  // namespace ks::feed
