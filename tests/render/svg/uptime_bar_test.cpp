// SPDX-License-Identifier: Apache-2.0
#include "render/svg/uptime_bar.hpp"

#include "../support.hpp"

#include "render/svg/day_runs.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <regex>

namespace ks::svg {
namespace {

using record::State;
using render_test::cells;
using render_test::day;
using render_test::history;

std::string bar(const model::UptimeNow& uptime) {
    std::string text;
    out::Html out(text);
    uptime_bar(out, uptime, view::kEnglish);
    return text;
}

std::string paths(std::string_view letters) {
    const std::string text = bar(history(letters));
    const std::size_t start = text.find('>') + 1;
    return text.substr(start, text.size() - start - std::string_view("</svg>").size());
}

std::string figures(std::string_view letters, const std::vector<record::DayDetail>& details) {
    std::string text;
    out::Html out(text);
    day_figures(out, history(letters, details));
    return text;
}

std::string label(const model::UptimeNow& uptime) {
    std::string text;
    out::Html out(text);
    bar_label(out, uptime, view::kEnglish);
    return text;
}

TEST(UptimeBar, IsTheSampleOfTheDesign) {
    const auto uptime = history(cells({{84, 'd'}, {41, 'g'}}), {day(41, 290), day(84, 4380, 1260)});
    EXPECT_EQ(bar(uptime),
              "<svg class=\"bar\" viewBox=\"0 0 90 10\" preserveAspectRatio=\"none\" role=\"img\" "
              "aria-label=\"99.93% uptime over 90 days, 2 days with downtime\" "
              "data-d=\"41gd290 84d4380g1260\"><path class=\"u\" d=\"M0 5h41M42 5h42M85 5h5\"/>"
              "<path class=\"g\" d=\"M41 7h1\"/><path class=\"d\" d=\"M84 2h1M84 8h1\"/></svg>");
}

TEST(UptimeBar, DrawsEachStateAtItsHeights) {
    EXPECT_EQ(paths(cells()), R"(<path class="u" d="M0 5h90"/>)");
    EXPECT_EQ(paths(cells({}, 'g')), R"(<path class="g" d="M0 7h90"/>)");
    EXPECT_EQ(paths(cells({}, 'd')), R"(<path class="d" d="M0 2h90M0 8h90"/>)");
    EXPECT_EQ(paths(cells({}, 'm')), R"(<path class="m" d="M0 1h90M0 5h90M0 9h90"/>)");
    EXPECT_EQ(paths(cells({}, 'n')), R"(<path class="n" d="M0 9h90"/>)");
}

TEST(UptimeBar, GoesOverTheDayOncePerHeight) {
    EXPECT_EQ(paths(cells({{31, 'd'}, {40, 'd'}})),
              R"(<path class="u" d="M0 5h31M32 5h8M41 5h49"/>)"
              R"(<path class="d" d="M31 2h1M40 2h1M31 8h1M40 8h1"/>)");
}

TEST(UptimeBar, FindsRunsAtTheWordsEdges) {
    struct Case {
        std::vector<std::pair<int, char>> down;
        const char* drawn;
    };

    const Case table[] = {
        {{{0, 'd'}}, R"(<path class="u" d="M1 5h89"/><path class="d" d="M0 2h1M0 8h1"/>)"},
        {{{63, 'd'}},
         R"(<path class="u" d="M0 5h63M64 5h26"/><path class="d" d="M63 2h1M63 8h1"/>)"},
        {{{64, 'd'}},
         R"(<path class="u" d="M0 5h64M65 5h25"/><path class="d" d="M64 2h1M64 8h1"/>)"},
        {{{63, 'd'}, {64, 'd'}},
         R"(<path class="u" d="M0 5h63M65 5h25"/><path class="d" d="M63 2h2M63 8h2"/>)"},
        {{{89, 'd'}}, R"(<path class="u" d="M0 5h89"/><path class="d" d="M89 2h1M89 8h1"/>)"},
    };
    for (const Case& each : table) {
        EXPECT_EQ(paths(cells(each.down)), each.drawn);
    }
}

TEST(UptimeBar, IgnoresBitsPastTheLastDay) {
    auto uptime = history(cells());
    uptime.planes.up.high = ~std::uint64_t{0};
    uptime.planes.down.high = std::uint64_t{1} << 26U;
    EXPECT_NE(bar(uptime).find(R"(data-d=""><path class="u" d="M0 5h90"/></svg>)"),
              std::string::npos);
}

TEST(UptimeBar, CanBeReadBackForRandomHistories) {
    std::mt19937 random(20261123);
    const std::string_view letters = "ugdmn";
    const std::regex run("M([0-9]+) ([0-9])h([0-9]+)");
    const std::string first_height = "57219";
    for (int round = 0; round < 500; ++round) {
        std::string drawn(90, '?');
        std::string expected;
        const unsigned stay = random() % 8;  // short and long runs
        for (int i = 0; i < 90; ++i) {
            const bool same = i != 0 && random() % 8 < stay;
            expected += same ? expected.back() : letters[random() % letters.size()];
        }
        const std::string text = paths(expected);
        for (std::size_t kind = 0; kind < letters.size(); ++kind) {
            const std::string open = std::string("<path class=\"") + letters[kind] + "\" d=\"";
            const std::size_t at = text.find(open);
            if (at == std::string::npos) {
                continue;
            }
            const std::string path = text.substr(at, text.find("/>", at) - at);
            for (std::sregex_iterator it(path.begin(), path.end(), run), end; it != end; ++it) {
                if ((*it)[2].str()[0] != first_height[kind]) {
                    continue;
                }
                const auto from = static_cast<std::size_t>(std::stoi((*it)[1]));
                for (std::size_t x = from; x < from + std::stoul((*it)[3]); ++x) {
                    ASSERT_EQ(drawn.at(x), '?') << text;
                    drawn[x] = letters[kind];
                }
            }
        }
        ASSERT_EQ(drawn, expected);
    }
}

TEST(DayFigures, SayWhatEachDayWas) {
    const auto hours =
        [](int index, std::uint32_t length, std::uint32_t down, std::uint32_t degraded) {
            return day(index, down, degraded, 0, length);
        };
    EXPECT_EQ(figures(cells(), {}), "");
    EXPECT_EQ(figures(cells({{71, 'd'}}), {day(71, 2750)}), "71d2750");
    EXPECT_EQ(figures(cells({{75, 'g'}}), {day(75, 614)}), "75gd614");
    EXPECT_EQ(figures(cells({{86, 'g'}}), {day(86, 0, 2520)}), "86g2520");
    EXPECT_EQ(figures(cells({{84, 'd'}}), {day(84, 4380, 1260)}), "84d4380g1260");
    EXPECT_EQ(figures(cells({{32, 'g'}}), {day(32, 420, 3900)}), "32g3900d420");
    EXPECT_EQ(figures(cells({{0, 'd'}, {89, 'd'}}), {day(0, 86400), day(89, 60)}), "0d86400 89d60");
    // A 23-hour and a 25-hour day, today so far, a day with maintenance in it, one of nothing else.
    EXPECT_EQ(figures(cells({{31, 'g'}}), {hours(31, 82800, 0, 60)}), "31g60o82800");
    EXPECT_EQ(figures(cells({{31, 'g'}}), {hours(31, 90000, 40, 0)}), "31gd40o90000");
    EXPECT_EQ(figures(cells({{89, 'g'}}), {hours(89, 34882, 0, 3130)}), "89g3130o34882");
    EXPECT_EQ(figures(cells({{63, 'm'}}), {day(63, 0, 0, 7200)}), "63m7200o79200");
    EXPECT_EQ(figures(cells(), {day(63, 0, 0, 7200)}), "63um7200o79200");
    EXPECT_EQ(figures(cells({{35, 'm'}}), {day(35, 0, 0, 86400)}), "35m86400o0");
    EXPECT_EQ(figures(cells(), {day(12, 3)}), "12ud3");
    EXPECT_EQ(figures(cells({{5, 'd'}}), {day(5, 300, 200, 100)}), "5d300g200m100o86300");
}

TEST(DayFigures, JoinNeighboursThatSayTheSame) {
    std::string new_monitor = std::string(61, 'n') + std::string(29, 'u');
    EXPECT_EQ(figures(new_monitor, {}), "0-60n");
    EXPECT_EQ(figures(cells({}, 'n'), {}), "0-89n");
    EXPECT_EQ(figures(cells({{80, 'n'}, {81, 'n'}, {83, 'n'}}), {}), "80-81n 83n");
    EXPECT_EQ(figures(cells({{63, 'd'}, {64, 'd'}}), {day(63, 86400), day(64, 86400)}),
              "63-64d86400");
    EXPECT_EQ(figures(cells({{63, 'd'}, {64, 'd'}}), {day(63, 86400), day(64, 86399)}),
              "63d86400 64d86399");
}

TEST(DayFigures, LeaveOutADayThatWasOnlyUp) {
    EXPECT_EQ(figures(cells(), {day(89, 0, 0, 0, 34882)}), "");
    EXPECT_EQ(figures(cells(), {day(40, 0, 0, 0, 90000)}), "");
}

TEST(DayFigures, HoldTheLongestTextThereIs) {
    std::string letters;
    std::vector<record::DayDetail> details;
    for (int index = 0; index < 90; ++index) {
        letters += index % 2 == 0 ? 'u' : 'd';
        details.push_back({static_cast<std::uint8_t>(index),
                           {.up = 0,
                            .degraded = 4294967295U,
                            .down = 1,
                            .maintenance = 4294967294U - static_cast<std::uint32_t>(index % 2)}});
    }
    const std::string text = figures(letters, details);
    EXPECT_EQ(std::ranges::count(text, ' '), 89);
    EXPECT_TRUE(text.ends_with("89d1g4294967295m4294967293o0"));
}

TEST(BarLabel, SpeaksOfDaysWithDowntimeAndDegradedDays) {
    EXPECT_EQ(label(history(cells())), "100% uptime over 90 days, no downtime");
    EXPECT_EQ(label(history(cells({{71, 'd'}}), {day(71, 2750)})),
              "99.96% uptime over 90 days, 1 day with downtime");
    EXPECT_EQ(label(history(cells({{86, 'g'}}), {day(86, 0, 2520)})),
              "100% uptime over 90 days, no downtime, 1 degraded");
    EXPECT_EQ(label(history(cells({{13, 'g'}, {49, 'g'}, {80, 'g'}}),
                            {day(13, 387), day(49, 107), day(80, 0, 3130)})),
              "99.99% uptime over 90 days, 2 days with downtime, 1 degraded");
    EXPECT_EQ(label(history(cells({{3, 'g'}, {64, 'g'}}), {day(3, 0, 2000), day(64, 0, 2000)})),
              "100% uptime over 90 days, no downtime, 2 degraded");
    // One second in 90 days is not "100".
    EXPECT_EQ(label(history(cells(), {day(5, 1)})),
              "99.99% uptime over 90 days, 1 day with downtime");
    EXPECT_EQ(label(history(std::string(89, 'n') + "d", {day(89, 86400)})),
              "0.00% uptime over the one day with data, 1 day with downtime");
}

TEST(BarLabel, NamesTheDaysWithData) {
    EXPECT_EQ(label(history(std::string(61, 'n') + std::string(29, 'u'))),
              "100% uptime over the 29 days with data, no downtime");
    EXPECT_EQ(label(history(cells({}, 'n'), {}, State::kNoData)), "No uptime figures yet");
    EXPECT_EQ(label(history(cells({{35, 'm'}}, 'n'), {day(35, 0, 0, 86400)})),
              "No uptime figures yet");
}

TEST(DayRuns, AgreeWithAWalkOverTheDays) {
    std::mt19937_64 random(7);
    for (int round = 0; round < 2000; ++round) {
        record::DayPlane plane{random() & random(), random() & kHighDays};
        if (round % 3 == 0) {
            plane = {~plane.low | plane.high, kHighDays - plane.high};
        }
        std::vector<std::pair<unsigned, unsigned>> expected;
        for (unsigned x = 0; x < 90; ++x) {
            if (!plane.test(static_cast<int>(x))) {
                continue;
            }
            if (!expected.empty() && expected.back().first + expected.back().second == x) {
                ++expected.back().second;
            } else {
                expected.emplace_back(x, 1);
            }
        }
        std::vector<std::pair<unsigned, unsigned>> found;
        for_each_run(plane,
                     [&](unsigned first, unsigned days) { found.emplace_back(first, days); });
        ASSERT_EQ(found, expected);
    }
}

}  // namespace
}  // namespace ks::svg
