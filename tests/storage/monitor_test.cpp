// SPDX-License-Identifier: Apache-2.0
#include "fixture.hpp"

#include "core/model/uptime_now.hpp"

#include <gtest/gtest.h>

#include <set>

namespace ks::test {
namespace {

using record::Monitor;
using record::MonitorType;

class MonitorTest : public testing::Test {
protected:
    void refused(write::Command command, Errc code) {
        const Dump before = store_.dump();
        EXPECT_EQ(store_.run(std::move(command)).code, code);
        EXPECT_EQ(store_.dump(), before);
    }

    write::Outcome update(Monitor monitor) {
        const std::uint64_t version = monitor.version;
        return store_.run(
            write::UpdateMonitor{.monitor = std::move(monitor), .expected_version = version});
    }

    std::vector<MonitorId> due(std::int64_t second) {
        std::vector<MonitorId> found;
        EXPECT_TRUE(store_.read([&](const store::Snapshot& snapshot) {
            return store::due_checks(
                snapshot, at(second), [&](MonitorId id) { found.push_back(id); });
        }));
        return found;
    }

    record::State state(MonitorId id, std::int64_t now_s) {
        model::UptimeNow now;
        EXPECT_TRUE(store_.read([&](const store::Snapshot& snapshot) -> Result<void> {
            KS_TRY(const auto view, store::history(snapshot, id));
            model::uptime_at(now, view, now_s, Zone());
            return {};
        }));
        return now.state;
    }

