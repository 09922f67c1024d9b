// SPDX-License-Identifier: Apache-2.0
// UTF-8 as of RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace ks::text {

/// What stands at the start of a text. A malformed piece is the longest prefix of a possible
/// sequence (Unicode 3.9, "maximal subpart"), so that every decoder replaces the same number of
/// pieces.
struct Utf8Step {
    std::uint8_t length;  ///< bytes to go on by, at least 1
    bool valid;
};

/// REQUIRES: `text` is not empty.
[[nodiscard]] Utf8Step utf8_step(std::string_view text) noexcept;

[[nodiscard]] bool is_utf8(std::string_view text) noexcept;

/// Code points; a malformed piece counts as one.
[[nodiscard]] std::size_t count_code_points(std::string_view text) noexcept;

/// The longest prefix of at most `bytes` bytes that cuts no code point.
[[nodiscard]] std::string_view utf8_prefix(std::string_view text, std::size_t bytes) noexcept;

/// Appends one code point; surrogates and numbers above U+10FFFF become U+FFFD.
void append_utf8(std::string& to, char32_t code_point);

/// U+FFFD, what replaces malformed bytes.
inline constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

}  // namespace ks::text
