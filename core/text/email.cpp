// SPDX-License-Identifier: Apache-2.0
#include "core/text/email.hpp"

#include "core/text/hostname.hpp"

#include <algorithm>
#include <cstddef>

namespace ks::text {
namespace {

constexpr std::size_t kLocalMax = 64;     // RFC 5321 section 4.5.3.1.1
constexpr std::size_t kAddressMax = 254;  // section 4.5.3.1.3 less the angle brackets

/// RFC 5322 section 3.2.3.
bool is_atom_character(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("!#$%&'*+-/=?^_`{|}~").contains(c);
}

bool is_dot_atom(std::string_view text) noexcept {
    return !text.empty() && text.front() != '.' && text.back() != '.' && !text.contains("..") &&
           std::ranges::all_of(text, [](char c) { return c == '.' || is_atom_character(c); });
}

std::string_view trimmed(std::string_view text) noexcept {
    constexpr std::string_view kBlanks = " \t\r\n";
    const std::size_t from = text.find_first_not_of(kBlanks);
    return from == std::string_view::npos
               ? std::string_view()
               : text.substr(from, text.find_last_not_of(kBlanks) - from + 1);
}

}  // namespace

std::optional<std::string> normalise_email(std::string_view text) {
    text = trimmed(text);
    const std::size_t at = text.rfind('@');
    if (at == std::string_view::npos || at > kLocalMax || text.size() > kAddressMax ||
        !is_dot_atom(text.substr(0, at))) {
        return std::nullopt;
    }
    const std::string domain = normalise_host(text.substr(at + 1));
    if (!is_hostname(domain) || !is_public_hostname(domain)) {
        return std::nullopt;
    }
    return std::string(text.substr(0, at + 1)) + domain;
}

}  // namespace ks::text
