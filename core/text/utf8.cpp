// SPDX-License-Identifier: Apache-2.0
#include "core/text/utf8.hpp"

#include "core/base/bytes.hpp"

namespace ks::text {
namespace {

/// Lengths and the range of the second byte by lead byte (Unicode 3.9, table 3-7).
struct Lead {
    std::uint8_t length;  ///< 0: cannot lead
    std::uint8_t low;
    std::uint8_t high;
};

constexpr Lead lead_of(std::uint8_t byte) noexcept {
    if (byte < 0x80) {
        return {1, 0, 0};
    }
    if (byte < 0xC2) {
        return {0, 0, 0};
    }
    if (byte < 0xE0) {
        return {2, 0x80, 0xBF};
    }
    if (byte < 0xF0) {
        return {3,
                static_cast<std::uint8_t>(byte == 0xE0 ? 0xA0 : 0x80),
                static_cast<std::uint8_t>(byte == 0xED ? 0x9F : 0xBF)};
    }
    if (byte < 0xF5) {
        return {4,
                static_cast<std::uint8_t>(byte == 0xF0 ? 0x90 : 0x80),
                static_cast<std::uint8_t>(byte == 0xF4 ? 0x8F : 0xBF)};
    }
    return {0, 0, 0};
}

constexpr std::uint8_t byte_at(std::string_view text, std::size_t at) noexcept {
    return static_cast<std::uint8_t>(text[at]);
}

/// Leading bytes below 0x80, found eight at a time.
std::size_t ascii_run(std::string_view text) noexcept {
    std::size_t at = 0;
    while (at + 8 <= text.size() &&
           (load_le<std::uint64_t>(text.data() + at) & 0x8080808080808080U) == 0) {
        at += 8;
    }
    while (at < text.size() && byte_at(text, at) < 0x80) {
        ++at;
    }
    return at;
}

}  // namespace

Utf8Step utf8_step(std::string_view text) noexcept {
    const Lead lead = lead_of(byte_at(text, 0));
    if (lead.length == 1) {
        return {1, true};
    }
    if (lead.length == 0 || text.size() < 2 || byte_at(text, 1) < lead.low ||
        byte_at(text, 1) > lead.high) {
        return {1, false};
    }
    for (std::uint8_t at = 2; at < lead.length; ++at) {
        if (at >= text.size() || (byte_at(text, at) & 0xC0U) != 0x80) {
            return {at, false};
        }
    }
    return {lead.length, true};
}

bool is_utf8(std::string_view text) noexcept {
    for (;;) {
        text.remove_prefix(ascii_run(text));
        if (text.empty()) {
            return true;
        }
        const Utf8Step step = utf8_step(text);
        if (!step.valid) {
            return false;
        }
        text.remove_prefix(step.length);
    }
}

std::size_t count_code_points(std::string_view text) noexcept {
    std::size_t count = 0;
    for (;;) {
        const std::size_t run = ascii_run(text);
        count += run;
        text.remove_prefix(run);
        if (text.empty()) {
            return count;
        }
        ++count;
        text.remove_prefix(utf8_step(text).length);
    }
}

std::string_view utf8_prefix(std::string_view text, std::size_t bytes) noexcept {
    if (text.size() <= bytes) {
        return text;
    }
    // At most three bytes back stands the start of the code point that the cut would split.
    std::size_t cut = bytes;
    while (cut > 0 && bytes - cut < 3 && (byte_at(text, cut) & 0xC0U) == 0x80) {
        --cut;
    }
    const bool splits = cut < bytes && cut + utf8_step(text.substr(cut)).length > bytes;
    return text.substr(0, splits ? cut : bytes);
}

void append_utf8(std::string& to, char32_t code_point) {
    const auto c = static_cast<std::uint32_t>(code_point);
    const auto tail = [&](unsigned shift) {
        to.push_back(static_cast<char>(0x80U | ((c >> shift) & 0x3FU)));
    };
    if (c < 0x80) {
        to.push_back(static_cast<char>(c));
    } else if (c < 0x800) {
        to.push_back(static_cast<char>(0xC0U | (c >> 6U)));
        tail(0);
    } else if (c > 0x10FFFF || (c >= 0xD800 && c < 0xE000)) {
        to.append(kReplacement);
    } else if (c < 0x10000) {
        to.push_back(static_cast<char>(0xE0U | (c >> 12U)));
        tail(6);
        tail(0);
    } else {
        to.push_back(static_cast<char>(0xF0U | (c >> 18U)));
        tail(12);
        tail(6);
        tail(0);
    }
}

}  // namespace ks::text
