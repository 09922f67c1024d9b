// SPDX-License-Identifier: Apache-2.0
#include "core/text/escape.hpp"

#include "core/text/utf8.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace ks::text {
namespace {

/// What a byte needs: nothing, a replacement text, or a look at the whole sequence.
enum class Need : std::uint8_t { kNone, kEscape, kSequence };
using Needs = std::array<Need, 256>;

constexpr Needs needs_of(std::string_view special) {
    Needs needs{};
    for (const char c : special) {
        needs[static_cast<std::uint8_t>(c)] = Need::kEscape;
    }
    for (std::size_t c = 0; c < 0x20; ++c) {
        needs[c] = Need::kEscape;
    }
    for (std::size_t c = 0x80; c < 0x100; ++c) {
        needs[c] = Need::kSequence;
    }
    return needs;
}

constexpr Needs html_needs_of(std::string_view special) {
    Needs needs = needs_of(special);
    needs['\t'] = needs['\n'] = needs['\r'] = Need::kNone;
    return needs;
}

constexpr Needs kHtmlText = html_needs_of("&<>");
constexpr Needs kHtmlAttribute = html_needs_of("&<>\"'");
constexpr Needs kJson = needs_of("\"\\");

std::string_view html_escape(char c) noexcept {
    switch (c) {
        case '&':
            return "&amp;";
        case '<':
            return "&lt;";
        case '>':
            return "&gt;";
        case '"':
            return "&quot;";
        case '\'':
            return "&#39;";
        default:
            return kReplacement;
    }
}

void append_html_escape(std::string& to, char c) {
    to.append(html_escape(c));
}

void append_json_escape(std::string& to, char c) {
    constexpr std::string_view kShort = "\"\\\b\f\n\r\t";
    constexpr std::string_view kLetter = "\"\\bfnrt";
    constexpr std::string_view kHex = "0123456789abcdef";
    if (const std::size_t at = kShort.find(c); at != std::string_view::npos) {
        to.push_back('\\');
        to.push_back(kLetter[at]);
        return;
    }
    const auto byte = static_cast<std::uint8_t>(c);
    to.append("\\u00");
    to.push_back(kHex[byte >> 4U]);
    to.push_back(kHex[byte & 0xFU]);
}

/// U+FFFE and U+FFFF: well-formed UTF-8, yet no XML characters.
bool is_noncharacter(std::string_view sequence) noexcept {
    return sequence == "\xEF\xBF\xBE" || sequence == "\xEF\xBF\xBF";
}

/// Copies runs that need nothing in one append each.
template <bool kXml, class Escape>
void append_escaped(std::string& to, std::string_view text, const Needs& needs, Escape escape) {
    std::size_t run = 0;
    std::size_t at = 0;
    const auto flush = [&] { to.append(text.substr(run, at - run)); };
    while (at < text.size()) {
        const Need need = needs[static_cast<std::uint8_t>(text[at])];
        if (need == Need::kNone) [[likely]] {
            ++at;
            continue;
        }
        if (need == Need::kEscape) {
            flush();
            escape(to, text[at]);
            run = ++at;
            continue;
        }
        const Utf8Step step = utf8_step(text.substr(at));
        if (!step.valid || (kXml && is_noncharacter(text.substr(at, step.length)))) {
            flush();
            to.append(kReplacement);
            run = at + step.length;
        }
        at += step.length;
    }
    flush();
}

}  // namespace

void append_html_text(std::string& to, std::string_view text) {
    append_escaped<true>(to, text, kHtmlText, append_html_escape);
}

void append_html_attribute(std::string& to, std::string_view text) {
    append_escaped<true>(to, text, kHtmlAttribute, append_html_escape);
}

void append_json_escaped(std::string& to, std::string_view text) {
    append_escaped<false>(to, text, kJson, append_json_escape);
}

void append_json_string(std::string& to, std::string_view text) {
    to.push_back('"');
    append_json_escaped(to, text);
    to.push_back('"');
}

}  // namespace ks::text
