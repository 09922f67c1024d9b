// SPDX-License-Identifier: Apache-2.0
// Character classes of HTTP (RFC 9110 section 5.6).
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace ks::http1 {

namespace detail {

consteval std::array<bool, 256> make_token_table() {
    std::array<bool, 256> table{};
    for (const char c : std::string_view{"!#$%&'*+-.^_`|~0123456789"
                                         "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"}) {
        table[static_cast<unsigned char>(c)] = true;
    }
    return table;
}

inline constexpr std::array<bool, 256> kTokenTable = make_token_table();

}  // namespace detail

[[nodiscard]] constexpr bool is_token_char(char c) noexcept {
    return detail::kTokenTable[static_cast<unsigned char>(c)];
}

/// One character at least, all of them those of a token.
[[nodiscard]] constexpr bool is_token(std::string_view text) noexcept {
    return !text.empty() && std::ranges::all_of(text, is_token_char);
}

/// Without blanks (SP, HT) at both ends.
[[nodiscard]] constexpr std::string_view trim_blanks(std::string_view text) noexcept {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) {
        text.remove_prefix(1);
    }
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) {
        text.remove_suffix(1);
    }
    return text;
}

}  // namespace ks::http1
