// SPDX-License-Identifier: Apache-2.0
#include "render/page/status_page.hpp"

#include "../markup.hpp"
#include "../support.hpp"

#include "render/fragment/group_card.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace ks::page_html {
namespace {

using record::State;
using render_test::cells;
using render_test::Element;
using render_test::history;
using render_test::read_markup;
using render_test::SamplePage;

/// A name, a group and a state each.
struct Entry {
    const char* name;
    const char* group;
    State state = State::kUp;
};

std::string render(StatusPage& page,
                   const view::PageFacts& facts,
                   const std::vector<Entry>& entries) {
    page.begin(facts);
    std::uint8_t number = 0;
    for (const Entry& entry : entries) {
        const bool silent = entry.state == State::kNoData;
        const auto uptime = history(cells({}, silent ? 'n' : 'u'), {}, entry.state);
        page.row({.id = render_test::monitor_id(++number),
                  .name = entry.name,
                  .group = entry.group,
                  .response_ms = 84,
                  .uptime = &uptime});
    }
    std::string html;
    page.end(html);
    EXPECT_EQ(render_test::page_faults(html), std::vector<std::string>{});
    return html;
}

std::string render(const view::PageFacts& facts, const std::vector<Entry>& entries) {
    StatusPage page;
    return render(page, facts, entries);
}

std::string layout(const std::string& html) {
    return read_markup(html).all("main").at(0)->get("data-layout");
}

/// "name name | Group: name ..." in document order.
std::string order(const std::string& html) {
    std::string text;
    for (const Element& element : read_markup(html).elements) {
        if (element.has_class("group")) {
            text += "| ";
        } else if (element.tag == "h3" && !element.text.empty()) {
            text += element.text + ": ";
        } else if (element.has_class("name")) {
            text += element.text;
        }
    }
    return text;
}

TEST(StatusPage, IsTheGoldenPage) {
    SamplePage sample;
    sample.page.description = "Services of <Acme>.\n\nSecond paragraph,\nsame paragraph.";
    sample.page.homepage_url = "https://acme.example/?a=1&b=2";
    const std::string html = render(
        sample.facts, {{"Website", ""}, {"REST & more", "API"}, {"Search", "API", State::kDown}});
    std::ifstream file(KS_SOURCE_DIR "/tests/render/golden/small_page.html", std::ios::binary);
    const std::string golden{std::istreambuf_iterator<char>(file), {}};
    if (html != golden) {
        std::ofstream("small_page.html", std::ios::binary) << html;
    }
    EXPECT_TRUE(html == golden) << "what was rendered is in ./small_page.html";
}

TEST(StatusPage, HasWhatTheScriptLooksFor) {
    const SamplePage sample;
    const std::string html = render(sample.facts, {{"Website", ""}, {"REST", "API"}});
    const auto markup = read_markup(html);
    const auto mains = markup.all("main");
    ASSERT_EQ(mains.size(), 1U);
    EXPECT_EQ(mains[0]->get("data-refresh"), "?since=1842");
    EXPECT_EQ(mains[0]->get("data-day"), "2026-11-23");
    EXPECT_EQ(mains[0]->get("data-zone"), "UTC");
    EXPECT_EQ(mains[0]->get("data-layout").size(), 16U);
    for (const char* id : {"state",
                           "stale",
                           "age",
                           "incidents",
                           "maintenance",
                           "icon",
                           "u",
                           "g",
                           "d",
                           "m",
                           "p",
                           "n",
                           "m-mon_00000000000000000000000001"}) {
        EXPECT_NE(markup.by_id(id), nullptr) << id;
    }
    EXPECT_TRUE(markup.by_id("incidents")->has("hidden"));
    EXPECT_TRUE(markup.by_id("maintenance")->has("hidden"));
    EXPECT_TRUE(markup.by_id("stale")->has("hidden"));
    const auto index = [&](const Element* element) {
        return static_cast<int>(element - markup.elements.data());
    };
    const auto live = markup.all("p", "live");
    ASSERT_EQ(live.size(), 1U);
    EXPECT_TRUE(live[0]->has("hidden"));
    const auto buttons = markup.all("button");
    ASSERT_EQ(buttons.size(), 1U);
    EXPECT_EQ(buttons[0]->parent, index(live[0]));
    EXPECT_EQ(markup.all("", "groups").size(), 1U);
    EXPECT_EQ(markup.all("time", "seen").size(), 2U);
    ASSERT_EQ(markup.all("svg", "bar").size(), 2U);
    const std::size_t name = html.find("<span class=\"name\">");
    EXPECT_NE(html[name + 19], '<') << "the script takes the first text of .name";
    for (const Element* bar : markup.all("svg", "bar")) {
        EXPECT_TRUE(markup.elements[static_cast<std::size_t>(bar->parent)].has_class("row"));
    }
}

TEST(StatusPage, GathersGroupsInOrderOfFirstEntry) {
    const SamplePage sample;
    StatusPage page;
    EXPECT_EQ(order(render(page,
                           sample.facts,
                           {{"a", "X"},
                            {"b", ""},
                            {"c", "Y"},
                            {"d", "X"},
                            {"e", ""},
                            {"f", "X"},
                            {"g", "X"},
                            {"h", "Y"}})),
              "| b e | X: a d f g | Y: c h ");
    EXPECT_EQ(order(render(page, sample.facts, {{"a", "Y"}, {"b", "X"}})), "| Y: a | X: b ");
    EXPECT_EQ(order(render(page, sample.facts, {{"a", ""}})), "| a ");
    EXPECT_EQ(order(render(page, sample.facts, {})), "");
    EXPECT_EQ(order(render(page, sample.facts, {{"a", "x"}, {"b", "X"}, {"c", "x "}})),
              "| x: a | X: b | x : c ");
}

TEST(StatusPage, SumsUpEachGroup) {
    const SamplePage sample;
    const std::string html =
        render(sample.facts, {{"a", "X", State::kDegraded}, {"b", "Y"}, {"c", "X"}});
    EXPECT_NE(html.find("1 of 2 degraded</p>"), std::string::npos);
    EXPECT_NE(html.find("</svg> Operational</p>"), std::string::npos);
}

TEST(StatusPage, TitleBannerAndIconFollowTheState) {
    const SamplePage sample;

    struct Case {
        std::vector<Entry> entries;
        const char* title;
        const char* colour;
    };

    const Case table[] = {
        {{{"a", ""}}, "All Systems Operational", "0b7850"},
        {{{"a", ""}, {"b", "", State::kDegraded}}, "Partially Degraded Service", "d27700"},
        {{{"a", ""}, {"b", "", State::kDown}}, "Partial System Outage", "b9440a"},
        {{{"a", "", State::kDown}}, "Major Service Outage", "b3122f"},
        {{{"a", "", State::kMaintenance}}, "Service Under Maintenance", "3553c4"},
        {{{"a", "", State::kNoData}}, "No Data Yet", "525c69"}};
    for (const Case& each : table) {
        const std::string html = render(sample.facts, each.entries);
        EXPECT_NE(html.find("<title>" + std::string(each.title) + " \xC2\xB7 Acme Status</title>"),
                  std::string::npos);
        EXPECT_NE(html.find("<h2>" + std::string(each.title) + "</h2>"), std::string::npos);
        EXPECT_NE(html.find("id=\"icon\" href=\"data:image/svg+xml,&lt;svg"), std::string::npos);
        EXPECT_NE(html.find(std::string("fill='%23") + each.colour), std::string::npos);
    }
    EXPECT_NE(render(sample.facts, {{"a", "", State::kNoData}}).find("This page is new."),
              std::string::npos);
}

TEST(StatusPage, ShowsThePagesSettings) {
    SamplePage sample;
    const std::string plain = render(sample.facts, {});
    EXPECT_TRUE(plain.starts_with("<!doctype html>\n<html lang=\"en-GB\">\n"));
    EXPECT_EQ(plain.find("noindex"), std::string::npos);
    EXPECT_EQ(plain.find("<img"), std::string::npos);
    EXPECT_EQ(plain.find("class=\"about\""), std::string::npos);
    EXPECT_NE(plain.find("<h1><a href=\"/\">Acme Status</a></h1>"), std::string::npos);
    EXPECT_NE(plain.find("Days and times are in UTC. Uptime counts"), std::string::npos);
    sample.page.locale = "en-AU";
    sample.page.theme = record::Theme::kDark;
    sample.page.noindex = true;
    sample.page.logo_url = "https://acme.example/logo.svg?a=1&b=\"";
    sample.page.favicon_url = "https://acme.example/icon.png";
    sample.page.homepage_url = "https://acme.example/";
    sample.facts.zone_name = "Europe/Vienna";
    sample.facts.days_zone_name = "UTC";
    const std::string html = render(sample.facts, {});
    EXPECT_NE(html.find("<html lang=\"en-AU\" data-theme=\"dark\">"), std::string::npos);
    EXPECT_NE(html.find("<meta name=\"robots\" content=\"noindex\">"), std::string::npos);
    EXPECT_NE(
        html.find("<h1><a href=\"https://acme.example/\"><img class=\"logo\" "
                  "src=\"https://acme.example/logo.svg?a=1&amp;b=&quot;\" alt=\"\" height=\"36\">"
                  "Acme Status</a></h1>"),
        std::string::npos);
    EXPECT_NE(html.find("<link rel=\"icon\" id=\"icon\" href=\"https://acme.example/icon.png\">"),
              std::string::npos);
    EXPECT_NE(html.find("Times are in Europe/Vienna, days in UTC."), std::string::npos);
    EXPECT_NE(html.find("data-zone=\"Europe/Vienna\""), std::string::npos);
    sample.page.theme = record::Theme::kLight;
    EXPECT_NE(render(sample.facts, {}).find(" data-theme=\"light\">"), std::string::npos);
}

TEST(StatusPage, TakesNoMarkupFromItsOwner) {
    SamplePage sample;
    const char* hostile = "\"'></title></script><script>alert(1)</script>\x07\xff";
    sample.page.name = hostile;
    sample.page.description = hostile;
    sample.page.locale = hostile;
    sample.page.logo_url = "javascript:alert(1)";
    sample.page.favicon_url = "javascript:alert(1)";
    sample.page.homepage_url = "javascript:alert(1)//https://";
    sample.facts.zone_name = hostile;
    const std::string html = render(sample.facts, {{hostile, hostile}});
    EXPECT_EQ(read_markup(html).all("script").size(), 1U);
    EXPECT_EQ(html.find("javascript:"), std::string::npos);
}

TEST(StatusPage, WritesTheDescriptionAsMarkdown) {
    SamplePage sample;
    const auto about = [&](std::string_view description) {
        sample.page.description = description;
        const std::string html = render(sample.facts, {});
        const std::size_t at = html.find("<div class=\"about\" id=\"about\">");
        return at == std::string::npos ? std::string()
                                       : html.substr(at + 30, html.find("</div>", at) - at - 30);
    };
    EXPECT_EQ(about(""), "");
    EXPECT_EQ(about(" \r\n\n "), "");
    EXPECT_EQ(about("one"), "<p>one</p>\n");
    EXPECT_EQ(about("one\n\n*two* <b>"), "<p>one</p>\n<p><em>two</em> &lt;b&gt;</p>\n");
    EXPECT_EQ(about("# One"), "<h3>One</h3>\n");
}

TEST(StatusPage, LayoutChangesWhenOnlyAReloadHelps) {
    SamplePage sample;
    const std::vector<Entry> entries{{"a", "X"}, {"b", "Y"}};
    const std::string before = layout(render(sample.facts, entries));
    EXPECT_EQ(layout(render(sample.facts, {{"renamed", "X", State::kDown}, {"b", "Y"}})), before);
    sample.page.version += 1;
    sample.facts.now += 100;
    EXPECT_EQ(layout(render(sample.facts, entries)), before);
    EXPECT_NE(layout(render(sample.facts, {{"a", "X"}, {"b", "X"}})), before);
    EXPECT_NE(layout(render(sample.facts, {{"a", "X"}})), before);
    EXPECT_NE(layout(render(sample.facts, {{"a", "X"}, {"b", "Y"}, {"c", "Y"}})), before);
    sample.page.config_version += 1;
    EXPECT_NE(layout(render(sample.facts, entries)), before);
    sample.page.config_version -= 1;
    sample.facts.script_path = "/assets/page.other.js";
    EXPECT_NE(layout(render(sample.facts, entries)), before);
}

TEST(StatusPage, AppendsAndForgetsThePageBefore) {
    const SamplePage sample;
    StatusPage page;
    const std::string first = render(page, sample.facts, {{"a", "X", State::kDown}, {"b", ""}});
    const std::string small = render(page, sample.facts, {{"c", ""}});
    EXPECT_EQ(small, render(sample.facts, {{"c", ""}}));
    EXPECT_EQ(render(page, sample.facts, {{"a", "X", State::kDown}, {"b", ""}}), first);
    page.begin(sample.facts);
    std::string text = "head\r\n\r\n";
    page.end(text);
    EXPECT_EQ(text, "head\r\n\r\n" + render(sample.facts, {}));
}

TEST(StatusPage, HoldsTwoThousandEntriesInAsManyGroups) {
    const SamplePage sample;
    StatusPage page;
    page.begin(sample.facts);
    const auto uptime = history(cells());
    std::vector<std::string> groups;
    for (int i = 0; i < 1000; ++i) {
        groups.push_back("Group " + std::to_string(i));
    }
    for (std::size_t i = 0; i < 2000; ++i) {
        MonitorId id{};
        id.bytes[15] = std::byte(i & 255U);
        id.bytes[14] = std::byte(i >> 8U);
        page.row({.id = id, .name = "x", .group = groups[i % 1000], .uptime = &uptime});
    }
    EXPECT_EQ(page.tally().up, 2000U);
    std::string html;
    page.end(html);
    EXPECT_EQ(render_test::page_faults(html), std::vector<std::string>{});
    const auto markup = read_markup(html);
    EXPECT_EQ(markup.all("div", "group").size(), 1000U);
    EXPECT_EQ(markup.all("li", "row").size(), 2000U);
}

}  // namespace
}  // namespace ks::page_html
