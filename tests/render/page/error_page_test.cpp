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

TEST(SignInPage, IsALabelledFormThatWorksWithoutScript) {
    for (const SignInProblem problem :
         {SignInProblem::kNone, SignInProblem::kWrong, SignInProblem::kTooMany}) {
        std::string html;
        sign_in_page(html, problem, "/assets/page.css", "/history?a=\"<&");
        EXPECT_EQ(render_test::page_faults(html), std::vector<std::string>{});
        const auto markup = render_test::read_markup(html);
        ASSERT_EQ(markup.all("form").size(), 1U);
        EXPECT_EQ(markup.all("form")[0]->get("action"), "/sign-in");
        EXPECT_EQ(markup.all("form")[0]->get("method"), "post");
        EXPECT_EQ(markup.all("label").at(0)->get("for"), "password");
        const auto inputs = markup.all("input");
        ASSERT_EQ(inputs.size(), 2U);
        EXPECT_EQ(inputs[0]->get("id"), "password");
        EXPECT_EQ(inputs[0]->get("type"), "password");
        EXPECT_EQ(inputs[0]->get("autocomplete"), "current-password");
        EXPECT_EQ(inputs[1]->get("value"), "/history?a=&quot;&lt;&amp;");
        const bool said = html.find("role=\"alert\"") != std::string::npos;
        EXPECT_EQ(said, problem != SignInProblem::kNone);
        EXPECT_TRUE(markup.all("script").empty());
    }
}

}  // namespace
}  // namespace ks::page_html
