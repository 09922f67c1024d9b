// SPDX-License-Identifier: Apache-2.0
#include "render/page/head.hpp"

#include "render/fragment/freshness.hpp"
#include "render/fragment/state_face.hpp"
#include "render/markdown/markdown.hpp"
#include "render/out/hash.hpp"
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

/// The page's locale if its words are of that language, with what the catalogue adds for the
/// script's figures: "ar-EG-u-nu-latn".
void language(out::Html& out, const view::Words& words, std::string_view locale) {
    constexpr std::string_view letters =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-";
    const std::string_view tag = words.lang_tag;
    const bool fits = view::find_words(locale) == &words && locale != words.language &&
                      locale.find_first_not_of(letters) == std::string_view::npos;
    out.attribute(fits ? locale : tag);
    if (const std::size_t extension = tag.find("-u-");
        fits && extension != std::string_view::npos && !locale.contains("-u-")) {
        out.attribute(tag.substr(extension));
    }
    out.raw("\"");
    if (words.direction != "ltr") {
        out.raw(" dir=\"").attribute(words.direction).raw("\"");
    }
}

void property(out::Html& out, out::Literal name, std::string_view content) {
    out.raw("<meta property=\"og:").raw(name).raw("\" content=\"").attribute(content).raw("\">\n");
}

/// What a chat or a search engine shows of a link to here.
void preview(out::Html& out, const view::PageFacts& facts, const HeadFacts& head) {
    if (facts.origin.empty()) {
        return;
    }
    std::string address(facts.origin);
    address += head.path;
    out.raw("<link rel=\"canonical\" href=\"").attribute(address).raw("\">\n");
    property(out, "title", head.title);
    property(out, "description", head.description);
    property(out, "url", address);
    property(out, "type", head.article ? "article" : "website");
    property(out, "site_name", facts.page->name);
    property(out, "image", std::string(facts.origin) + "/preview.svg");
    out.raw("<meta name=\"twitter:card\" content=\"summary_large_image\">\n");
}

}  // namespace

void document_open(out::Html& out, const record::PageView& page, const view::Words& words) {
    out.raw("<!doctype html>\n<html lang=\"");
    language(out, words, page.locale);
    theme_attribute(out, page.theme);
    out.raw(
        ">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width\">\n"
        "<meta name=\"color-scheme\" content=\"light dark\">\n");
}

void head(out::Html& out, const view::PageFacts& facts, const HeadFacts& head) {
    const record::PageView& page = *facts.page;
    const view::Words& words = *facts.words;
    document_open(out, page, words);
    page_title(out, facts, head.title);
    out.raw("<meta name=\"description\" content=\"").phrase(words.meta, {page.name});
    out.raw("\">\n");
    if (page.noindex) {
        out.raw("<meta name=\"robots\" content=\"noindex\">\n");
    }
    preview(out, facts, head);
    out.raw("<link rel=\"stylesheet\" href=\"").attribute(facts.style_path);
    out.raw("\">\n<script type=\"module\" src=\"").attribute(facts.script_path);
    out.raw("\"></script>\n");
    fragment::favicon(out, head.state, page.favicon_url);
    out.raw("<link rel=\"alternate\" type=\"application/atom+xml\" title=\"");
    out.phrase(words.feed_title, {page.name}).raw("\" href=\"/history.atom\">\n");
    out.raw("</head>\n<body>\n");
    fragment::symbols(out);
}

void page_title(out::Html& out, const view::PageFacts& facts, std::string_view title) {
    out.raw("<title>");
    out.phrase(facts.words->title, {title, facts.page->name}).raw("</title>\n");
}

void header(out::Html& out, const record::PageView& page, const view::Words& words, bool front) {
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
    out.text(page.name).raw("</a></h1>\n<nav>");
    if (!front) {
        out.raw("<a href=\"/\">").text(words.current_status).raw("</a>");
    }
    out.raw("<a href=\"/history\">").text(words.history);
    out.raw("</a><a class=\"btn\" href=\"/subscribe\">").text(words.subscribe);
    out.raw("</a></nav>\n</header>\n");
}

void about(out::Html& out, std::string_view description) {
    if (description.find_first_not_of(" \t\r\n") == std::string_view::npos) {
        return;
    }
    out.raw("<div class=\"about\" id=\"about\">");
    markdown::html(out, description, 3);
    out.raw("</div>\n");
}

void main_open(out::Html& out, const view::PageFacts& facts, std::uint64_t layout) {
    const auto digits = out::hex(layout);
    out.raw("<main class=\"wrap\" data-refresh=\"?");
    if (facts.first != 0) {
        out.raw("after=").number(facts.first).raw("&amp;");
    }
    out.raw("since=");
    if (facts.since.empty()) {
        out.number(facts.page->version);
    } else {
        out.attribute(facts.since);
    }
    out.raw("\" data-layout=\"").trusted({digits.data(), digits.size()});
    out.raw("\" data-day=\"").attribute(iso_date(facts.today));
    out.raw("\" data-zone=\"").attribute(facts.zone_name).raw("\">\n");
}

std::uint64_t layout_of(const view::PageFacts& facts, std::uint64_t order) {
    // Also what only a reload can bring in: the page's own settings and zones, and a new version of
    // style and script.
    std::uint64_t hash = order;
    for (const std::string_view part :
         {facts.style_path, facts.script_path, facts.zone_name, facts.days_zone_name}) {
        hash = out::hash(part, hash);
    }
    hash = (hash ^ facts.page->config_version) * 0x9e3779b97f4a7c15U;
    return hash ^ (hash >> 29U);
}

void footer(out::Html& out, const view::PageFacts& facts) {
    const view::Words& words = *facts.words;
    out.raw("<footer class=\"wrap\">\n<h2 id=\"subscribe\">").text(words.subscribe);
    out.raw("</h2>\n<ul role=\"list\"><li><a href=\"/history.atom\">").text(words.atom_feed);
    out.raw("</a></li><li><a href=\"/history.rss\">").text(words.rss_feed);
    out.raw("</a></li><li><a href=\"/maintenance.ics\">").text(words.calendar);
    out.raw("</a></li><li><a href=\"/api/v2/summary.json\">").text(words.json_api);
    out.raw("</a></li><li><a href=\"/badge.svg\">").text(words.badge);
    out.raw("</a></li></ul>\n<p>");
    fragment::last_updated(out, facts);
    out.text(words.full_stop).raw(" ");
    if (facts.days_zone_name.empty() || facts.days_zone_name == facts.zone_name) {
        out.phrase(words.zone_note, {facts.zone_name});
    } else {
        out.phrase(words.two_zones, {facts.zone_name, facts.days_zone_name});
    }
    out.raw(" ").text(words.counting_note);
    out.raw("</p>\n<p class=\"live\" hidden>").text(words.refresh_note);
    out.raw("<br><button class=\"btn\" aria-pressed=\"false\">").text(words.pause);
    out.raw("</button></p>\n");
    if (!facts.page->password_hash.empty()) {
        out.raw("<form method=\"post\" action=\"/sign-out\"><button class=\"btn\">");
        out.text(words.sign_out).raw("</button></form>\n");
    }
    out.raw("</footer>\n</body>\n</html>\n");
}

}  // namespace ks::page_html
