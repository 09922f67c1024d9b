// SPDX-License-Identifier: Apache-2.0
// The sentences of spec 3 and 8 "Uptime" about states, cells and percentages, one by one.
#include "core/model/uptime.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace ks::model {
namespace {

using record::DaySeconds;
using record::MonitorType;
using record::ResultPoint;
using record::ResultRun;
using record::Settings;
using record::State;
using enum record::CheckStatus;

UnixSeconds instant(std::int64_t at) {
    return UnixSeconds(std::chrono::seconds(at));
}

/// Interval 60, timeout 30: a result holds for 150 s.
Settings settings(std::uint16_t confirmations, std::int64_t from = 0, std::uint32_t interval = 60) {
    return {.from = instant(from),
            .interval_s = interval,
            .timeout_ms = 30000,
            .grace_s = 20,
            .confirmations = confirmations};
}

Settings paused(std::int64_t from) {
    Settings entry = settings(2, from);
    entry.enabled = false;
    return entry;
}

using Points = std::vector<ResultPoint>;

struct Scene {
    std::vector<Points> regions;
    std::vector<Settings> timeline{settings(2)};
    MonitorType type = MonitorType::kHttp;
    std::vector<Interval> maintenance;
    std::int64_t now = 100000;
};

/// "0 none, 100 up, 250 none" over [0, 3000).
std::string story(const Scene& scene) {
    constexpr std::array<const char*, 6> kNames{
        "none", "up", "degraded", "down", "maintenance", "paused"};
    std::vector<std::vector<ResultRun>> regions;
    for (const Points& points : scene.regions) {
        record::merge(regions.emplace_back(), points);
    }
    std::string text;
    for (const Segment& segment :
         states({scene.type, scene.timeline, scene.maintenance, regions}, 0, 3000, scene.now)) {
        text += (text.empty() ? "" : ", ") + std::to_string(segment.from) + " " +
                kNames.at(static_cast<std::size_t>(segment.state));
    }
    return text;
}

TEST(States, AResultHoldsUntilTheNextAtMostTwiceTheIntervalAndTheTimeout) {
    EXPECT_EQ(story({.regions = {}}), "0 none");
    EXPECT_EQ(story({.regions = {{{100, kUp}}}}), "0 none, 100 up, 250 none");
    EXPECT_EQ(story({.regions = {{{100, kUp}, {160, kDegraded}}}}),
              "0 none, 100 up, 160 degraded, 310 none");
    EXPECT_EQ(story({.regions = {{{100, kUp}, {250, kUp}}}}), "0 none, 100 up, 400 none");
    EXPECT_EQ(story({.regions = {{{100, kUp}, {251, kUp}}}}),
              "0 none, 100 up, 250 none, 251 up, 401 none");
}

TEST(States, ATimeoutThatIsNotWholeSecondsIsRoundedUp) {
    Settings entry = settings(1);
    entry.timeout_ms = 29001;
    EXPECT_EQ(story({.regions = {{{100, kUp}}}, .timeline = {entry}}), "0 none, 100 up, 250 none");
}

TEST(States, ConfirmedFailuresCountFromTheFirst) {
    EXPECT_EQ(story({.regions = {{{100, kUp}, {160, kDown}, {220, kDown}}}}),
              "0 none, 100 up, 160 down, 370 none");
    EXPECT_EQ(
        story({.regions = {{{100, kUp}, {160, kDown}, {220, kDown}}}, .timeline = {settings(3)}}),
        "0 none, 100 up, 370 none");
    EXPECT_EQ(story({.regions = {{{100, kDown}}}, .timeline = {settings(1)}}),
              "0 none, 100 down, 250 none");
}

TEST(States, BeforeTheConfirmationTheStateIsKept) {
    EXPECT_EQ(story({.regions = {{{100, kDegraded}, {160, kDown}}}}),
              "0 none, 100 degraded, 310 none");
    EXPECT_EQ(story({.regions = {{{100, kDown}}}}), "0 none");
    EXPECT_EQ(story({.regions = {{{100, kUp}, {160, kDown}, {220, kUp}}}}),
              "0 none, 100 up, 370 none");
}

TEST(States, OneGoodCheckEndsTheOutage) {
    EXPECT_EQ(story({.regions = {{{100, kDown}, {160, kDown}, {220, kUp}}}}),
              "0 none, 100 down, 220 up, 370 none");
    EXPECT_EQ(story({.regions = {{{100, kDown}, {160, kDown}, {220, kDegraded}}}}),
              "0 none, 100 down, 220 degraded, 370 none");
}

TEST(States, ALongerGapEndsARun) {
    EXPECT_EQ(story({.regions = {{{100, kDown}, {250, kDown}}}}), "0 none, 100 down, 400 none");
    EXPECT_EQ(story({.regions = {{{100, kDown}, {251, kDown}}}}), "0 none");
    EXPECT_EQ(story({.regions = {{{100, kUp}, {160, kDown}, {400, kDown}, {460, kDown}}}}),
              "0 none, 100 up, 310 none, 400 down, 610 none");
}

TEST(States, SparseResultsAlternateWithNoData) {
    EXPECT_EQ(story({.regions = {{{100, kUp}, {300, kUp}, {500, kUp}}}}),
              "0 none, 100 up, 250 none, 300 up, 450 none, 500 up, 650 none");
    EXPECT_EQ(
        story({.regions = {{{100, kDown}, {300, kDown}, {500, kDown}}}, .timeline = {settings(1)}}),
        "0 none, 100 down, 250 none, 300 down, 450 none, 500 down, 650 none");
    EXPECT_EQ(story({.regions = {{{100, kDown}, {300, kDown}, {500, kDown}, {560, kDown}}}}),
              "0 none, 500 down, 710 none");
}

TEST(States, QuorumOfTheRegionsWithAFreshResult) {
    const auto three = [](record::CheckStatus a, record::CheckStatus b, record::CheckStatus c) {
        return story({.regions = {{{100, a}}, {{100, b}}, {{100, c}}}, .timeline = {settings(1)}});
    };
    EXPECT_EQ(three(kUp, kUp, kUp), "0 none, 100 up, 250 none");
    EXPECT_EQ(three(kDown, kUp, kUp), "0 none, 100 degraded, 250 none");
    EXPECT_EQ(three(kDown, kDown, kUp), "0 none, 100 down, 250 none");
    EXPECT_EQ(three(kDegraded, kUp, kUp), "0 none, 100 up, 250 none");
    EXPECT_EQ(three(kDegraded, kDegraded, kUp), "0 none, 100 degraded, 250 none");
    // Half is not more than half.
    EXPECT_EQ(story({.regions = {{{100, kDown}}, {{100, kUp}}}, .timeline = {settings(1)}}),
              "0 none, 100 degraded, 250 none");
    EXPECT_EQ(story({.regions = {{{100, kDegraded}}, {{100, kUp}}}, .timeline = {settings(1)}}),
              "0 none, 100 up, 250 none");
    // A region without a fresh result has no vote.
    EXPECT_EQ(story({.regions = {{{100, kDown}}, {}}, .timeline = {settings(1)}}),
              "0 none, 100 down, 250 none");
    EXPECT_EQ(story({.regions = {{{200, kDown}}, {{100, kUp}}}, .timeline = {settings(1)}}),
              "0 none, 100 up, 200 degraded, 250 down, 350 none");
}

TEST(States, AChangeOfSettingsAppliesToResultsFromThenOn) {
    // 60 s until 300, then 300 s: the result at 240 holds 150 s, that at 300 holds 630 s.
    EXPECT_EQ(story({.regions = {{{180, kUp}, {240, kUp}}},
                     .timeline = {settings(2), settings(2, 300, 300)}}),
              "0 none, 180 up, 390 none");
    EXPECT_EQ(story({.regions = {{{180, kUp}, {240, kUp}, {300, kUp}}},
                     .timeline = {settings(2), settings(2, 300, 300)}}),
              "0 none, 180 up, 930 none");
    // The first entry covers what came before it.
    EXPECT_EQ(story({.regions = {{{100, kUp}}}, .timeline = {settings(2, 2000, 300)}}),
              "0 none, 100 up, 730 none");
    // The confirmations in force at the newest result decide.
    EXPECT_EQ(story({.regions = {{{100, kDown}, {160, kDown}}},
                     .timeline = {settings(1), settings(3, 150)}}),
              "0 none, 100 down, 310 none");
    EXPECT_EQ(story({.regions = {{{100, kDown}, {160, kDown}}},
                     .timeline = {settings(3), settings(2, 150)}}),
              "0 none, 100 down, 310 none");
    EXPECT_EQ(story({.regions = {{{100, kDown}, {160, kDown}}},
                     .timeline = {settings(2), settings(3, 150)}}),
              "0 none");
}

TEST(States, ResultsLaterThanNowDoNotExist) {
    EXPECT_EQ(story({.regions = {{{100, kUp}, {160, kDown}, {220, kDown}}}, .now = 219}),
              "0 none, 100 up, 310 none");
    EXPECT_EQ(story({.regions = {{{100, kUp}, {160, kDown}, {220, kDown}}}, .now = 220}),
              "0 none, 100 up, 160 down, 370 none");
}

TEST(States, AHeartbeatIsDownSinceThePingWasDueOnceGraceHasPassed) {
    const auto heartbeat = [](Points pings, std::int64_t now) {
        return story({.regions = {std::move(pings)}, .type = MonitorType::kHeartbeat, .now = now});
    };
    EXPECT_EQ(heartbeat({}, 5000), "0 none");
    EXPECT_EQ(heartbeat({{100, kUp}}, 179), "0 none, 100 up");
    EXPECT_EQ(heartbeat({{100, kUp}}, 180), "0 none, 100 up, 160 down");
    EXPECT_EQ(heartbeat({{100, kUp}, {179, kUp}}, 200), "0 none, 100 up");
    EXPECT_EQ(heartbeat({{100, kUp}, {180, kUp}}, 200), "0 none, 100 up, 160 down, 180 up");
    // Never stale, and confirmations do not apply.
    EXPECT_EQ(heartbeat({{100, kUp}, {2000, kUp}}, 2001), "0 none, 100 up, 160 down, 2000 up");
    EXPECT_EQ(heartbeat({{100, kDown}, {2000, kUp}}, 2001), "0 none, 100 down, 2000 up");
    EXPECT_EQ(heartbeat({{100, kUp}, {130, kDown}}, 2001), "0 none, 100 up, 130 down");
    EXPECT_EQ(heartbeat({{100, kDegraded}}, 150), "0 none, 100 degraded");
    // Pings on a grid that is slower than their deadline.
    EXPECT_EQ(heartbeat({{100, kUp}, {200, kUp}, {300, kUp}}, 350),
              "0 none, 100 up, 160 down, 200 up, 260 down, 300 up");
}

TEST(States, RegionsOfAHeartbeatAreOneStream) {
    EXPECT_EQ(
        story(
            {.regions = {{{100, kUp}}, {{160, kUp}}}, .type = MonitorType::kHeartbeat, .now = 200}),
        "0 none, 100 up");
}

TEST(States, APauseHidesEverythingAndTheRemainingHoldAppliesAfterIt) {
    EXPECT_EQ(story({.regions = {{{100, kUp}}},
                     .timeline = {settings(2), paused(150), settings(2, 200)}}),
              "0 none, 100 up, 150 paused, 200 up, 250 none");
    EXPECT_EQ(story({.regions = {{{100, kUp}}},
                     .timeline = {settings(2), paused(150), settings(2, 300)}}),
              "0 none, 100 up, 150 paused, 300 none");
    EXPECT_EQ(story({.regions = {{{100, kUp}}}, .timeline = {paused(150)}}), "0 paused");
}

TEST(States, ADeadlineInsideAPauseProvesNothing) {
    const auto heartbeat = [](std::int64_t pause, std::int64_t resume, Points pings) {
        return story({.regions = {std::move(pings)},
                      .timeline = {settings(2), paused(pause), settings(2, resume)},
                      .type = MonitorType::kHeartbeat});
    };
    EXPECT_EQ(heartbeat(150, 170, {{100, kUp}}), "0 none, 100 up, 150 paused, 170 down");
    EXPECT_EQ(heartbeat(150, 400, {{100, kUp}}), "0 none, 100 up, 150 paused, 400 none");
    EXPECT_EQ(heartbeat(150, 400, {{100, kUp}, {500, kUp}}),
              "0 none, 100 up, 150 paused, 400 none, 500 up, 560 down");
    EXPECT_EQ(heartbeat(200, 400, {{100, kUp}}), "0 none, 100 up, 160 down, 200 paused, 400 down");
}

TEST(States, MaintenanceHidesAllButAPause) {
    const Points up_then_down{{100, kUp}, {160, kDown}, {220, kDown}};
    EXPECT_EQ(story({.regions = {up_then_down}, .maintenance = {{150, 300}}}),
              "0 none, 100 up, 150 maintenance, 300 down, 370 none");
    EXPECT_EQ(story({.regions = {},
                     .maintenance = {{200, 300}, {50, 120}, {100, 150}, {300, 400}, {70, 60}}}),
              "0 none, 50 maintenance, 150 none, 200 maintenance, 400 none");
    EXPECT_EQ(story({.regions = {},
                     .timeline = {settings(2), paused(100), settings(2, 200)},
                     .maintenance = {{50, 150}}}),
              "0 none, 50 maintenance, 100 paused, 200 none");
}

TEST(AffectedFrom, GoesBackToTheRunThatCouldBeConfirmed) {
    std::vector<ResultRun> runs;
    record::merge(
        runs, Points{{100, kUp}, {160, kDown}, {220, kDown}, {280, kDown}, {340, kUp}, {400, kUp}});
    EXPECT_EQ(affected_from(runs, 90), 90);
    EXPECT_EQ(affected_from(runs, 100), 100);
    EXPECT_EQ(affected_from(runs, 130), 100);
    EXPECT_EQ(affected_from(runs, 250), 160);
    EXPECT_EQ(affected_from(runs, 280), 160);
    EXPECT_EQ(affected_from(runs, 300), 160);
    EXPECT_EQ(affected_from(runs, 370), 340);
    EXPECT_EQ(affected_from(runs, 500), 400);
    EXPECT_EQ(affected_from({}, 500), 500);
    // A run that must be confirmed by then leads no further back.
    const std::vector<ResultRun> long_run{{1000, 60, 100, kDown}};
    EXPECT_EQ(affected_from(long_run, 1000 + 60 * 50),
              1000 + 60 * (50 - static_cast<std::int64_t>(kLookbackResults)));
}

TEST(DayCell, OnePercentOfWhatWasObserved) {
    struct Case {
        DaySeconds seconds;
        State cell;
    };

    for (const Case& c : {Case{{}, State::kNoData},
                          Case{{.maintenance = 86400}, State::kMaintenance},
                          Case{{.up = 1, .maintenance = 86399}, State::kUp},
                          Case{{.up = 86400}, State::kUp},
                          Case{{.up = 9900, .down = 100}, State::kDown},
                          Case{{.up = 9901, .down = 99}, State::kDegraded},
                          Case{{.up = 86399, .down = 1}, State::kDegraded},
                          Case{{.up = 9900, .degraded = 100}, State::kDegraded},
                          Case{{.up = 9901, .degraded = 99}, State::kUp},
                          Case{{.down = 1}, State::kDown},
                          Case{{.degraded = 1, .maintenance = 5}, State::kDegraded}}) {
        EXPECT_EQ(day_cell(c.seconds), c.cell)
            << c.seconds.up << " " << c.seconds.degraded << " " << c.seconds.down;
    }
}

TEST(Percent, IsTruncatedAndAHundredOnlyWithoutDowntime) {
    struct Case {
        std::uint64_t down;
        std::uint64_t observed;
        const char* text;
    };

    for (const Case& c : {Case{0, 1, "100"},
                          Case{1, 100000, "99.99"},
                          Case{1, 7776000, "99.99"},
                          Case{1, 10000, "99.99"},
                          Case{2, 10001, "99.98"},
                          Case{1, 3, "66.66"},
                          Case{1, 2, "50.00"},
                          Case{1, 1, "0.00"},
                          Case{9999, 10000, "0.01"},
                          Case{95, 100, "5.00"},
                          Case{1, 20, "95.00"}}) {
        EXPECT_EQ(percent_text(uptime_per_myriad(c.down, c.observed)), c.text)
            << c.down << " of " << c.observed;
    }
    EXPECT_EQ(uptime_per_myriad(0, 0), -1);
}

}  // namespace
}  // namespace ks::model
