// SPDX-License-Identifier: Apache-2.0
#include "render/fragment/banner.hpp"

#include "../support.hpp"

#include <gtest/gtest.h>

namespace ks::fragment {
namespace {

using model::PageState;
using model::PageTally;

std::string sentences(const PageTally& tally, bool ever_observed = true) {
    std::string text;
    append_sentences(text, view::kEnglish, {tally.state(), tally, ever_observed});
    return text;
}

TEST(Banner, SaysHowManyAreInTrouble) {
    EXPECT_EQ(sentences({.up = 32, .degraded = 2}),
              "2 of 34 monitors are degraded. The others work normally.");
    EXPECT_EQ(sentences({.up = 33, .degraded = 1}),
              "1 of 34 monitors is degraded. The others work normally.");
    EXPECT_EQ(sentences({.up = 1, .down = 1}),
              "1 of 2 monitors is down. The other one works normally.");
    EXPECT_EQ(sentences({.up = 20, .maintenance = 3}),
              "3 of 23 monitors are under maintenance. The others work normally.");
    EXPECT_EQ(sentences({.degraded = 1, .down = 4}), "4 of 5 monitors are down. 1 is degraded.");
    EXPECT_EQ(sentences({.up = 10, .degraded = 3, .down = 2, .maintenance = 1}),
              "2 of 16 monitors are down. 3 are degraded. 1 is under maintenance. "
              "The others work normally.");
}

TEST(Banner, SaysThatAllAreTheSame) {
    EXPECT_EQ(sentences({.down = 25}), "All 25 monitors are down.");
    EXPECT_EQ(sentences({.down = 1}), "The monitor is down.");
    EXPECT_EQ(sentences({.degraded = 3}), "All 3 monitors are degraded.");
    EXPECT_EQ(sentences({.degraded = 1}), "The monitor is degraded.");
    EXPECT_EQ(sentences({.maintenance = 2}), "All 2 monitors are under maintenance.");
    EXPECT_EQ(sentences({.maintenance = 1}), "The monitor is under maintenance.");
    EXPECT_EQ(sentences({.up = 34}), "All 34 monitors work normally.");
    EXPECT_EQ(sentences({.up = 1}), "The monitor works normally.");
}

TEST(Banner, DoesNotCallIdleMonitorsWorking) {
    EXPECT_EQ(sentences({.up = 33, .paused = 1}), "33 of 34 monitors work normally. 1 is paused.");
    EXPECT_EQ(sentences({.up = 31, .degraded = 2, .paused = 1}),
              "2 of 34 monitors are degraded. 1 is paused. The others work normally.");
    EXPECT_EQ(sentences({.up = 1, .no_data = 2, .paused = 2}),
              "1 of 5 monitors works normally. 2 are paused. 2 have no data.");
    EXPECT_EQ(sentences({.down = 3, .no_data = 1}), "3 of 4 monitors are down. 1 has no data.");
}

TEST(Banner, ExplainsWhyThereIsNothingToSay) {
    EXPECT_EQ(sentences({}, false), "This page shows no monitors yet.");
    EXPECT_EQ(sentences({.no_data = 4}, false),
              "This page is new. The first results appear here within a minute or two.");
    EXPECT_EQ(sentences({.no_data = 4}, true), "No monitor reports at the moment.");
    EXPECT_EQ(sentences({.paused = 4}, false), "No monitor reports at the moment.");
}

TEST(Banner, WritesWholeSentencesForEveryTally) {
    for (std::uint32_t code = 0; code < 729; ++code) {
        std::uint32_t rest = code;
        const auto next = [&rest] {
            const std::uint32_t digit = rest % 3;
            rest /= 3;
            return digit;
        };
        const PageTally tally{next(), next(), next(), next(), next(), next()};
        const std::string text = sentences(tally);
        ASSERT_TRUE(text.ends_with('.')) << code;
        ASSERT_EQ(text.find('{'), std::string::npos) << text;
        ASSERT_EQ(text.find("  "), std::string::npos) << text;
        ASSERT_EQ(text.find(" 0 "), std::string::npos) << text;
        ASSERT_FALSE(text.starts_with("0")) << text;
    }
}

TEST(Banner, HasTheStatesFaceAndTitle) {
    struct Case {
        PageState state;
        const char* classes;
        const char* symbol;
    };

    const Case table[] = {{PageState::kNoData, "banner n", "#n"},
                          {PageState::kOperational, "banner u", "#u"},
                          {PageState::kMaintenance, "banner m", "#m"},
                          {PageState::kDegraded, "banner g", "#g"},
                          {PageState::kPartialOutage, "banner d part", "#d"},
                          {PageState::kMajorOutage, "banner d", "#d"}};
    const render_test::SamplePage sample;
    for (const Case& each : table) {
        std::string text;
        out::Html out(text);
        banner(out, sample.facts, {each.state, {.down = 25}, true});
        EXPECT_EQ(text,
                  std::string("<div class=\"") + each.classes +
                      "\" id=\"state\" role=\"status\"><svg class=\"i\" aria-hidden=\"true\">"
                      "<use href=\"" +
                      each.symbol + "\"/></svg><div><h2>" + std::string(model::title(each.state)) +
                      "</h2><p>All 25 monitors are down.</p></div></div>\n");
    }
}

}  // namespace
}  // namespace ks::fragment
