// SPDX-License-Identifier: Apache-2.0
#include "render/fragment/event_sections.hpp"

#include "../markup.hpp"
#include "../support.hpp"

#include <gtest/gtest.h>

namespace ks::fragment {
namespace {

using record::Impact;
using render_test::incident;
using render_test::maintenance;
using render_test::read_markup;
using render_test::SamplePage;

constexpr std::int64_t kDay_s = 86400;
using Section = void (*)(out::Html&, const view::PageFacts&);

std::string made(Section section, const view::PageFacts& facts) {
    std::string text;
    out::Html out(text);
    section(out, facts);
    EXPECT_EQ(render_test::page_faults(text), std::vector<std::string>{});
    return text;
}

std::size_t count(std::string_view text, std::string_view part) {
    std::size_t found = 0;
    for (std::size_t at = text.find(part); at != std::string_view::npos;
         at = text.find(part, at + 1)) {
        ++found;
    }
    return found;
}

TEST(IncidentsSection, IsThereAndHiddenWhenNothingIsOpen) {
    SamplePage sample;
    const view::PageEvents none;
    for (const view::PageEvents* events : {static_cast<const view::PageEvents*>(nullptr), &none}) {
        sample.facts.events = events;
        EXPECT_EQ(made(incidents_section, sample.facts),
                  "<section id=\"incidents\" hidden></section>\n");
        EXPECT_EQ(made(maintenance_section, sample.facts),
                  "<section id=\"maintenance\" hidden></section>\n");
    }
}

TEST(IncidentsSection, TellsTheStoryNewestFirst) {
    SamplePage sample;
    view::PageEvents events;
    const std::int64_t started = sample.facts.now - 3600;  // 08:41:22
    events.open = {incident(started, Impact::kMinor, 0, {"First.", "*Then.*"})};
    sample.facts.events = &events;
    EXPECT_EQ(
        made(incidents_section, sample.facts),
        "<section id=\"incidents\">\n<div class=\"head\"><h2>Open incident</h2></div>\n"
        "<article class=\"card event g\"><h3><svg class=\"i\" aria-hidden=\"true\"><use "
        "href=\"#g\"/></svg><a href=\"/incidents/inc_00000000000000000000000007\">Slow "
        "&lt;checkout&gt;</a></h3>\n"
        "<p class=\"mute\">Minor impact · since <time data-l "
        "datetime=\"2026-11-23T08:41:22Z\">08:41\xC2\xA0UTC</time> · <a "
        "href=\"#m-mon_00000000000000000000000001\">Checkout &amp; &lt;pay&gt;</a></p>\n"
        "<ol class=\"log\" role=\"list\"><li><b>Identified</b><time data-l "
        "datetime=\"2026-11-23T08:43:22Z\">Today, 08:43\xC2\xA0UTC</time><p><em>Then.</em></p>\n"
        "</li>\n<li><b>Investigating</b><time data-l datetime=\"2026-11-23T08:42:22Z\">Today, "
        "08:42\xC2\xA0UTC</time><p>First.</p>\n</li>\n</ol></article>\n</section>\n");
    events.open.push_back(incident(started - 2 * kDay_s, Impact::kCritical, 0, {}));
    const std::string two = made(incidents_section, sample.facts);
    EXPECT_NE(two.find("<h2>Open incidents</h2>"), std::string::npos);
    EXPECT_NE(two.find("class=\"card event d\""), std::string::npos);
    EXPECT_NE(two.find(">21 November, 08:41\xC2\xA0UTC</time>"), std::string::npos);
}

TEST(MaintenanceSection, PutsWhatIsUnderWayFirst) {
    SamplePage sample;
    const std::int64_t now = sample.facts.now;
    view::PageEvents events;
    events.maintenance = {maintenance(now + 5 * kDay_s, now + 5 * kDay_s + 5400, now)};
    sample.facts.events = &events;
    const std::string coming = made(maintenance_section, sample.facts);
    EXPECT_NE(coming.find("<h2>Upcoming maintenance</h2>"), std::string::npos);
    EXPECT_NE(coming.find("<b><time data-l datetime=\"2026-11-28T09:41:22Z\">Saturday 28 November, "
                          "09:41</time></b> to <b><time data-l "
                          "datetime=\"2026-11-28T11:11:22Z\">11:11\xC2\xA0UTC</time></b>"),
              std::string::npos)
        << coming;
    EXPECT_NE(coming.find("<p class=\"mute\">1 h 30 min · <a href=\"#m-mon_"), std::string::npos);
    EXPECT_NE(coming.find("<em>available</em>"), std::string::npos);
    EXPECT_EQ(coming.find("progress"), std::string::npos);
    EXPECT_EQ(coming.find("Recurring"), std::string::npos);
    events.maintenance.push_back(maintenance(now - 60, now + 2 * kDay_s, now));
    events.maintenance.back().window.rrule = "FREQ=WEEKLY";
    const std::string both = made(maintenance_section, sample.facts);
    EXPECT_LT(both.find("Maintenance in progress"), both.find("Upcoming maintenance"));
    EXPECT_NE(both.find("Recurring"), std::string::npos);
    EXPECT_NE(both.find(">Wednesday 25 November, 09:41\xC2\xA0UTC</time>"), std::string::npos)
        << "the end's own date where it is another";
}

TEST(RecentSection, HasADayForEachOfTheLastSeven) {
    SamplePage sample;
    const std::int64_t now = sample.facts.now;
    view::PageEvents events;
    events.recent = {incident(now - 3600, Impact::kMinor, 0, {"Open."}),
                     incident(now - 2 * kDay_s, Impact::kMajor, 4380, {"First.", "Mended.", ""}),
                     incident(now - 2 * kDay_s - 60, Impact::kNone, 40, {})};
    sample.facts.events = &events;
    const std::string html = made(recent_section, sample.facts);
    EXPECT_EQ(count(html, "class=\"day\""), 7U);
    EXPECT_EQ(count(html, "No incidents"), 5U);
    EXPECT_NE(html.find("<a href=\"/history\">All incidents</a>"), std::string::npos);
    EXPECT_NE(html.find("<time datetime=\"2026-11-23\">Monday 23 November</time></h3><p><a "
                        "href=\"#incidents\">Slow &lt;checkout&gt;</a> <span class=\"mute\">(open, "
                        "see above)</span></p></div>"),
              std::string::npos)
        << html;
    EXPECT_NE(html.find("Resolved after 1 h 13 min · major · Checkout"), std::string::npos);
    EXPECT_NE(html.find("Resolved after 40 s · no impact"), std::string::npos);
    EXPECT_NE(html.find("<p>Mended.</p>"), std::string::npos) << "the newest that says something";
    EXPECT_EQ(html.find("First."), std::string::npos);
    const auto markup = read_markup(html);
    ASSERT_EQ(markup.all("time").size(), 7U);
    EXPECT_EQ(markup.all("time").back()->get("datetime"), "2026-11-17");
}

TEST(RecentSection, FollowsThePagesZone) {
    SamplePage sample;
    sample.facts.zone = *Zone::find("Asia/Tokyo");  // 18:41:22 there
    view::PageEvents events;
    events.recent = {incident(sample.facts.now - 10 * 3600, Impact::kMinor, 60, {})};
    sample.facts.events = &events;
    const std::string html = made(recent_section, sample.facts);
    EXPECT_LT(html.find("Slow"), html.find("2026-11-22")) << "08:41 of the 23rd in Tokyo";
}

TEST(RecentSection, ANewPageSaysThatThereWasNothingYet) {
    SamplePage sample;
    sample.page.created_at = UnixMillis(std::chrono::seconds(sample.facts.now - 3600));
    const std::string html = made(recent_section, sample.facts);
    EXPECT_NE(html.find("<p class=\"mute\">None so far.</p>"), std::string::npos);
    EXPECT_EQ(html.find("class=\"day\""), std::string::npos);
}

TEST(EventSections, AreWholeInEveryLanguage) {
    SamplePage sample;
    const std::int64_t now = sample.facts.now;
    view::PageEvents events;
    events.open = {incident(now - 3600, Impact::kMajor, 0, {"x"})};
    events.recent = {incident(now - kDay_s, Impact::kMinor, 9000, {"x"})};
    events.maintenance = {maintenance(now + 60, now + 2 * kDay_s, now)};
    sample.facts.events = &events;
    for (const view::Words& words : view::catalogues()) {
        sample.facts.words = &words;
        for (const Section section : {incidents_section, maintenance_section, recent_section}) {
            const std::string html = made(section, sample.facts);
            EXPECT_EQ(html.find('{'), std::string::npos) << words.language << ": " << html;
        }
    }
}

}  // namespace
}  // namespace ks::fragment
