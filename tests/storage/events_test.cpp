// SPDX-License-Identifier: Apache-2.0
// Incidents that open and resolve by themselves, and maintenance windows in the 90-day record.
#include "storage/store/events.hpp"

#include "fixture.hpp"

#include "core/model/uptime_now.hpp"

#include <gtest/gtest.h>

namespace ks::test {
namespace {

using record::CheckStatus;
using record::IncidentStatus;
using record::State;

class EventsTest : public ::testing::Test {
protected:
    EventsTest() : project_(store_.add_project()) {}

    /// Two failures a minute apart, confirmed by the second at `at_s`.
    void fail(MonitorId monitor, std::int64_t at_s) {
        post(monitor, at_s - 60, CheckStatus::kDown);
        post(monitor, at_s, CheckStatus::kDown);
    }

    void post(MonitorId monitor, std::int64_t at_s, CheckStatus status = CheckStatus::kUp) {
        ASSERT_EQ(store_.run(results({result(monitor, at_s, status)}, at_s)).accepted, 1U);
    }

    std::vector<record::Incident> incidents() {
        return store_
            .read([&](const store::Snapshot& snapshot) {
                return store::incidents_between(
                    snapshot, project_, at_ms(0), at_ms(4000000000), 100);
            })
            .value();
    }

    std::vector<record::IncidentUpdate> updates(IncidentId id) {
        return store_
            .read([&](const store::Snapshot& snapshot) {
                return store::incident_updates(snapshot, id);
            })
            .value();
    }

    std::optional<std::int64_t> next_wake() {
        return store_
            .read([](const store::Snapshot& snapshot) { return store::next_wake(snapshot); })
            .value();
    }

    State state(MonitorId monitor, std::int64_t now_s) {
        model::UptimeNow now;
        const auto bytes = store_.history_bytes(monitor);
        const auto view = bytes.empty() ? record::UptimeHistoryView::empty()
                                        : record::UptimeHistoryView::read(as_bytes(bytes)).value();
        model::uptime_at(now, view, now_s, Zone());
        return now.state;
    }

    record::Maintenance new_window(std::vector<MonitorId> monitors,
                                   std::int64_t from,
                                   std::int64_t to,
                                   std::string rrule = {}) {
        record::Maintenance window;
        window.id = store_.make<MaintenanceId>();
        window.project = project_;
        window.created_at = window.updated_at = at_ms(kNow_s);
        window.starts_at = at(from);
        window.ends_at = at(to);
        window.rrule = std::move(rrule);
        window.title = "Database";
        window.monitors = std::move(monitors);
        return window;
    }

    MonitorId add_heartbeat(std::string name = "nightly") {
        record::Monitor monitor = store_.new_monitor(project_, std::move(name));
        monitor.type = record::MonitorType::kHeartbeat;
        monitor.token = monitor.id.text();
        monitor.settings.front().interval_s = 60;
        monitor.settings.front().grace_s = 30;
        EXPECT_EQ(store_.run(write::CreateMonitor{.monitor = monitor, .idempotency = {}}).code,
                  Errc::kOk);
        return monitor.id;
    }

