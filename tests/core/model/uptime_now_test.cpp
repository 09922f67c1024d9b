// SPDX-License-Identifier: Apache-2.0
// The record seen as time passes: staleness, deadlines, midnight, clock changes, and clocks that
// step.
#include "core/model/uptime_now.hpp"

#include <gtest/gtest.h>

namespace ks::model {
namespace {

using record::DaySeconds;
using record::MonitorType;
using record::ResultPoint;
using record::ResultRun;
using record::Settings;
using record::State;
using record::UptimeHistory;
using record::UptimeHistoryView;
using enum record::CheckStatus;

constexpr Day kDay0 = 20000;
constexpr std::int64_t kStart = std::int64_t{kDay0} * 86400;

UnixSeconds instant(std::int64_t at) {
    return UnixSeconds(std::chrono::seconds(at));
}

/// A monitor, its results and its record. Interval 60, timeout 30, grace 20, one confirmation.
struct Watched {
    MonitorType type = MonitorType::kHttp;
    std::vector<Settings> timeline{{.confirmations = 1}};
    std::vector<Interval> maintenance;
    std::vector<std::vector<ResultRun>> regions{{}};
    UptimeHistory history;
    Zone zone;
    std::int64_t clock = 0;

    void cut(Day first_day, std::int64_t now) {
        recut(history, {type, timeline, maintenance, regions}, zone, first_day, now);
    }

    void result(std::int64_t at, record::CheckStatus status, std::size_t region = 0) {
        const ResultPoint point{at, status};
        record::merge(regions[region], {&point, 1});
        clock = std::max(clock, at);
        cut(zone.day_of(instant(affected_from(regions[region], at))), clock);
    }

