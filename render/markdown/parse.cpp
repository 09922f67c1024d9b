// SPDX-License-Identifier: Apache-2.0
#include "render/markdown/parse.hpp"

#include "render/markdown/markdown.hpp"
#include "render/out/safe_url.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <md4c.h>
#include <optional>
#include <utility>
#include <vector>

namespace ks::markdown {

namespace {

constexpr unsigned kFlags = MD_FLAG_NOHTML | MD_FLAG_STRIKETHROUGH |
                            MD_FLAG_PERMISSIVEURLAUTOLINKS | MD_FLAG_NOINDENTEDCODEBLOCKS;
/// Blocks or spans within each other that are shown; a reader loses count long before.
constexpr std::size_t kDepthMax = 12;
/// Markup around a text takes a few times its bytes at most ("*a*" becomes "<em>a</em>"); more
/// comes of one long address named by many references.
constexpr std::size_t kGrowthMax = 24;

void append_utf8(std::string& to, std::uint32_t code) {
    const auto put = [&to](std::uint32_t byte) { to += static_cast<char>(byte); };
    if (code == 0 || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) {
        code = 0xFFFD;
    }
    if (code < 0x80) {
        put(code);
        return;
    }
    if (code < 0x800) {
        put(0xC0U | (code >> 6U));
    } else {
        if (code < 0x10000) {
            put(0xE0U | (code >> 12U));
        } else {
            put(0xF0U | (code >> 18U));
            put(0x80U | ((code >> 12U) & 0x3FU));
        }
        put(0x80U | ((code >> 6U) & 0x3FU));
    }
    put(0x80U | (code & 0x3FU));
}

/// "&amp;", "&#65;", "&#x41;"; an unknown name stays as it is written.
void append_entity(std::string& to, std::string_view entity) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 12> names{
        {{"&amp;", "&"},
         {"&lt;", "<"},
         {"&gt;", ">"},
         {"&quot;", "\""},
         {"&apos;", "'"},
         {"&nbsp;", "\xC2\xA0"},
         {"&copy;", "\xC2\xA9"},
         {"&ndash;", "\xE2\x80\x93"},
         {"&mdash;", "\xE2\x80\x94"},
         {"&hellip;", "\xE2\x80\xA6"},
         {"&euro;", "\xE2\x82\xAC"},
         {"&rarr;", "\xE2\x86\x92"}}};
    if (entity.starts_with("&#")) {
        const bool hex = entity.size() > 3 && (entity[2] == 'x' || entity[2] == 'X');
        std::uint32_t code = 0;
        std::from_chars(
            entity.data() + (hex ? 3 : 2), entity.data() + entity.size(), code, hex ? 16 : 10);
        append_utf8(to, code);
        return;
    }
    const auto* const found = std::ranges::find(names, entity, &decltype(names)::value_type::first);
    to += found == names.end() ? entity : found->second;
}

std::string attribute_text(const MD_ATTRIBUTE& attribute) {
    std::string text;
    for (std::size_t i = 0;
         attribute.text != nullptr && attribute.substr_offsets[i] < attribute.size;
         ++i) {
        const MD_OFFSET from = attribute.substr_offsets[i];
        const std::string_view part(attribute.text + from, attribute.substr_offsets[i + 1] - from);
        if (attribute.substr_types[i] == MD_TEXT_ENTITY) {
            append_entity(text, part);
        } else {
            text += part;
        }
    }
    return text;
}

bool safe_target(std::string_view target) {
    if (std::ranges::any_of(target, [](char c) { return static_cast<unsigned char>(c) < 0x20; })) {
        return false;
    }
    return out::safe_url(target, out::UrlUse::kLink) ||
           (target.starts_with("mailto:") && target.size() > 7);
}

std::optional<Block> block_of(MD_BLOCKTYPE type) noexcept {
    switch (type) {
        case MD_BLOCK_QUOTE:
            return Block::kQuote;
        case MD_BLOCK_UL:
            return Block::kBullets;
        case MD_BLOCK_OL:
            return Block::kNumbers;
        case MD_BLOCK_LI:
            return Block::kItem;
        case MD_BLOCK_HR:
            return Block::kRule;
        case MD_BLOCK_H:
            return Block::kHeading;
        case MD_BLOCK_CODE:
            return Block::kCode;
        case MD_BLOCK_P:
            return Block::kParagraph;
        default:
            return std::nullopt;
    }
}

std::optional<Span> span_of(MD_SPANTYPE type) noexcept {
    switch (type) {
        case MD_SPAN_EM:
            return Span::kEmphasis;
        case MD_SPAN_STRONG:
            return Span::kStrong;
        case MD_SPAN_DEL:
            return Span::kStruck;
        case MD_SPAN_CODE:
            return Span::kCode;
        default:
            return std::nullopt;
    }
}

/// One parse: passes on what is shown and remembers, for each level, whether it was.
struct Run {
    Sink& sink;
    std::size_t size_max;
    std::vector<bool> blocks{};  ///< entered and passed on
    std::vector<bool> spans{};
    std::size_t shown_blocks = 0;
    std::size_t shown_spans = 0;
    bool in_link = false;