    StoreFixture store_;
    ProjectId project_;
};

TEST_F(EventsTest, AConfirmedFailureOpensAnIncidentAndRecoveryResolvesIt) {
    const MonitorId shop = store_.add_monitor(project_, "Shop");
    post(shop, kNow_s);
    post(shop, kNow_s + 60, CheckStatus::kDown);
    EXPECT_TRUE(incidents().empty());
    post(shop, kNow_s + 120, CheckStatus::kDown);
    ASSERT_EQ(incidents().size(), 1U);
    const record::Incident opened = incidents().front();
    EXPECT_EQ(opened.title, "Shop is down");
    EXPECT_EQ(opened.started_at, at_ms(kNow_s + 60));
    EXPECT_EQ(opened.created_at, at_ms(kNow_s + 120));
    EXPECT_EQ(opened.monitors, std::vector{shop});
    EXPECT_EQ(opened.impact, record::Impact::kMajor);
    EXPECT_TRUE(opened.automatic && opened.open());
    post(shop, kNow_s + 180, CheckStatus::kDown);
    EXPECT_EQ(incidents().front().version, 1U);  // nothing new to say

    post(shop, kNow_s + 240);
    const record::Incident resolved = incidents().front();
    EXPECT_EQ(resolved.status, IncidentStatus::kResolved);
    EXPECT_EQ(resolved.resolved_at, at_ms(kNow_s + 240));
    const auto told = updates(opened.id);
    ASSERT_EQ(told.size(), 2U);
    EXPECT_EQ(told[0].message, "Shop has been down since 2026-11-20 12:01 UTC.");
    EXPECT_EQ(told[1].message, "Shop is up again.");
    EXPECT_EQ(store_.count("incident_down"), 0U);
    EXPECT_EQ(store_.count("open_incidents"), 0U);
}

TEST_F(EventsTest, FailuresCloseInTimeJoinOneIncidentThatTheLastRecoveryResolves) {
    std::vector<MonitorId> monitors;
    for (int i = 0; i < 12; ++i) {
        monitors.push_back(store_.add_monitor(project_, "m" + std::to_string(i)));
        fail(monitors.back(), kNow_s + 60 + (10 * i));
    }
    ASSERT_EQ(incidents().size(), 1U);
    const record::Incident joined = incidents().front();
    EXPECT_EQ(joined.title, "12 monitors are down");
    EXPECT_EQ(joined.monitors.size(), 12U);
    const auto told = updates(joined.id);
    ASSERT_EQ(told.size(), 2U);  // opened, joined
    EXPECT_EQ(told[1].message,
              "12 monitors have been down since 2026-11-20 12:00 UTC: m0, m1, m2, m3, m4, m5, m6, "
              "m7, m8, m9 and 2 more.");
    const MonitorId later = store_.add_monitor(project_, "later");
    fail(later, kNow_s + 460);
    EXPECT_EQ(incidents().size(), 2U);
    for (const MonitorId monitor : monitors) {
        EXPECT_TRUE(incidents().back().open());
        post(monitor, kNow_s + 500);
    }
    EXPECT_FALSE(incidents().back().open());
    EXPECT_TRUE(incidents().front().open());
}

TEST_F(EventsTest, ManyFailuresInOneCommandAreWrittenOnce) {
    std::vector<record::CheckResult> items;
    for (int i = 0; i < 500; ++i) {
        const MonitorId monitor = store_.add_monitor(project_, "m" + std::to_string(i));
        items.push_back(result(monitor, kNow_s - 60, CheckStatus::kDown));
        items.push_back(result(monitor, kNow_s, CheckStatus::kDown));
    }
    ASSERT_EQ(store_.run(results(items)).accepted, 1000U);
    ASSERT_EQ(incidents().size(), 1U);
    EXPECT_EQ(incidents().front().title, "500 monitors are down");
    EXPECT_EQ(updates(incidents().front().id).size(), 1U);
}

TEST_F(EventsTest, AnotherFailureSoonAfterRecoveryOpensTheSameIncidentAgain) {
    const MonitorId shop = store_.add_monitor(project_, "Shop");
    fail(shop, kNow_s);
    post(shop, kNow_s + 60);
    fail(shop, kNow_s + 200);
    ASSERT_EQ(incidents().size(), 1U);
    EXPECT_TRUE(incidents().front().open());
    EXPECT_EQ(updates(incidents().front().id).back().message, "Shop is down again.");
    post(shop, kNow_s + 260);
    fail(shop, kNow_s + 900);
    EXPECT_EQ(incidents().size(), 2U);
}

TEST_F(EventsTest, WhatAPersonResolvedStaysResolved) {
    const MonitorId shop = store_.add_monitor(project_, "Shop");
    fail(shop, kNow_s);
    record::Incident incident = incidents().front();
    incident.status = IncidentStatus::kResolved;
    incident.resolved_at = at_ms(kNow_s + 30);
    ASSERT_EQ(
        store_.run(write::UpdateIncident{.incident = incident, .expected_version = 1, .update = {}})
            .code,
        Errc::kOk);
    post(shop, kNow_s + 60);
    EXPECT_EQ(incidents().front().resolved_at, at_ms(kNow_s + 30));
    EXPECT_EQ(updates(incident.id).size(), 1U);
    fail(shop, kNow_s + 200);
    EXPECT_EQ(incidents().size(), 2U);
}

TEST_F(EventsTest, NothingOpensWhereItIsTurnedOffOrForThePast) {
    const MonitorId late = store_.add_monitor(project_, "late");
    ASSERT_EQ(store_
                  .run(results({result(late, kNow_s - 7200, CheckStatus::kDown),
                                result(late, kNow_s - 7140, CheckStatus::kDown)}))
                  .accepted,
              2U);
    EXPECT_TRUE(incidents().empty());
    ASSERT_EQ(store_
                  .run(write::UpdateProject{.id = project_,
                                            .now = at_ms(kNow_s),
                                            .name = {},
                                            .timezone = {},
                                            .automatic_incidents = false})
                  .code,
              Errc::kOk);
    fail(store_.add_monitor(project_, "off"), kNow_s);
    EXPECT_TRUE(incidents().empty());
}

TEST_F(EventsTest, ASilentHeartbeatOpensOneWhenItsTimeComes) {
    const MonitorId nightly = add_heartbeat();
    post(nightly, kNow_s);
    ASSERT_EQ(next_wake(), kNow_s + 90);
    post(nightly, kNow_s + 60);
    EXPECT_EQ(next_wake(), kNow_s + 90);  // an early look is cheaper than moving it
    EXPECT_EQ(store_.run(write::Wake{.now = at(kNow_s + 89)}).accepted, 0U);
    EXPECT_EQ(store_.run(write::Wake{.now = at(kNow_s + 90)}).accepted, 1U);
    EXPECT_TRUE(incidents().empty());
    ASSERT_EQ(next_wake(), kNow_s + 150);
    store_.reopen();
    EXPECT_EQ(store_.run(write::Wake{.now = at(kNow_s + 150)}).accepted, 1U);
    ASSERT_EQ(incidents().size(), 1U);
    EXPECT_EQ(incidents().front().started_at, at_ms(kNow_s + 120));
    const Dump once = store_.dump();
    EXPECT_EQ(store_.run(write::Wake{.now = at(kNow_s + 151)}).accepted, 0U);
    EXPECT_EQ(store_.dump(), once);
    post(nightly, kNow_s + 300);
    EXPECT_EQ(incidents().front().resolved_at, at_ms(kNow_s + 300));
}

TEST_F(EventsTest, DeletingTheMonitorEndsItsIncidentAndCleansItsRows) {
    const MonitorId nightly = add_heartbeat();
    post(nightly, kNow_s);
    store_.run(write::Wake{.now = at(kNow_s + 90)});
    ASSERT_TRUE(incidents().front().open());
    store_.run(write::CreateMaintenance{.window = new_window({nightly}, kNow_s + 500, kNow_s + 600),
                                        .idempotency = {}});
    ASSERT_EQ(
        store_
            .run(write::DeleteMonitor{
                .id = nightly, .project = project_, .if_version = {}, .now = at(kNow_s + 100)})
            .code,
        Errc::kOk);
    EXPECT_FALSE(incidents().front().open());
    for (const char* table :
         {"standings", "wakes", "incident_down", "monitor_maintenance", "monitor_recuts"}) {
        EXPECT_EQ(store_.count(table), 0U) << table;
    }
}

TEST_F(EventsTest, AWindowIsMaintenanceWhileItLastsAndFailuresInItOpenNothing) {
    const MonitorId shop = store_.add_monitor(project_, "Shop");
    post(shop, kNow_s);
    const auto window = new_window({shop}, kNow_s + 30, kNow_s + 300);
    ASSERT_EQ(store_.run(write::CreateMaintenance{.window = window, .idempotency = {}}).code,
              Errc::kOk);
    EXPECT_EQ(state(shop, kNow_s + 29), State::kUp);
    EXPECT_EQ(state(shop, kNow_s + 30), State::kMaintenance);
    fail(shop, kNow_s + 240);
    EXPECT_TRUE(incidents().empty());
    EXPECT_EQ(state(shop, kNow_s + 299), State::kMaintenance);
    EXPECT_EQ(state(shop, kNow_s + 300), State::kDown);
    ASSERT_EQ(next_wake(), kNow_s + 300);
    EXPECT_EQ(store_.run(write::Wake{.now = at(kNow_s + 300)}).accepted, 1U);
    ASSERT_EQ(incidents().size(), 1U);
    EXPECT_EQ(incidents().front().started_at, at_ms(kNow_s + 300));
    ASSERT_EQ(
        store_
            .run(write::DeleteMaintenance{
                .id = window.id, .project = project_, .now = at(kNow_s + 301), .if_version = {}})
            .code,
        Errc::kOk);
    EXPECT_EQ(state(shop, kNow_s + 241), State::kDown);
}

TEST_F(EventsTest, APastWindowChangesThePastDayExactly) {
    const MonitorId shop = store_.add_monitor(project_, "Shop");
    constexpr std::int64_t day = 86400;
    constexpr std::int64_t then = kNow_s - (3 * day);
    for (std::int64_t i = 0; i < 10; ++i) {
        post(shop, then + (60 * i), CheckStatus::kDown);
    }
    post(shop, then + 600);
    const std::string before = store_.history_bytes(shop);
    const auto window = new_window({shop}, then + 60, then + 360);
    store_.run(write::CreateMaintenance{.window = window, .idempotency = {}});
    model::UptimeNow now;
    const std::string bytes = store_.history_bytes(shop);
    model::uptime_at(now, record::UptimeHistoryView::read(as_bytes(bytes)).value(), kNow_s, Zone());
    EXPECT_EQ(now.seconds(86).maintenance, 300U);
    EXPECT_EQ(now.seconds(86).down, 300U);
    store_.run(write::DeleteMaintenance{
        .id = window.id, .project = project_, .now = at(kNow_s), .if_version = {}});
    model::UptimeNow after;
    const std::string again = store_.history_bytes(shop);
    model::uptime_at(
        after, record::UptimeHistoryView::read(as_bytes(again)).value(), kNow_s, Zone());
    EXPECT_EQ(after.seconds(86).down, 600U);
    EXPECT_EQ(after.seconds(86).maintenance, 0U);
}

TEST_F(EventsTest, ADailyWindowGoesOnForMonthsWithoutAResult) {
    const MonitorId shop = store_.add_monitor(project_, "Shop");
    post(shop, kNow_s);
    store_.run(write::CreateMaintenance{
        .window = new_window({shop}, kNow_s + 3600, kNow_s + 7200, "FREQ=DAILY"),
        .idempotency = {}});
    for (std::int64_t day = 0; day < 100; ++day) {
        const std::int64_t start = kNow_s + (day * 86400) + 3600;
        while (next_wake() && *next_wake() <= start) {
            const std::int64_t due = *next_wake();
            ASSERT_GE(store_.run(write::Wake{.now = at(due)}).accepted, 1U);
            ASSERT_TRUE(!next_wake() || *next_wake() > due);
        }
        ASSERT_EQ(state(shop, start - 1), State::kNoData) << day;
        ASSERT_EQ(state(shop, start), State::kMaintenance) << day;
        ASSERT_EQ(state(shop, start + 3599), State::kMaintenance) << day;
        ASSERT_EQ(state(shop, start + 3600), State::kNoData) << day;
    }
    model::UptimeNow now;
    const std::string bytes = store_.history_bytes(shop);
    model::uptime_at(now,
                     record::UptimeHistoryView::read(as_bytes(bytes)).value(),
                     kNow_s + (100 * 86400),
                     Zone());
    EXPECT_EQ(now.seconds(50).maintenance, 3600U);
}

TEST_F(EventsTest, AWindowOfManyMonitorsIsCutInSlicesThatSurviveAStop) {
    std::vector<MonitorId> monitors;
    for (int i = 0; i < 450; ++i) {
        monitors.push_back(store_.add_monitor(project_, "m" + std::to_string(i)));
    }
    store_.run(write::CreateMaintenance{.window = new_window(monitors, kNow_s, kNow_s + 600),
                                        .idempotency = {}});
    store_.reopen();
    while (store_.run(write::RecutMonitors{.now = at(kNow_s)}).accepted > 0) {
    }
    EXPECT_EQ(store_.count("monitor_recuts"), 0U);
    for (const MonitorId monitor : monitors) {
        ASSERT_EQ(state(monitor, kNow_s + 1), State::kMaintenance);
    }
}

TEST_F(EventsTest, ARefusedCommandChangesNothing) {
    const MonitorId shop = store_.add_monitor(project_, "Shop");
    auto window = new_window({shop}, kNow_s, kNow_s + 600);
    store_.run(write::CreateMaintenance{.window = window, .idempotency = {}});
    const Dump before = store_.dump();
    const MonitorId unknown = store_.make<MonitorId>();
    EXPECT_EQ(
        store_
            .run(write::CreateMaintenance{.window = new_window({unknown}, 1, 2), .idempotency = {}})
            .code,
        Errc::kUnknownMonitor);
    EXPECT_EQ(store_.run(write::UpdateMaintenance{.window = window, .expected_version = 9}).code,
              Errc::kConflict);
    EXPECT_EQ(store_
                  .run(write::DeleteMaintenance{
                      .id = window.id, .project = project_, .now = {}, .if_version = 9})
                  .code,
              Errc::kPreconditionFailed);
    record::Incident incident;
    incident.id = store_.make<IncidentId>();
    incident.project = project_;
    incident.monitors = {shop, shop};
    EXPECT_EQ(
        store_
            .run(write::CreateIncident{.incident = incident, .first_update = {}, .idempotency = {}})
            .code,
        Errc::kInvalidValue);
    EXPECT_EQ(store_.dump(), before);
}

}  // namespace
}  // namespace ks::test
