// SPDX-License-Identifier: Apache-2.0
#include "../public_support.hpp"

#include "render/feed/calendar.hpp"
#include "render/feed/history.hpp"
#include "render/feed/update_html.hpp"

#include <gtest/gtest.h>

namespace ks::render_test {
namespace {

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

TEST(History, TheFirstStrongWordIsTheCurrentState) {
    const std::string html = feed::update_html(incident("Slow", "We <look>."));
    EXPECT_LT(html.find("<strong>Resolved</strong>"), html.find("<strong>Investigating</strong>"));
    EXPECT_TRUE(has(html, "We &lt;look&gt;.")) << html;
    EXPECT_TRUE(has(html,
                    "<small>Nov <var data-var='date'>23</var>, <var data-var='time'>09:36</var> "
                    "UTC</small><br>"))
        << html;
}

TEST(History, UpdatedMovesWithUpdatesOnly) {
    const view::PublicPage page = public_page();
    view::IncidentEvent event = incident();
    event.incident.updated_at = at_ms(kPublicNow_s);  // its title was changed
    const auto entries = feed::entries(page, std::vector{event}, {}, 50);
    ASSERT_EQ(entries.size(), 1U);
    EXPECT_EQ(entries[0].updated, at_ms(kPublicNow_s - 300));
    EXPECT_EQ(entries[0].published, at_ms(kPublicNow_s - 600));
}

TEST(History, AWindowIsAnEntryThatMovesOnByItself) {
    const view::PublicPage page = public_page();
    view::MaintenanceEvent event = maintenance();
    const auto active = feed::entries(page, {}, std::vector{event}, 50);
    event.phase = view::MaintenancePhase::kCompleted;
    const auto over = feed::entries(page, {}, std::vector{event}, 50);
    EXPECT_EQ(active[0].id, over[0].id);
    EXPECT_EQ(active[0].published, over[0].published);
    EXPECT_EQ(active[0].updated, at_ms(event.starts));
    EXPECT_EQ(over[0].updated, at_ms(event.ends));
    event.window.rrule = "FREQ=DAILY";
    EXPECT_NE(feed::entries(page, {}, std::vector{event}, 50)[0].id, over[0].id);
}

TEST(History, NewestFirstAndBounded) {
    const view::PublicPage page = public_page();
    view::IncidentEvent older = incident("Older");
    older.incident.created_at -= std::chrono::hours(1);
    const auto entries = feed::entries(page, std::vector{older, incident("Newer")}, {}, 1);
    ASSERT_EQ(entries.size(), 1U);
    EXPECT_EQ(entries[0].title, "Newer");
}

TEST(History, MarkupIsEscapedTwiceInItsContent) {
    const view::PublicPage page = public_page();
    std::string body;
    feed::atom(body, page, feed::entries(page, std::vector{incident("a]]>b", "<b>")}, {}, 50));
    EXPECT_TRUE(has(body, "<title>a]]&gt;b</title>")) << body;
    EXPECT_TRUE(has(body, "&amp;lt;b&amp;gt;")) << body;
}

TEST(Calendar, LinesAreFoldedAt75OctetsAndNeverInsideACharacter) {
    std::string out;
    feed::content_line(out, "SUMMARY", std::string(67, 'a') + "bb");
    EXPECT_EQ(out, "SUMMARY:" + std::string(67, 'a') + "\r\n bb\r\n");
    out.clear();
    feed::content_line(out, "SUMMARY", std::string(66, 'a') + "\xC3\xA4");
    EXPECT_EQ(out, "SUMMARY:" + std::string(66, 'a') + "\r\n \xC3\xA4\r\n");
    out.clear();
    feed::content_line(out, "X", std::string(200, 'y'));
    std::size_t start = 0;
    for (std::size_t end = out.find("\r\n"); end != std::string::npos;
         start = end + 2, end = out.find("\r\n", start)) {
        EXPECT_LE(end - start, 75U);
    }
}

TEST(Calendar, TextIsEscaped) {
    EXPECT_EQ(feed::text_value("a,b;c\\d\ne\r\nf\rg:\"h\""), "a\\,b\\;c\\\\d\\ne\\nf\\ng:\"h\"");
    EXPECT_EQ(feed::text_value(std::string_view("\0\x01\xFF", 3)), "\uFFFD\uFFFD\uFFFD");
}

TEST(Calendar, AChangedWindowRaisesItsSequence) {
    view::MaintenanceEvent event = maintenance();
    event.window.version = 4;
    std::string body;
    feed::calendar(body, public_page(), std::vector{event});
    EXPECT_TRUE(has(body, "\r\nSEQUENCE:3\r\n")) << body;
    EXPECT_TRUE(has(body, "\r\nDTSTART:20261123T093122Z\r\nDTEND:20261123T095122Z\r\n")) << body;
    EXPECT_TRUE(has(body, "UID:" + event.window.id.text() + "@example.com\r\n")) << body;
}

}  // namespace
}  // namespace ks::render_test
