// SPDX-License-Identifier: Apache-2.0
#include "render/svg/badge.hpp"

#include "core/text/json_out.hpp"
#include "core/text/utf8.hpp"
#include "render/out/html.hpp"

#include <algorithm>
#include <array>

namespace ks::svg {
namespace {

/// Verdana's advance widths at 11 px in hundredths of a pixel, U+0020 to U+007E.
constexpr std::array<std::uint16_t, 95> kWidths{
    387,  433, 505, 900, 699, 1184, 799, 296,  500, 500, 699, 900, 400, 500,  400, 500,
    699,  699, 699, 699, 699, 699,  699, 699,  699, 699, 500, 500, 900, 900,  900, 600,
    1100, 752, 754, 768, 848, 696,  632, 853,  827, 463, 500, 762, 612, 927,  823, 866,
    663,  866, 765, 752, 678, 805,  752, 1088, 754, 677, 754, 500, 500, 500,  900, 699,
    699,  661, 685, 573, 685, 655,  387, 685,  696, 302, 379, 651, 302, 1070, 696, 668,
    685,  685, 470, 573, 433, 696,  651, 900,  651, 651, 578, 698, 500, 698,  900};
/// Everything else is taken to be as wide as the widest: ideographs, emoji.
constexpr unsigned kWidest = 1300;
constexpr unsigned kPadding = 6;
constexpr unsigned kHeight = 20;

/// Dark text on light grounds: the sum weighs red, green and blue as the eye does.
bool is_light(std::string_view color) noexcept {
    const auto digit = [](char c) {
        return static_cast<unsigned>(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
    };
    const auto pair = [&](std::size_t at) { return digit(color[at]) * 16 + digit(color[at + 1]); };
    return color.size() == 7 && pair(1) * 299 + pair(3) * 587 + pair(5) * 114 > 170000;
}

struct Field {
    unsigned left, width;
    std::string_view text, fill;
};

void draw(out::Html& out, const Field& field) {
    out.raw("<text x=\"").number(field.left + field.width / 2).raw("\" y=\"14\" textLength=\"");
    out.number(field.width - 2 * kPadding).raw("\" lengthAdjust=\"spacingAndGlyphs\" fill=\"");
    out.attribute(field.fill).raw("\">").text(field.text).raw("</text>");
}

}  // namespace

unsigned text_width(std::string_view text) noexcept {
    unsigned hundredths = 0;
    while (!text.empty()) {
        const auto c = static_cast<unsigned char>(text.front());
        hundredths += c >= 0x20 && c < 0x7f ? kWidths[c - 0x20U] : kWidest;
        text.remove_prefix(text::utf8_step(text).length);
    }
    return (hundredths + 99) / 100;
}

void badge(std::string& to, const Badge& badge) {
    const unsigned left = badge.label.empty() ? 0 : text_width(badge.label) + 2 * kPadding;
    const unsigned right = text_width(badge.message) + 2 * kPadding;
    const std::string said =
        badge.label.empty() ? badge.message : badge.label + ": " + badge.message;
    out::Html out(to);
    out.raw("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"").number(left + right);
    out.raw("\" height=\"").number(kHeight).raw("\" role=\"img\" aria-label=\"").attribute(said);
    out.raw("\"><title>").text(said).raw("</title><clipPath id=\"r\"><rect width=\"");
    out.number(left + right).raw("\" height=\"20\" rx=\"3\"/></clipPath><g clip-path=\"url(#r)\">");
    if (left != 0) {
        out.raw("<rect width=\"").number(left).raw("\" height=\"20\" fill=\"#555\"/>");
    }
    out.raw("<rect x=\"").number(left).raw("\" width=\"").number(right);
    out.raw("\" height=\"20\" fill=\"").attribute(badge.color);
    out.raw(
        "\"/></g><g text-anchor=\"middle\" "
        "font-family=\"Verdana,Geneva,DejaVu Sans,sans-serif\" font-size=\"11\">");
    if (left != 0) {
        draw(out, {.left = 0, .width = left, .text = badge.label, .fill = "#fff"});
    }
    draw(out,
         {.left = left,
          .width = right,
          .text = badge.message,
          .fill = is_light(badge.color) ? "#222" : "#fff"});
    out.raw("</g></svg>\n");
}

void shields(std::string& to, const Badge& badge, bool error) {
    text::JsonOut out(to);
    out.begin_object().key("schemaVersion").number(1).key("label").string(badge.label);
    out.key("message").string(badge.message).key("color").string(badge.color);
    if (error) {
        out.key("isError").boolean(true);
    }
    out.key("cacheSeconds").number(30).end_object();
}

}  // namespace ks::svg
