// SPDX-License-Identifier: Apache-2.0
#include "render/mail/header.hpp"

#include "core/text/iso_time.hpp"
#include "core/text/utf8.hpp"

#include <algorithm>
#include <cstddef>

namespace ks::mail {
namespace {

constexpr std::size_t kTextMax = 400;
/// RFC 2047 section 2: a word of at most 75 characters, less "=?UTF-8?Q?" and "?=".
constexpr std::size_t kWordMax = 75 - 12;
constexpr std::size_t kPlainMax = 200;

bool is_alnum(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// Without control characters, malformed UTF-8 replaced.
std::string cleaned(std::string_view text) {
    std::string to;
    text = text::utf8_prefix(text, kTextMax);
    while (!text.empty()) {
        const text::Utf8Step step = text::utf8_step(text);
        const auto first = static_cast<unsigned char>(text.front());
        if (!step.valid) {
            to.append(text::kReplacement);
        } else if (step.length == 1 && (first < 0x20 || first == 0x7f)) {
            to.push_back(' ');
        } else {
            to.append(text.substr(0, step.length));
        }
        text.remove_prefix(step.length);
    }
    return to;
}

/// One character in the Q encoding; only letters and digits stand for themselves, which is right in
/// a phrase, too.
std::string encoded(std::string_view character) {
    constexpr std::string_view kHex = "0123456789ABCDEF";
    std::string to;
    for (const char c : character) {
        const auto byte = static_cast<unsigned char>(c);
        if (is_alnum(c)) {
            to.push_back(c);
        } else if (c == ' ') {
            to.push_back('_');
        } else {
            to.push_back('=');
            to.push_back(kHex[byte >> 4U]);
            to.push_back(kHex[byte & 15U]);
        }
    }
    return to;
}

std::string encoded_words(std::string_view text) {
    std::string to = "=?UTF-8?Q?";
    std::size_t used = 0;
    while (!text.empty()) {
        const std::size_t length = text::utf8_step(text).length;
        const std::string piece = encoded(text.substr(0, length));
        if (used + piece.size() > kWordMax) {
            to += "?=\r\n =?UTF-8?Q?";
            used = 0;
        }
        to += piece;
        used += piece.size();
        text.remove_prefix(length);
    }
    return to + "?=";
}

}  // namespace

std::string header_text(std::string_view text) {
    const std::string clean = cleaned(text);
    const bool plain = clean.size() <= kPlainMax && !clean.contains("=?") &&
                       std::ranges::all_of(clean, [](char c) { return c >= 0x20 && c < 0x7f; });
    return plain ? clean : encoded_words(clean);
}

std::string mailbox(std::string_view name, std::string_view address) {
    const std::string clean = cleaned(name);
    const bool atoms = clean.size() <= kPlainMax &&
                       std::ranges::all_of(clean, [](char c) { return c == ' ' || is_alnum(c); });
    const std::string phrase = atoms ? clean : encoded_words(clean);
    return phrase + " <" + std::string(address) + ">";
}

std::string header_date(std::chrono::sys_seconds at) {
    std::string date = text::format_http_date(at);
    date.replace(date.size() - 3, 3, "+0000");  // "GMT" is obsolete in mail (section 4.3)
    return date;
}

}  // namespace ks::mail
