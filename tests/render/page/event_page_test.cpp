// SPDX-License-Identifier: Apache-2.0
#include "render/page/event_page.hpp"

#include "../markup.hpp"
#include "../support.hpp"

#include <gtest/gtest.h>

namespace ks::page_html {
namespace {

using namespace std::chrono_literals;
using record::Impact;
using render_test::incident;
using render_test::maintenance;
using render_test::read_markup;
using render_test::SamplePage;

std::string checked(std::string html) {
    EXPECT_EQ(render_test::page_faults(html), std::vector<std::string>{});
    const auto markup = read_markup(html);
    // What the script looks for on every page.
    EXPECT_TRUE(markup.all("main").at(0)->has("data-refresh"));
    EXPECT_EQ(markup.all("p", "live").size(), 1U);
    EXPECT_NE(markup.by_id("stale"), nullptr);
    EXPECT_EQ(markup.all("h1").size(), 1U);
    return html;
}

std::string incident_html(const view::PageFacts& facts, const view::IncidentEvent& event) {
    std::string html;
    incident_page(html, facts, event);
    return checked(std::move(html));
}

TEST(IncidentPage, TellsAllWithDates) {
    SamplePage sample;
    sample.facts.origin = "https://acme.example.com";
    const std::vector<std::string> messages(25, "Something **new**.");
    const std::string html =
        incident_html(sample.facts, incident(1795426882 - 86400, Impact::kMajor, 2520, messages));
    EXPECT_NE(html.find("<title>Slow &lt;checkout&gt; · Acme Status</title>"), std::string::npos);
    EXPECT_NE(html.find("Major impact · <time data-l datetime=\"2026-11-22T09:41:22Z\">22 November "
                        "2026, 09:41\xC2\xA0UTC</time> · Resolved after 42 min · <a "
                        "href=\"/#m-mon_00000000000000000000000001\">"),
              std::string::npos)
        << html;
    const std::string address =
        "https://acme.example.com/incidents/inc_00000000000000000000000007\"";
    EXPECT_NE(html.find("<link rel=\"canonical\" href=\"" + address), std::string::npos);
    EXPECT_NE(html.find("<meta property=\"og:url\" content=\"" + address), std::string::npos);
    EXPECT_NE(html.find("<meta property=\"og:type\" content=\"article\">"), std::string::npos);
    EXPECT_NE(html.find("<meta property=\"og:description\" content=\"Something new.\">"),
              std::string::npos);
    EXPECT_EQ(read_markup(html).all("strong").size(), 25U);
    EXPECT_NE(html.find("<a href=\"/\">Current status</a>"), std::string::npos);
}

TEST(IncidentPage, TakesNoMarkupFromItsOwner) {
    SamplePage sample;
    sample.facts.origin = "https://acme.example.com";
    const char* hostile = "\"'></title></script><script>alert(1)</script>\x07\xff";
    auto event = incident(1795426882, Impact::kMajor, 0, {hostile, std::string(700, '"')});
    event.incident.title = hostile;
    event.monitors[0].name = hostile;
    const std::string html = incident_html(sample.facts, event);
    EXPECT_EQ(read_markup(html).all("script").size(), 1U);
}

TEST(MaintenancePage, SaysWhereItStands) {
    SamplePage sample;
    const std::int64_t now = sample.facts.now;
    const std::pair<view::MaintenanceEvent, const char*> table[] = {
        {maintenance(now + 60, now + 120, now), "Upcoming maintenance"},
        {maintenance(now - 60, now + 120, now), "Maintenance in progress"},
        {maintenance(now - 90, now - 30, now), "Completed maintenance"}};
    for (const auto& [event, phase] : table) {
        std::string html;
        maintenance_page(html, sample.facts, event);
        checked(html);
        EXPECT_NE(html.find(std::string("<p class=\"mute\">") + phase + "</p>"), std::string::npos);
        EXPECT_NE(html.find("New &lt;disks&gt;</h2>"), std::string::npos);
    }
}

TEST(HistoryPage, GathersAMonthByDay) {
    SamplePage sample;
    const std::int64_t now = sample.facts.now;
    const std::vector<view::IncidentEvent> incidents{
        incident(now - 86400, Impact::kMinor, 60, {}),
        incident(now - 3 * 86400, Impact::kMinor, 60, {}),
        incident(now - 3 * 86400 - 60, Impact::kMinor, 60, {})};
    const std::vector<view::MaintenanceEvent> windows{
        maintenance(now - 7 * 86400, now - 7 * 86400 + 60, now),
        maintenance(now - 86400, now - 86400 + 60, now)};
    std::string html;
    history_page(html,
                 sample.facts,
                 {.month = 2026y / 11,
                  .earlier = 2026y / 10,
                  .later = 2026y / 12,
                  .incidents = incidents,
                  .maintenance = windows});
    checked(html);
    const auto markup = read_markup(html);
    EXPECT_EQ(markup.all("div", "day").size(), 3U);
    EXPECT_EQ(markup.all("li", "g").size(), 3U);
    EXPECT_EQ(markup.all("li", "m").size(), 2U);
    EXPECT_NE(html.find("<a rel=\"prev\" href=\"/history/2026-10\">October 2026</a><b>November "
                        "2026</b><a rel=\"next\" href=\"/history/2026-12\">December 2026</a>"),
              std::string::npos);
}

TEST(HistoryPage, AnEmptyMonthSaysSo) {
    SamplePage sample;
    std::string html;
    history_page(html, sample.facts, {.month = 2026y / 2, .earlier = {}, .later = {}});
    checked(html);
    EXPECT_NE(html.find("<p class=\"mute\">No incidents</p>"), std::string::npos);
    EXPECT_EQ(html.find("rel=\"prev\""), std::string::npos);
    EXPECT_EQ(history_path(2026y / 2), "/history/2026-02");
}

TEST(EventPages, ArabicIsRightToLeft) {
    SamplePage sample;
    sample.facts.words = view::find_words("ar");
    const auto lang = [&] {
        std::string html;
        history_page(html, sample.facts, {.month = 2026y / 2, .earlier = {}, .later = {}});
        checked(html);
        const auto markup = read_markup(html);
        EXPECT_EQ(markup.all("html").at(0)->get("dir"), "rtl");
        return markup.all("html").at(0)->get("lang");
    };
    EXPECT_EQ(lang(), "ar-u-nu-latn");
    sample.page.locale = "ar-EG";
    EXPECT_EQ(lang(), "ar-EG-u-nu-latn");
    sample.page.locale = "ar-EG-u-nu-arab";
    EXPECT_EQ(lang(), "ar-EG-u-nu-arab");
    sample.page.locale = "sv";
    EXPECT_EQ(lang(), "ar-u-nu-latn") << "the words' language, not the wish";
}

}  // namespace
}  // namespace ks::page_html