    StoreFixture store_;
    ProjectId project_ = store_.add_project();
};

TEST_F(MonitorTest, ReadsBackWhole) {
    Monitor monitor = store_.new_monitor(project_, "caf\xc3\xa9");
    monitor.token = std::string(32, 't');
    monitor.type = MonitorType::kHeartbeat;
    monitor.http.body = std::string(100'000, 'b');
    monitor.http.headers = {{"accept", "a"}, {"x", std::string(5000, 'h')}};
    ASSERT_EQ(store_.run(write::CreateMonitor{.monitor = monitor, .idempotency = {}}).code,
              Errc::kOk);
    EXPECT_EQ(record::encode(store_.monitor(monitor.id)), record::encode(monitor));
    const auto face = store_.read([&](const store::Snapshot& snapshot) -> Result<std::string> {
        KS_TRY(const auto found, store::monitor_face(snapshot, monitor.id));
        return std::string(found.name);
    });
    EXPECT_EQ(*face, monitor.name);
    EXPECT_EQ(*store_.read([&](const store::Snapshot& snapshot) {
        return store::monitor_by_token(snapshot, monitor.token);
    }),
              monitor.id);
    for (const auto& [key, value] : store_.dump()) {
        EXPECT_LE(value.size(), limits::kValueBytes) << key;
    }
}

TEST_F(MonitorTest, ValuesThatFillTheirLastPieceReadBack) {
    for (std::size_t extra = 0; extra < 8; ++extra) {
        Monitor monitor = store_.new_monitor(project_);
        const std::size_t bare = record::encode(monitor).size();
        monitor.http.body = std::string(2 * limits::kValueBytes - bare - 4 + extra, 'x');
        ASSERT_EQ(store_.run(write::CreateMonitor{.monitor = monitor, .idempotency = {}}).code,
                  Errc::kOk);
        ASSERT_EQ(store_.monitor(monitor.id).http.body.size(), monitor.http.body.size());
        monitor.http.body.clear();
        ASSERT_EQ(update(monitor).code, Errc::kOk);
        ASSERT_EQ(store_.monitor(monitor.id).http.body, "")
            << "pieces of the longer record are gone";
    }
}

TEST_F(MonitorTest, RefusalsChangeNothing) {
    Monitor monitor = store_.new_monitor(project_);
    monitor.token = std::string(32, 'a');
    ASSERT_EQ(store_.run(write::CreateMonitor{.monitor = monitor, .idempotency = {}}).code,
              Errc::kOk);
    refused(write::CreateMonitor{.monitor = monitor, .idempotency = {}}, Errc::kConflict);
    Monitor same_token = store_.new_monitor(project_);
    same_token.token = monitor.token;
    refused(write::CreateMonitor{.monitor = same_token, .idempotency = {}}, Errc::kConflict);
    refused(write::CreateMonitor{.monitor = store_.new_monitor(store_.make<ProjectId>()),
                                 .idempotency = {}},
            Errc::kNotFound);
    Monitor no_interval = store_.new_monitor(project_);
    no_interval.settings.front().interval_s = 0;
    refused(write::CreateMonitor{.monitor = no_interval, .idempotency = {}}, Errc::kInvalidValue);

    const ProjectId other = store_.add_project();
    refused(write::UpdateMonitor{.monitor = monitor, .expected_version = 7}, Errc::kConflict);
    refused(write::UpdateMonitor{.monitor = store_.new_monitor(project_), .expected_version = 1},
            Errc::kNotFound);
    Monitor stolen = monitor;
    stolen.project = other;
    refused(write::UpdateMonitor{.monitor = stolen, .expected_version = 1}, Errc::kNotFound);
    refused(write::DeleteMonitor{.id = monitor.id, .project = other, .if_version = {}},
            Errc::kNotFound);
    refused(write::DeleteMonitor{.id = monitor.id, .project = project_, .if_version = 9},
            Errc::kPreconditionFailed);
    refused(
        write::DeleteMonitor{.id = store_.make<MonitorId>(), .project = project_, .if_version = {}},
        Errc::kNotFound);
}

TEST_F(MonitorTest, ListsAProjectsOwnInOrderOfCreationAndInParts) {
    const ProjectId other = store_.add_project();
    std::vector<MonitorId> mine;
    for (int i = 0; i < 5; ++i) {
        mine.push_back(store_.add_monitor(project_));
        store_.add_monitor(other);
    }
    const auto list = [&](MonitorId after, std::size_t limit) {
        return *store_.read([&](const store::Snapshot& snapshot) {
            return store::project_monitors(snapshot, project_, after, limit);
        });
    };
    EXPECT_EQ(list({}, 100), mine);
    EXPECT_EQ(list({}, 2), std::vector(mine.begin(), mine.begin() + 2));
    EXPECT_EQ(list(mine[1], 2), std::vector(mine.begin() + 2, mine.begin() + 4));
    EXPECT_TRUE(list(mine[4], 2).empty());
    EXPECT_TRUE(list({}, 0).empty());
}

TEST_F(MonitorTest, EveryScheduledMonitorIsDueOnceAnInterval) {
    std::set<MonitorId> all;
    for (int i = 0; i < 40; ++i) {
        Monitor monitor = store_.new_monitor(project_);
        monitor.type = i % 2 == 0 ? MonitorType::kHttp : MonitorType::kTcp;
        monitor.settings.front().interval_s = i % 3 == 0 ? 20 : 30;
        ASSERT_EQ(store_.run(write::CreateMonitor{.monitor = monitor, .idempotency = {}}).code,
                  Errc::kOk);
        all.insert(monitor.id);
    }
    for (const auto type :
         {MonitorType::kManual, MonitorType::kHeartbeat, MonitorType::kDns, MonitorType::kPing}) {
        Monitor monitor = store_.new_monitor(project_);
        monitor.type = type;
        ASSERT_EQ(store_.run(write::CreateMonitor{.monitor = monitor, .idempotency = {}}).code,
                  Errc::kOk);
    }
    std::map<MonitorId, int> times;
    for (std::int64_t second = kNow_s; second < kNow_s + 60; ++second) {
        for (const MonitorId id : due(second)) {
            ++times[id];
            const auto interval = store_.monitor(id).now().interval_s;
            EXPECT_EQ(second % interval, store::check_phase(id, interval));
        }
    }
    EXPECT_EQ(times.size(), all.size());
    for (const auto& [id, count] : times) {
        EXPECT_EQ(count, 60 / static_cast<int>(store_.monitor(id).now().interval_s));
    }
}

TEST_F(MonitorTest, PhasesOfIdsMadeInABurstSpread) {
    std::map<std::uint32_t, int> phases;
    for (int i = 0; i < 6000; ++i) {
        ++phases[store::check_phase(store_.make<MonitorId>(), 60)];
    }
    EXPECT_EQ(phases.size(), 60U);
    for (const auto& [phase, count] : phases) {
        EXPECT_LT(count, 200) << phase;
    }
}

TEST_F(MonitorTest, DisablingTakesItOffTheScheduleAndPausesIt) {
    const MonitorId id = store_.add_monitor(project_);
    const PageId page = store_.add_page(project_, "acme", {id});
    ASSERT_EQ(store_.run(results({result(id, kNow_s - 60)})).accepted, 1U);
    EXPECT_EQ(state(id, kNow_s), record::State::kUp);
    const std::uint64_t before = store_.page_version(page);
    Monitor monitor = store_.monitor(id);
    record::Settings paused = monitor.now();
    paused.from = at(kNow_s);
    paused.enabled = false;
    monitor.settings.push_back(paused);
    monitor.updated_at = at_ms(kNow_s);
    ASSERT_EQ(update(monitor).code, Errc::kOk);
    EXPECT_EQ(state(id, kNow_s + 10), record::State::kPaused);
    EXPECT_EQ(store_.count("schedule"), 0U);
    EXPECT_EQ(store_.page_version(page), before + 1);

    monitor = store_.monitor(id);
    EXPECT_EQ(monitor.version, 2U);
    record::Settings resumed = monitor.now();
    resumed.from = at(kNow_s + 100);
    resumed.enabled = true;
    resumed.interval_s = 30;
    monitor.settings.push_back(resumed);
    monitor.updated_at = at_ms(kNow_s + 100);
    ASSERT_EQ(update(monitor).code, Errc::kOk);
    EXPECT_EQ(state(id, kNow_s + 101), record::State::kNoData);
    EXPECT_EQ(store_.count("schedule"), 1U);
}

TEST_F(MonitorTest, AMonitorMadeDisabledShowsAsPausedAtOnce) {
    Monitor monitor = store_.new_monitor(project_);
    monitor.settings.front().enabled = false;
    ASSERT_EQ(store_.run(write::CreateMonitor{.monitor = monitor, .idempotency = {}}).code,
              Errc::kOk);
    EXPECT_EQ(state(monitor.id, kNow_s), record::State::kPaused);
    EXPECT_EQ(store_.count("schedule"), 0U);
}

TEST_F(MonitorTest, OnlyWhatAPageShowsRaisesItsVersion) {
    const MonitorId id = store_.add_monitor(project_);
    const PageId page = store_.add_page(project_, "acme", {id});
    const PageId elsewhere = store_.add_page(project_, "other");
    Monitor monitor = store_.monitor(id);
    monitor.target = "https://example.org/";
    ASSERT_EQ(update(monitor).code, Errc::kOk);
    EXPECT_EQ(store_.page_version(page), 1U);
    monitor = store_.monitor(id);
    monitor.name = "renamed";
    ASSERT_EQ(update(monitor).code, Errc::kOk);
    EXPECT_EQ(store_.page_version(page), 2U);
    monitor = store_.monitor(id);
    monitor.display_group = "core";
    ASSERT_EQ(update(monitor).code, Errc::kOk);
    EXPECT_EQ(store_.page_version(page), 3U);
    EXPECT_EQ(store_.page_version(elsewhere), 1U);
}

TEST_F(MonitorTest, SettingsOlderThanAnyResultAreForgotten) {
    const MonitorId id = store_.add_monitor(project_);
    Monitor monitor = store_.monitor(id);
    monitor.updated_at = at_ms(kNow_s);
    for (const int days : {99, 95, 50, 1}) {
        record::Settings entry = monitor.now();
        entry.from = at(kNow_s - days * 86400);
        ++entry.confirmations;
        monitor.settings.push_back(entry);
    }
    ASSERT_EQ(update(monitor).code, Errc::kOk);
    const auto kept = store_.monitor(id).settings;
    ASSERT_EQ(kept.size(), 3U);
    EXPECT_EQ(kept.front().from, at(kNow_s - 95 * 86400)) << "still in force 90 days ago";
}

TEST_F(MonitorTest, DeletingLeavesNothingButRawRows) {
    const Dump empty = store_.dump();
    Monitor monitor = store_.new_monitor(project_);
    monitor.token = std::string(32, 'x');
    monitor.http.body = std::string(9000, 'b');
    ASSERT_EQ(store_.run(write::CreateMonitor{.monitor = monitor, .idempotency = {}}).code,
              Errc::kOk);
    auto one = result(monitor.id, kNow_s - 60);
    one.certificate =
        record::CertificateSeen{.expires_at = at(kNow_s + 86400), .valid = true, .issuer = "CA"};
    ASSERT_EQ(
        store_
            .run(results({one, result(monitor.id, kNow_s - 50, record::CheckStatus::kDown, "eu")}))
            .accepted,
        2U);
    ASSERT_EQ(
        store_.run(write::DeleteMonitor{.id = monitor.id, .project = project_, .if_version = 1})
            .code,
        Errc::kOk);
    Dump after = store_.dump();
    std::erase_if(after, [](const auto& row) { return row.first.starts_with("raw_results/"); });
    EXPECT_EQ(after, empty);
}

TEST_F(MonitorTest, DeletingTakesItOffEveryPage) {
    const MonitorId gone = store_.add_monitor(project_);
    const MonitorId stays = store_.add_monitor(project_);
    const PageId both = store_.add_page(project_, "both", {gone, stays});
    const PageId none = store_.add_page(project_, "none", {stays});
    ASSERT_EQ(
        store_.run(write::DeleteMonitor{.id = gone, .project = project_, .if_version = {}}).code,
        Errc::kOk);
    std::vector<record::EntryView> entries;
    EXPECT_TRUE(store_.read([&](const store::Snapshot& snapshot) {
        return store::page_entries(snapshot, both, entries);
    }));
    ASSERT_EQ(entries.size(), 1U);
    EXPECT_EQ(entries.front().monitor, stays);
    const auto counts = store_.read(
        [&](const store::Snapshot& snapshot) -> Result<std::pair<std::uint32_t, std::uint64_t>> {
            KS_TRY(const auto page, store::page(snapshot, both));
            return std::pair(page.entry_count, page.config_version);
        });
    EXPECT_EQ(*counts, (std::pair<std::uint32_t, std::uint64_t>(1, 2)));
    EXPECT_EQ(store_.page_version(both), 2U);
    EXPECT_EQ(store_.page_version(none), 1U);
}

}  // namespace
}  // namespace ks::test
