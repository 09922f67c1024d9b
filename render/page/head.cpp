// SPDX-License-Identifier: Apache-2.0
#include "render/page/head.hpp"

#include "render/fragment/state_face.hpp"
#include "render/out/safe_url.hpp"

namespace ks::page_html {

namespace {

using out::safe_url;
using out::UrlUse;

void theme_attribute(out::Html& out, record::Theme theme) {
    if (theme == record::Theme::kLight) {
        out.raw(" data-theme=\"light\"");
    } else if (theme == record::Theme::kDark) {
        out.raw(" data-theme=\"dark\"");
    }
}

/// Where the paragraph that starts at `from` ends: before a blank line, or with the text.
std::size_t paragraph_end(std::string_view text, std::size_t from) {
    for (std::size_t at = text.find('\n', from); at != std::string_view::npos;
         at = text.find('\n', at + 1)) {
        const std::size_t next = text.find_first_not_of(" \t\r", at + 1);
        if (next == std::string_view::npos || text[next] == '\n') {
            return at;
        }
    }
    return text.size();
}

}  // namespace

void head(out::Html& out, const view::PageFacts& facts, model::PageState state) {
    const record::PageView& page = *facts.page;
    const view::Words& words = *facts.words;
    out.raw("<!doctype html>\n<html lang=\"");
    out.attribute(page.locale.empty() ? std::string_view("en") : page.locale).raw("\"");
    theme_attribute(out, page.theme);
    out.raw(
        ">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width\">\n"
        "<meta name=\"color-scheme\" content=\"light dark\">\n<title>");
    out.phrase(words.title, {model::title(state), page.name}).raw("</title>\n");
    out.raw("<meta name=\"description\" content=\"").phrase(words.meta, {page.name});
    out.raw("\">\n");
    if (page.noindex) {
        out.raw("<meta name=\"robots\" content=\"noindex\">\n");
    }
    out.raw("<link rel=\"stylesheet\" href=\"").attribute(facts.style_path);
    out.raw("\">\n<script type=\"module\" src=\"").attribute(facts.script_path);
    out.raw("\"></script>\n");
    fragment::favicon(out, state, page.favicon_url);
    out.raw("</head>\n<body>\n");
    fragment::symbols(out);
}

void header(out::Html& out, const record::PageView& page) {
    out.raw("<header class=\"wrap\">\n<h1><a href=\"");
    if (safe_url(page.homepage_url, UrlUse::kLink)) {
        out.attribute(page.homepage_url);
    } else {
        out.raw("/");
    }
    out.raw("\">");
    if (safe_url(page.logo_url, UrlUse::kImage)) {
        out.raw("<img class=\"logo\" src=\"").attribute(page.logo_url);
        out.raw("\" alt=\"\" height=\"36\">");
    }
    out.text(page.name).raw("</a></h1>\n</header>\n");
}

void about(out::Html& out, std::string_view description) {
    bool open = false;
    for (std::size_t from = description.find_first_not_of(" \t\r\n");
         from != std::string_view::npos;) {
        const std::size_t end = paragraph_end(description, from);
        out.raw(open ? out::Literal("\n<p>")
                     : out::Literal("<div class=\"about\" id=\"about\"><p>"));
        out.text(description.substr(from, end - from)).raw("</p>");
        open = true;
        from = description.find_first_not_of(" \t\r\n", end);
    }
    if (open) {
        out.raw("</div>\n");
    }
}

}  // namespace ks::page_html