    /// md4c stops when a callback returns another value than nought.
    [[nodiscard]] int verdict() const { return sink.size() > size_max ? 1 : 0; }

    int enter_block(MD_BLOCKTYPE type, const void* detail) {
        const auto block = block_of(type);
        // An item without its list would be markup that a browser has to mend, so levels come in
        // pairs; leaves are always shown.
        const bool leaf = block && *block >= Block::kRule;
        const bool shown =
            block && (leaf || (*block == Block::kItem ? blocks.back() : shown_blocks < kDepthMax));
        blocks.push_back(shown);
        if (shown) {
            ++shown_blocks;
            sink.enter(*block,
                       *block == Block::kNumbers
                           ? static_cast<const MD_BLOCK_OL_DETAIL*>(detail)->start
                           : 0);
        }
        return verdict();
    }

    int leave_block(MD_BLOCKTYPE type) {
        if (blocks.back()) {
            --shown_blocks;
            sink.leave(*block_of(type));
        }
        blocks.pop_back();
        return verdict();
    }

    int enter_span(MD_SPANTYPE type, const void* detail) {
        bool shown = false;
        if (type == MD_SPAN_A && !in_link) {
            const std::string target =
                attribute_text(static_cast<const MD_SPAN_A_DETAIL*>(detail)->href);
            shown = in_link = safe_target(target);
            if (shown) {
                sink.enter_link(target);
            }
        } else if (const auto span = span_of(type); span && shown_spans < kDepthMax) {
            shown = true;
            ++shown_spans;
            sink.enter(*span);
        }
        spans.push_back(shown);
        return verdict();
    }

    int leave_span(MD_SPANTYPE type) {
        if (spans.back()) {
            if (type == MD_SPAN_A) {
                in_link = false;
                sink.leave_link();
            } else {
                --shown_spans;
                sink.leave(*span_of(type));
            }
        }
        spans.pop_back();
        return verdict();
    }

    int text(MD_TEXTTYPE type, std::string_view bytes) {
        if (type == MD_TEXT_BR || type == MD_TEXT_SOFTBR) {
            sink.line_break(type == MD_TEXT_BR);
        } else if (type == MD_TEXT_ENTITY) {
            std::string decoded;
            append_entity(decoded, bytes);
            sink.text(decoded);
        } else if (type == MD_TEXT_NULLCHAR) {
            sink.text("\xEF\xBF\xBD");
        } else {
            sink.text(bytes);
        }
        return verdict();
    }
};

Run& run_of(void* user) {
    return *static_cast<Run*>(user);
}

}  // namespace

bool parse(std::string_view source, Sink& sink) {
    Run run{.sink = sink, .size_max = sink.size() + 1024 + kGrowthMax * source.size()};
    MD_PARSER parser{};
    parser.flags = kFlags;
    parser.enter_block = [](MD_BLOCKTYPE type, void* detail, void* user) {
        return run_of(user).enter_block(type, detail);
    };
    parser.leave_block = [](MD_BLOCKTYPE type, void* /*detail*/, void* user) {
        return run_of(user).leave_block(type);
    };
    parser.enter_span = [](MD_SPANTYPE type, void* detail, void* user) {
        return run_of(user).enter_span(type, detail);
    };
    parser.leave_span = [](MD_SPANTYPE type, void* /*detail*/, void* user) {
        return run_of(user).leave_span(type);
    };
    parser.text = [](MD_TEXTTYPE type, const MD_CHAR* text, MD_SIZE size, void* user) {
        return run_of(user).text(type, {text, size});
    };
    return md_parse(source.data(), static_cast<MD_SIZE>(source.size()), &parser, &run) == 0;
}

std::string_view bounded(std::string_view source) noexcept {
    std::size_t end = std::min(source.size(), kSourceMax);
    while (end < source.size() && end > 0 &&
           (static_cast<unsigned char>(source[end]) & 0xC0U) == 0x80U) {
        --end;
    }
    return source.substr(0, end);
}

}  // namespace ks::markdown
