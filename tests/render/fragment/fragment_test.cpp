// SPDX-License-Identifier: Apache-2.0
// Rows, groups, legend and freshness, each on its own.
#include "../markup.hpp"
#include "../support.hpp"

#include "render/fragment/freshness.hpp"
#include "render/fragment/group_card.hpp"
#include "render/fragment/legend.hpp"
#include "render/fragment/monitor_row.hpp"
#include "render/fragment/state_face.hpp"

#include <gtest/gtest.h>

namespace ks::fragment {
namespace {

using record::State;
using render_test::cells;
using render_test::history;
using render_test::page_faults;
using render_test::SamplePage;

std::string row(std::string_view name, std::int32_t ms, const model::UptimeNow& uptime) {
    const SamplePage sample;
    std::string text;
    out::Html out(text);
    monitor_row(
        out,
        sample.facts,
        {.id = render_test::monitor_id(1), .name = name, .response_ms = ms, .uptime = &uptime});
    return text;
}

TEST(MonitorRow, StandsAlone) {
    const auto uptime = history(cells({{71, 'd'}}), {render_test::day(71, 2750)});
    const std::string text = row("Website", 84, uptime);
    EXPECT_EQ(
        text,
        "<li class=\"row u\" id=\"m-mon_00000000000000000000000001\">"
        "<svg class=\"i\" aria-hidden=\"true\"><use href=\"#u\"/></svg>"
        "<span class=\"name\">Website <span class=\"st\">Operational</span></span>"
        "<span class=\"ms\">84 ms</span><span class=\"pct\"><b>99.96%</b> <i>uptime</i></span>\n"
        "<svg class=\"bar\" viewBox=\"0 0 90 10\" preserveAspectRatio=\"none\" role=\"img\" "
        "aria-label=\"99.96% uptime over 90 days, 1 day with downtime\" data-d=\"71d2750\">"
        "<path class=\"u\" d=\"M0 5h71M72 5h18\"/><path class=\"d\" d=\"M71 2h1M71 8h1\"/>"
        "</svg></li>\n");
    EXPECT_EQ(page_faults(text), std::vector<std::string>{});
}

TEST(MonitorRow, NamesEachState) {
    struct Case {
        State state;
        const char* start;
        const char* word;
    };

    const Case table[] = {{State::kUp, "<li class=\"row u\"", ">Operational<"},
                          {State::kDegraded, "<li class=\"row g\"", ">Degraded<"},
                          {State::kDown, "<li class=\"row d\"", ">Down<"},
                          {State::kMaintenance, "<li class=\"row m\"", ">Maintenance<"},
                          {State::kPaused, "<li class=\"row p\"", ">Paused<"},
                          {State::kNoData, "<li class=\"row n\"", ">No data<"}};
    for (const Case& each : table) {
        const std::string text = row("x", 5, history(cells(), {}, each.state));
        EXPECT_TRUE(text.starts_with(each.start)) << text;
        EXPECT_NE(text.find(each.word), std::string::npos);
        const bool measured = each.state == State::kUp || each.state == State::kDegraded ||
                              each.state == State::kMaintenance;
        EXPECT_EQ(text.find("5 ms") != std::string::npos, measured);
    }
}

TEST(MonitorRow, WritesResponseTimes) {
    const auto uptime = history(cells());
    const std::pair<int, const char*> table[] = {{-1, ">"},
                                                 {0, ">0 ms"},
                                                 {999, ">999 ms"},
                                                 {1000, ">1.00 s"},
                                                 {1920, ">1.92 s"},
                                                 {1929, ">1.92 s"},
                                                 {2005, ">2.00 s"},
                                                 {9999, ">9.99 s"},
                                                 {10000, ">10.0 s"},
                                                 {31078, ">31.0 s"},
                                                 {INT32_MAX, ">2147483.6 s"}};
    for (const auto& [ms, shown] : table) {
        EXPECT_NE(row("x", ms, uptime).find("\"ms\"" + std::string(shown) + "</span>"),
                  std::string::npos)
            << ms;
    }
}

TEST(MonitorRow, HasNoPercentageWithoutFigures) {
    const std::string text = row("x", -1, history(cells({}, 'n'), {}, State::kNoData));
    EXPECT_NE(text.find("<b>\xE2\x80\x93</b> <i>uptime</i>"), std::string::npos);
    EXPECT_NE(text.find("aria-label=\"No uptime figures yet\" data-d=\"0-89n\""),
              std::string::npos);
}

TEST(MonitorRow, TakesNoMarkupFromAName) {
    const auto uptime = history(cells());
    for (const std::string_view name :
         {std::string_view("</span></li></script><script>alert(1)</script>"),
          std::string_view("\"><img src=x onerror=alert(1)>"),
          std::string_view("a & b &lt; '\"`"),
          std::string_view("\x01\x08\x0b\x1f nul:\0 end", 13),
          std::string_view("\xff\xfe\x80 \xc3"),
          std::string_view("\xed\xa0\x80 \xf4\x90\x80\x80 \xc0\xaf"),
          std::string_view("<!--"),
          std::string_view("]]>")}) {
        const std::string text = row(name, 1, uptime);
        EXPECT_EQ(page_faults(text), std::vector<std::string>{}) << text;
        EXPECT_EQ(render_test::read_markup(text).elements.size(), 11U) << text;
    }
    EXPECT_NE(row("R&D <lab>", 1, uptime).find("R&amp;D &lt;lab&gt; <span"), std::string::npos);
}

std::string summary(const model::PageTally& tally) {
    const SamplePage sample;
    std::string text;
    out::Html out(text);
    group_summary(out, sample.facts, {"API", group_key("API"), tally});
    EXPECT_EQ(page_faults(text), std::vector<std::string>{});
    return text.substr(9, 7) + text.substr(text.find("</svg>") + 6);
}

TEST(GroupCard, SumsUpItsEntries) {
    EXPECT_EQ(summary({.up = 3}), "\"sum u\" Operational</p>");
    EXPECT_EQ(summary({.up = 5, .degraded = 2}), "\"sum g\" 2 of 7 degraded</p>");
    EXPECT_EQ(summary({.down = 8}), "\"sum d\" 8 of 8 down</p>");
    EXPECT_EQ(summary({.up = 1, .degraded = 2, .down = 1}), "\"sum d\" 1 of 4 down</p>");
    EXPECT_EQ(summary({.up = 1, .maintenance = 1}), "\"sum m\" 1 of 2 under maintenance</p>");
    EXPECT_EQ(summary({.no_data = 1, .paused = 1}), "\"sum n\" No data</p>");
    EXPECT_EQ(summary({.paused = 2}), "\"sum p\" Paused</p>");
    EXPECT_EQ(summary({.up = 1, .paused = 2}), "\"sum u\" Operational</p>");
}

TEST(GroupCard, HasAHeadingOnlyWithAName) {
    const SamplePage sample;
    std::string text;
    out::Html out(text);
    group_open(out, sample.facts, {"", group_key(""), {.up = 1}});
    EXPECT_EQ(text, "<div class=\"card group\" data-g=\"\">\n<ul role=\"list\">\n");
    text.clear();
    group_open(out, sample.facts, {"A<b", 0x1f, {.up = 1}});
    EXPECT_EQ(text,
              "<div class=\"card group\" data-g=\"000000000000001f\">\n<div><h3>A&lt;b</h3>"
              "<p class=\"sum u\" id=\"g-000000000000001f\"><svg class=\"i\" aria-hidden=\"true\">"
              "<use href=\"#u\"/></svg> Operational</p></div>\n<ul role=\"list\">\n");
    EXPECT_NE(group_key("API"), group_key("api"));
}

TEST(Legend, GivesTheScriptItsWords) {
    const SamplePage sample;
    std::string text;
    out::Html out(text);
    legend(out, sample.facts);
    const auto markup = render_test::read_markup(text);
    EXPECT_EQ(markup.faults, std::vector<std::string>{});
    std::string letters;
    for (const auto* path : markup.all("path")) {
        letters += path->get("class");
    }
    EXPECT_EQ(letters, "ugdmn");
    std::string words;
    for (const auto* item : markup.all("li")) {
        words += item->text + "|";
    }
    EXPECT_EQ(words, "Operational|Degraded|Down|Maintenance|No data|");
}

std::string fresh(const view::PageFacts& facts) {
    std::string text;
    out::Html out(text);
    freshness(out, facts);
    EXPECT_EQ(page_faults(text), std::vector<std::string>{});
    return text;
}

TEST(Freshness, TellsTheTimeInThePagesZone) {
    SamplePage sample;
    const auto seen = [&] {
        const std::string text = fresh(sample.facts);
        return text.substr(17, text.find("</p>") - 17);
    };
    EXPECT_EQ(seen(),
              "Last updated <time class=\"seen\" datetime=\"2026-11-23T09:41:22Z\">"
              "09:41:22 UTC</time>");
    sample.facts.zone = Zone::find("Europe/Berlin").value();
    EXPECT_NE(seen().find("22Z\">10:41:22 CET<"), std::string::npos);
    sample.facts.zone = Zone::find("America/Sao_Paulo").value();
    EXPECT_NE(seen().find("22Z\">06:41:22 UTC-03:00<"), std::string::npos);
    sample.facts.zone = Zone::find("Asia/Kathmandu").value();
    EXPECT_NE(seen().find("22Z\">15:26:22 UTC+05:45<"), std::string::npos);
}

TEST(Freshness, ShowsItsAgeOnlyWhenNothingCanBeStored) {
    SamplePage sample;
    EXPECT_NE(fresh(sample.facts).find("<p class=\"note\" id=\"age\" role=\"alert\" hidden></p>"),
              std::string::npos);
    sample.facts.frozen_at = sample.facts.now - 61;
    EXPECT_NE(fresh(sample.facts)
                  .find("<p class=\"note\" id=\"age\" role=\"alert\"><b>Not up to date.</b> New "
                        "results cannot be "
                        "stored at the moment. What you see was true at 09:40:21 UTC.</p>"),
              std::string::npos);
}

}  // namespace
}  // namespace ks::fragment
