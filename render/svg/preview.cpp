// SPDX-License-Identifier: Apache-2.0
#include "render/svg/preview.hpp"

#include "core/text/utf8.hpp"
#include "render/out/html.hpp"
#include "render/svg/badge.hpp"

namespace ks::svg {
namespace {

constexpr unsigned kWidth = 1200;
constexpr unsigned kMargin = 90;
/// text_width() speaks of 11 px.
constexpr unsigned kMeasured_px = 11;

/// As much of `text` as fits at `size` px, with an ellipsis where something was cut.
std::string fitting(std::string_view text, unsigned size) {
    constexpr unsigned kRoom = kWidth - 2 * kMargin;
    if (text_width(text) * size <= kRoom * kMeasured_px) {
        return std::string(text);
    }
    std::string kept;
    while (!text.empty()) {
        const std::size_t length = text::utf8_step(text).length;
        std::string longer = kept;
        longer.append(text.substr(0, length));
        if (text_width(longer + "...") * size > kRoom * kMeasured_px) {
            break;
        }
        kept = std::move(longer);
        text.remove_prefix(length);
    }
    return kept + "\u2026";
}

void line(out::Html& out, std::string_view text, unsigned y, unsigned size, bool rtl) {
    out.raw("<text x=\"").number(rtl ? kWidth - kMargin : kMargin).raw("\" y=\"").number(y);
    out.raw("\" font-size=\"").number(size).raw("\">").text(fitting(text, size)).raw("</text>");
}

}  // namespace

void preview(std::string& to, const Preview& preview) {
    const bool rtl = preview.direction == "rtl";
    out::Html out(to);
    out.raw(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1200\" height=\"630\" viewBox=\"0 0 "
        "1200 "
        "630\" role=\"img\" aria-label=\"");
    out.attribute(preview.name).raw(": ").attribute(preview.state).raw("\" direction=\"");
    out.attribute(preview.direction).raw("\"><rect width=\"1200\" height=\"630\" fill=\"#fff\"/>");
    out.raw("<rect width=\"1200\" height=\"24\" fill=\"").attribute(preview.color);
    out.raw("\"/><circle cx=\"").number(rtl ? kWidth - kMargin - 40 : kMargin + 40);
    out.raw("\" cy=\"210\" r=\"40\" fill=\"").attribute(preview.color).raw("\"/>");
    out.raw(
        "<g fill=\"#1b1f27\" font-family=\"system-ui,Segoe UI,Helvetica,Arial,DejaVu "
        "Sans,sans-serif\" font-weight=\"600\">");
    line(out, preview.name, 380, 68, rtl);
    out.raw(
        "</g><g fill=\"#4a5160\" font-family=\"system-ui,Segoe UI,Helvetica,Arial,DejaVu "
        "Sans,sans-serif\">");
    line(out, preview.state, 470, 48, rtl);
    out.raw("</g></svg>\n");
}

}  // namespace ks::svg