    UptimeNow at(std::int64_t now) const {
        const std::string bytes = record::encode(history);
        UptimeNow out;
        uptime_at(out, UptimeHistoryView::read(as_bytes(bytes)).value(), now, zone);
        return out;
    }
};

TEST(UptimeAt, AnEmptyRecordIsNoData) {
    UptimeNow now;
    uptime_at(now, UptimeHistoryView::empty(), kStart, Zone());
    EXPECT_EQ(now.state, State::kNoData);
    EXPECT_EQ(now.per_myriad(), -1);
    EXPECT_EQ(now.today, kDay0);
    EXPECT_EQ(now.next_change, INT64_MAX);
    EXPECT_EQ(now.cell(89), State::kNoData);
}

TEST(UptimeAt, AMonitorThatIsPausedBeforeItsFirstResultSaysSo) {
    Watched watched;
    watched.timeline = {{.from = instant(kStart), .enabled = false}};
    watched.cut(kDay0, kStart);
    EXPECT_EQ(watched.history.settled, 0);
    EXPECT_EQ(watched.at(kStart + 10).state, State::kPaused);
}

TEST(UptimeAt, TimeSinceTheLastResultCountsUntilItIsStale) {
    Watched watched;
    watched.result(kStart + 100, kUp);
    EXPECT_EQ(watched.at(kStart + 100).up_s, 0U);
    const UptimeNow soon = watched.at(kStart + 200);
    EXPECT_EQ(soon.state, State::kUp);
    EXPECT_EQ(soon.state_since, kStart + 100);
    EXPECT_EQ(soon.next_change, kStart + 250);
    EXPECT_EQ(soon.up_s, 100U);
    EXPECT_EQ(soon.per_myriad(), 10000);
    const UptimeNow late = watched.at(kStart + 5000);
    EXPECT_EQ(late.state, State::kNoData);
    EXPECT_EQ(late.state_since, kStart + 250);
    EXPECT_EQ(late.up_s, 150U);
    EXPECT_EQ(late.next_change, INT64_MAX);
}

TEST(UptimeAt, EachStaleRegionCanChangeTheQuorum) {
    Watched watched;
    watched.regions.resize(2);
    watched.result(kStart + 100, kUp, 0);
    watched.result(kStart + 150, kDown, 1);
    EXPECT_EQ(watched.at(kStart + 160).state, State::kDegraded);
    EXPECT_EQ(watched.at(kStart + 250).state, State::kDown);
    EXPECT_EQ(watched.at(kStart + 300).state, State::kNoData);
    const UptimeNow end = watched.at(kStart + 400);
    EXPECT_EQ(end.seconds(89), (DaySeconds{.up = 50, .degraded = 100, .down = 50}));
}

TEST(UptimeAt, AHeartbeatIsDownFromItsDueTimeOnceTheDeadlinePasses) {
    Watched watched{.type = MonitorType::kHeartbeat};
    watched.timeline[0].grace_s = 20;
    watched.result(kStart + 100, kUp);
    const UptimeNow hopeful = watched.at(kStart + 179);
    EXPECT_EQ(hopeful.state, State::kUp);
    EXPECT_EQ(hopeful.next_change, kStart + 180);
    EXPECT_EQ(hopeful.seconds(89), (DaySeconds{.up = 79}));
    const UptimeNow certain = watched.at(kStart + 180);
    EXPECT_EQ(certain.state, State::kDown);
    EXPECT_EQ(certain.state_since, kStart + 160);
    EXPECT_EQ(certain.seconds(89), (DaySeconds{.up = 60, .down = 20}));
    const UptimeNow days_later = watched.at(kStart + 3 * 86400);
    EXPECT_EQ(days_later.seconds(89), DaySeconds{});
    EXPECT_EQ(days_later.seconds(88), (DaySeconds{.down = 86400}));
    EXPECT_EQ(days_later.down_s, 3 * 86400U - 160);
    EXPECT_EQ(watched.at(kStart + 200 * 86400).down_s, 89 * 86400U);
}

TEST(UptimeAt, MaintenanceAroundAHeartbeatDeadline) {
    Watched watched{.type = MonitorType::kHeartbeat, .maintenance = {{kStart + 140, kStart + 170}}};
    watched.timeline[0].grace_s = 20;
    watched.result(kStart + 100, kUp);
    EXPECT_EQ(watched.at(kStart + 165).state, State::kMaintenance);
    EXPECT_EQ(watched.at(kStart + 175).state, State::kUp);
    EXPECT_EQ(watched.at(kStart + 175).seconds(89), (DaySeconds{.up = 45, .maintenance = 30}));
    EXPECT_EQ(watched.at(kStart + 185).state, State::kDown);
    EXPECT_EQ(watched.at(kStart + 185).seconds(89),
              (DaySeconds{.up = 40, .down = 15, .maintenance = 30}));
}

TEST(UptimeAt, MidnightPassesWithoutAWrite) {
    Watched watched;
    watched.result(kStart + 86400 - 60, kUp);
    const UptimeNow after = watched.at(kStart + 86400 + 30);
    EXPECT_EQ(after.today, kDay0 + 1);
    EXPECT_EQ(after.seconds(88), (DaySeconds{.up = 60}));
    EXPECT_EQ(after.seconds(89), (DaySeconds{.up = 30}));
    EXPECT_EQ(after.cell(89), State::kUp);
}

TEST(UptimeAt, ADayLeavesTheWindowAfterNinety) {
    Watched watched;
    watched.result(kStart + 100, kDown);
    EXPECT_EQ(watched.at(kStart + 89 * 86400).cell(0), State::kDown);
    EXPECT_EQ(watched.at(kStart + 89 * 86400).down_s, 150U);
    EXPECT_EQ(watched.at(kStart + 90 * 86400).down_s, 0U);
    EXPECT_EQ(watched.at(kStart + 90 * 86400).per_myriad(), -1);
}

TEST(UptimeAt, AClockThatStepsBackShowsTheRecordAsItIs) {
    Watched watched;
    watched.result(kStart + 86400 + 10, kUp);
    watched.result(kStart + 86400 + 100, kDown);
    const UptimeNow now = watched.at(kStart);
    EXPECT_EQ(now.today, kDay0 + 1);
    EXPECT_EQ(now.state, State::kDown);
    EXPECT_EQ(now.seconds(89), (DaySeconds{.up = 90}));
}

TEST(UptimeAt, AFullPlainDayIsNotWrittenOut) {
    Watched watched;
    std::vector<ResultPoint> points;
    for (int i = 0; i <= 3 * 1440; ++i) {
        points.push_back({kStart + 60 * i, kUp});
    }
    record::merge(watched.regions[0], points);
    watched.cut(kDay0, points.back().at);
    EXPECT_TRUE(watched.history.details.empty());
    EXPECT_EQ(watched.history.last_day, kDay0 + 3);
    EXPECT_EQ(watched.at(points.back().at).up_s, 3 * 86400U);
    EXPECT_EQ(watched.at(points.back().at + 40).up_s, 3 * 86400U + 40);
}

TEST(UptimeAt, DaysAreTwentyThreeOrTwentyFiveHoursLongWhereClocksChange) {
    struct Case {
        std::int64_t midnight;  ///< of the day on which clocks change in Berlin
        std::uint32_t length;
    };

    for (const Case& c : {Case{1774738800, 82800}, Case{1792879200, 90000}}) {
        Watched watched{.zone = Zone::find("Europe/Berlin").value()};
        std::vector<ResultPoint> points;
        for (std::int64_t at = c.midnight - 3600; at <= c.midnight + 100000; at += 60) {
            points.push_back({at, kUp});
        }
        record::merge(watched.regions[0], points);
        watched.cut(0, points.back().at);
        const UptimeNow now = watched.at(points.back().at);
        EXPECT_EQ(now.seconds(87), (DaySeconds{.up = 3600}));
        EXPECT_EQ(now.seconds(88), (DaySeconds{.up = c.length}));
        EXPECT_EQ(now.up_s, static_cast<std::uint64_t>(points.back().at - points.front().at));
    }
}

TEST(Recut, AResultOfAnotherRegionAfterASilenceKeepsTheTimeBetween) {
    Watched watched;
    watched.regions.resize(2);
    watched.result(kStart + 86400 - 100, kUp, 0);
    watched.result(kStart + 86400 - 40, kUp, 0);
    // Region 1 knows nothing before this result, so only its own day is asked for.
    watched.result(kStart + 3 * 86400 + 50, kUp, 1);
    const UptimeNow now = watched.at(kStart + 3 * 86400 + 60);
    EXPECT_EQ(now.seconds(86), (DaySeconds{.up = 100}));
    EXPECT_EQ(now.seconds(87), (DaySeconds{.up = 110})) << "the last result held into the next day";
    EXPECT_EQ(now.seconds(89), (DaySeconds{.up = 10}));
}

TEST(Recut, ResultsOfAClockThatRanAheadWaitForTheirTime) {
    Watched watched;
    watched.result(kStart + 100, kUp);
    const ResultPoint bogus{kStart + 9000, kUp};
    record::merge(watched.regions[0], {&bogus, 1});
    watched.cut(kDay0, bogus.at);
    EXPECT_EQ(watched.history.settled, bogus.at);
    // The clock is right again, and a failure must show at once.
    watched.result(kStart + 160, kDown);
    EXPECT_EQ(watched.history.settled, kStart + 160);
    EXPECT_EQ(watched.at(kStart + 170).state, State::kDown);
    watched.result(kStart + 9060, kUp);
    EXPECT_EQ(watched.at(kStart + 9060).seconds(89), (DaySeconds{.up = 60 + 60, .down = 150}));
}

TEST(Recut, ResultsThatComeDueCountThoughOnlyALaterDayIsAskedFor) {
    Watched watched;
    watched.result(kStart + 100, kUp);
    const ResultPoint ahead{kStart + 9000, kUp};
    record::merge(watched.regions[0], {&ahead, 1});
    watched.result(kStart + 160, kDown);
    watched.cut(kDay0 + 1, kStart + 86400 + 10);
    EXPECT_EQ(watched.history.settled, ahead.at);
    EXPECT_EQ(watched.at(ahead.at).seconds(89), (DaySeconds{.up = 60, .down = 150}));
}

TEST(Recut, APauseWithoutNewResultsOnlyChangesTheTail) {
    Watched watched;
    watched.result(kStart + 100, kUp);
    const UptimeHistory before = watched.history;
    watched.timeline.push_back(
        {.from = instant(kStart + 180), .confirmations = 1, .enabled = false});
    watched.cut(kDay0 + 1, kStart + 180);
    EXPECT_EQ(watched.history.planes, before.planes);
    EXPECT_EQ(watched.history.details, before.details);
    EXPECT_EQ(watched.at(kStart + 5000).state, State::kPaused);
    EXPECT_EQ(watched.at(kStart + 5000).up_s, 80U);
}

TEST(Recut, LateResultsLandOnTheirDay) {
    Watched watched;
    watched.result(kStart + 5 * 86400, kUp);
    watched.result(kStart + 1000, kDown);
    const UptimeNow now = watched.at(kStart + 5 * 86400);
    EXPECT_EQ(now.seconds(84), (DaySeconds{.down = 150}));
    EXPECT_EQ(now.cell(84), State::kDown);
    // Older than the window: no trace.
    watched.result(kStart - 85 * 86400, kDown);
    EXPECT_EQ(watched.at(kStart + 5 * 86400).down_s, 150U);
}

TEST(Recut, LeavesWhatIsNotItsOwn) {
    Watched watched;
    watched.history.regions = {"local", "eu"};
    watched.history.last_checked = 5;
    watched.history.last_response_ms = 7;
    watched.history.zone_epoch = 9;
    watched.result(kStart, kUp);
    EXPECT_EQ(watched.history.regions.size(), 2U);
    EXPECT_EQ(watched.history.last_checked, 5);
    EXPECT_EQ(watched.history.last_response_ms, 7);
    EXPECT_EQ(watched.history.zone_epoch, 9U);
}

TEST(Recut, ManyWindowsAheadDoNotMakeTheRecordGrow) {
    Watched watched;
    for (int week = 1; week < 200; ++week) {
        watched.maintenance.push_back({kStart + week * 604800, kStart + week * 604800 + 3600});
    }
    watched.result(kStart + 100, kUp);
    EXPECT_LE(watched.history.tail.size(), 40U);
    EXPECT_LE(record::encode(watched.history).size(), limits::kValueBytes);
    EXPECT_EQ(watched.at(kStart + 604800 + 10).state, State::kMaintenance);
}

}  // namespace
}  // namespace ks::model
