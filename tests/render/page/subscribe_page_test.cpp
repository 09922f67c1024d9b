// SPDX-License-Identifier: Apache-2.0
#include "render/page/subscribe_page.hpp"

#include "../markup.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

namespace ks::page_html {
namespace {

/// All pages of this kind in one language, each without faults.
std::vector<std::string> all_pages(std::string_view language, std::string_view locale = {}) {
    record::PageView page;
    page.name = "Acme <1>";
    page.locale = locale;
    const SubscribeFrame frame{
        .page = page, .style_path = "/assets/page.css", .words = *view::find_words(language)};
    const std::vector<Choice> choices{{.id = {}, .name = "Shop", .chosen = true}};
    std::vector<std::string> pages(12);
    subscribe_form(pages[0], frame, choices, true);
    subscribe_form(pages[1], frame, choices, false);
    confirm_form(pages[2], frame);
    manage_form(pages[3], frame, choices, "a@b.example", "/unsubscribe/t");
    unsubscribe_form(pages[4], frame, "a@b.example");
    for (std::size_t i = 5; i < pages.size(); ++i) {
        subscribe_said(pages[i], frame, static_cast<SubscribeSaid>(i - 5));
    }
    for (const std::string& html : pages) {
        EXPECT_EQ(render_test::page_faults(html), std::vector<std::string>{}) << html;
    }
    return pages;
}

TEST(SubscribePages, AreWholeInEveryLanguage) {
    for (const view::Words& words : view::catalogues()) {
        std::set<std::string> titles;
        for (const std::string& html : all_pages(words.language)) {
            const auto markup = render_test::read_markup(html);
            titles.insert(markup.all("h2").at(0)->text);
            EXPECT_EQ(markup.all("html").at(0)->get("lang"), words.lang_tag);
            EXPECT_EQ(markup.all("html").at(0)->get("dir"), words.direction == "rtl" ? "rtl" : "");
            EXPECT_FALSE(html.contains("{0}")) << html;
        }
        EXPECT_EQ(titles.size(), 11U) << "one title for both forms to subscribe, else each its own";
    }
}

TEST(SubscribePages, AreGermanForAGermanPage) {
    const std::vector<std::string> pages = all_pages("de", "de-AT");
    EXPECT_TRUE(pages[0].starts_with("<!doctype html>\n<html lang=\"de-AT\">")) << pages[0];
    EXPECT_TRUE(pages[0].contains(">Acme &lt;1&gt; abonnieren</h2>")) << pages[0];
    EXPECT_TRUE(pages[0].contains(">Per E-Mail abonnieren</button>")) << pages[0];
    EXPECT_TRUE(pages[4].contains("Nichts mehr an a@b.example senden?")) << pages[4];
    EXPECT_FALSE(pages[0].contains("Everything on this page"));
}

}  // namespace
}  // namespace ks::page_html
