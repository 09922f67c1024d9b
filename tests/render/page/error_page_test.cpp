// SPDX-License-Identifier: Apache-2.0
#include "render/page/error_page.hpp"

#include "../markup.hpp"

#include <gtest/gtest.h>

namespace ks::page_html {
namespace {

std::string notice(Notice which, std::string_view target = {}) {
    std::string html;
    notice_page(html, which, "/assets/page.css", target);
    EXPECT_EQ(render_test::page_faults(html), std::vector<std::string>{});
    return html;
}

TEST(NoticePage, IsAWholeStyledDocumentWithoutScript) {
    const std::pair<Notice, const char*> table[] = {
        {Notice::kNoSuchPage, "No status page here"},
        {Notice::kNoSuchPath, "Not found"},
        {Notice::kPrivate, "This status page is private"},
        {Notice::kUnavailable, "Temporarily unavailable"},
        {Notice::kMoved, "This page has moved"},
        {Notice::kCnameTarget, "Status pages live here"}};
    for (const auto& [which, title] : table) {
        const auto markup = render_test::read_markup(notice(which));
        ASSERT_EQ(markup.all("h1").size(), 1U);
        EXPECT_EQ(markup.all("h1")[0]->text, title);
        EXPECT_EQ(markup.all("title").at(0)->text, title);
        EXPECT_TRUE(markup.all("script").empty());
        EXPECT_EQ(markup.all("link").at(0)->get("href"), "/assets/page.css");
        EXPECT_EQ(markup.all("html").at(0)->get("lang"), "en-GB");
    }
}

TEST(NoticePage, LinksWhereThereIsSomewhereToGo) {
    const auto links = [](const std::string& html) {
        std::string all;
        for (const auto* link : render_test::read_markup(html).all("a")) {
            all += link->get("href") + " ";
        }
        return all;
    };
    EXPECT_EQ(links(notice(Notice::kNoSuchPage)), "");
    EXPECT_EQ(links(notice(Notice::kNoSuchPath)), "/ ");
    EXPECT_EQ(links(notice(Notice::kMoved, "https://b.example/?q=\"<&")),
              "https://b.example/?q=&quot;&lt;&amp; ");
    EXPECT_EQ(links(notice(Notice::kMoved, "javascript:alert(1)")), "");
    EXPECT_EQ(links(notice(Notice::kPrivate, "https://b.example/")), "");
}

}  // namespace
}  // namespace ks::page_html
