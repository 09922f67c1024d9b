// SPDX-License-Identifier: Apache-2.0
#include "fixture.hpp"

#include "core/model/uptime_now.hpp"

#include <gtest/gtest.h>

namespace ks::test {
namespace {

using record::CheckResult;
using record::CheckStatus;

class ResultsTest : public testing::Test {
protected:
    std::vector<store::RawRow> raw(MonitorId id,
                                   std::int64_t from,
                                   std::int64_t to,
                                   std::size_t limit = 1000) {
        // The views are read while the rows stand still: nothing writes before the test has looked.
        return *store_.read([&](const store::Snapshot& snapshot) {
            return store::raw_results(snapshot, id, at(from), at(to), limit);
        });
    }

    std::vector<std::int64_t> raw_times(MonitorId id,
                                        std::int64_t from,
                                        std::int64_t to,
                                        std::size_t limit = 1000) {
        std::vector<std::int64_t> times;
        for (const store::RawRow& row : raw(id, from, to, limit)) {
            times.push_back(row.at.time_since_epoch().count());
        }
        return times;
    }

    record::UptimeHistory history(MonitorId id) {
        return *store_.read(
            [&](const store::Snapshot& snapshot) { return store::owned_history(snapshot, id); });
    }

    std::vector<record::ResultRun> runs(MonitorId id,
                                        std::uint16_t region,
                                        std::int64_t from,
                                        std::size_t lookback) {
        return *store_.read([&](const store::Snapshot& snapshot) {
            return store::result_runs(snapshot, id, region, from, lookback);
        });
    }

    StoreFixture store_;
    ProjectId project_ = store_.add_project();
    MonitorId id_ = store_.add_monitor(project_);
};

TEST_F(ResultsTest, EachIsAcceptedOrRejectedByItself) {
    const MonitorId theirs = store_.add_monitor(store_.add_project());
    auto command = results({
        result(id_, kNow_s - limits::kResultAgeMax_s - 1),
        result(id_, kNow_s - limits::kResultAgeMax_s),
        result(id_, kNow_s + limits::kResultAhead_s),
        result(id_, kNow_s + limits::kResultAhead_s + 1),
        result(theirs, kNow_s),
        result(store_.make<MonitorId>(), kNow_s),
        result(id_, kNow_s, CheckStatus::kUp, ""),
        result(id_, kNow_s, CheckStatus::kUp, std::string(limits::kRegionName + 1, 'r')),
        result(id_, kNow_s, CheckStatus::kUp, std::string(limits::kRegionName, 'r')),
        result(id_, kNow_s),
        result(id_, kNow_s),
    });
    command.project = project_;
    const write::Outcome outcome = store_.run(command);
    EXPECT_EQ(outcome.accepted, 5U);
    std::vector<std::pair<std::uint32_t, Errc>> rejected;
    for (const auto& one : outcome.rejected) {
        rejected.emplace_back(one.index, one.code);
    }
    EXPECT_EQ(rejected,
              (std::vector<std::pair<std::uint32_t, Errc>>{{0, Errc::kTooOld},
                                                           {3, Errc::kInFuture},
                                                           {4, Errc::kUnknownMonitor},
                                                           {5, Errc::kUnknownMonitor},
                                                           {6, Errc::kInvalidValue},
                                                           {7, Errc::kInvalidValue}}));
    EXPECT_EQ(store_.history_bytes(theirs), "");
}

TEST_F(ResultsTest, ABatchOfRejectedOnesChangesNothing) {
    const Dump before = store_.dump();
    auto command = results(
        {result(id_, kNow_s + 1000), result(id_, 0), result(store_.make<MonitorId>(), kNow_s)});
    EXPECT_EQ(store_.run(command).accepted, 0U);
    auto foreign = results({result(id_, kNow_s)});
    foreign.project = store_.make<ProjectId>();
    EXPECT_EQ(store_.run(foreign).rejected.size(), 1U);
    EXPECT_EQ(store_.run(results({})).accepted, 0U);
    EXPECT_EQ(store_.dump(), before);
}

TEST_F(ResultsTest, ARepeatHasTheFirstOutcomeAndChangesNothing) {
    auto command =
        results({result(id_, kNow_s), result(id_, 0), result(store_.make<MonitorId>(), kNow_s)});
    command.idempotency = write::Idempotency{.now = at_ms(kNow_s)};
    const write::Outcome first = store_.run(command);
    EXPECT_EQ(first.replay, std::nullopt);
    EXPECT_EQ(first.accepted, 1U);
    const Dump before = store_.dump();
    auto later = command;
    later.now = at(kNow_s + 60);
    later.idempotency->now = at_ms(kNow_s + 60);
    later.results.front().at = later.now;  // by default a result is of the moment it arrives
    const write::Outcome again = store_.run(later);
    EXPECT_TRUE(again.replay.has_value());
    EXPECT_EQ(again.accepted, 1U);
    ASSERT_EQ(again.rejected.size(), 2U);
    EXPECT_EQ(again.rejected[0].index, 1U);
    EXPECT_EQ(again.rejected[0].code, Errc::kTooOld);
    EXPECT_EQ(again.rejected[1].index, 2U);
    EXPECT_EQ(again.rejected[1].code, Errc::kUnknownMonitor);
    later.idempotency->body_hash[0] = std::byte{1};
    EXPECT_EQ(store_.run(later).code, Errc::kIdempotencyMismatch);
    EXPECT_EQ(store_.dump(), before);
}

TEST_F(ResultsTest, AnOutcomeWithNothingAcceptedIsKeptOnRequest) {
    for (const bool keep : {false, true}) {
        auto command = results({result(id_, kNow_s + limits::kResultAhead_s + 1)});
        command.idempotency = write::Idempotency{.now = at_ms(kNow_s)};
        command.keep_refusal = keep;
        EXPECT_EQ(store_.run(command).accepted, 0U);
        EXPECT_EQ(store_.count("idempotency"), keep ? 1U : 0U);
    }
}

TEST_F(ResultsTest, TheServersOwnResultsNeedNoProject) {
    const MonitorId theirs = store_.add_monitor(store_.add_project());
    EXPECT_EQ(store_.run(results({result(id_, kNow_s), result(theirs, kNow_s)})).accepted, 2U);
}

TEST_F(ResultsTest, OneRegionTooManyIsRejected) {
    std::vector<CheckResult> items;
    for (std::size_t i = 0; i <= limits::kRegionsPerMonitor; ++i) {
        items.push_back(result(id_,
                               kNow_s - 100 + static_cast<std::int64_t>(i),
                               CheckStatus::kUp,
                               "r" + std::to_string(i)));
    }
    const write::Outcome outcome = store_.run(results(items));
    ASSERT_EQ(outcome.rejected.size(), 1U);
    EXPECT_EQ(outcome.rejected.front().index, limits::kRegionsPerMonitor);
    EXPECT_EQ(outcome.rejected.front().code, Errc::kTooManyRegions);
    EXPECT_EQ(history(id_).regions.size(), limits::kRegionsPerMonitor);
}

TEST_F(ResultsTest, RawRowsAreNewestFirstWithinBounds) {
    std::vector<CheckResult> items;
    for (std::int64_t t = kNow_s - 3 * 3600; t <= kNow_s; t += 1200) {
        items.push_back(result(id_, t));
        items.push_back(result(store_.add_monitor(project_), t));
    }
    items.push_back(result(id_, kNow_s - limits::kRawResults_s - 1));
    ASSERT_TRUE(store_.run(results(items)).rejected.empty());
    EXPECT_EQ(raw_times(id_, 0, kNow_s + 1).size(), 10U)
        << "older than retention is only in the log";
    EXPECT_EQ(raw_times(id_, kNow_s - 2400, kNow_s),
              (std::vector<std::int64_t>{kNow_s - 1200, kNow_s - 2400}));
    EXPECT_EQ(raw_times(id_, 0, INT64_MAX / 2, 2),
              (std::vector<std::int64_t>{kNow_s, kNow_s - 1200}));
    EXPECT_TRUE(raw_times(id_, kNow_s, kNow_s).empty());
    EXPECT_TRUE(raw_times(id_, kNow_s - 1199, kNow_s).empty());
}

TEST_F(ResultsTest, OfTwoAtOneTimeTheWorseOneStaysWhateverTheOrder) {
    auto worse = result(id_, kNow_s - 10, CheckStatus::kDown);
    worse.error = "connection refused";
    worse.status_code = 503;
    for (const bool worse_first : {false, true}) {
        StoreFixture fresh;
        const MonitorId id = fresh.add_monitor(fresh.add_project());
        auto good = result(id, kNow_s - 10);
        worse.monitor = id;
        ASSERT_EQ(fresh.run(results({worse_first ? worse : good})).accepted, 1U);
        ASSERT_EQ(fresh.run(results({worse_first ? good : worse})).accepted, 1U);
        EXPECT_EQ(fresh.count("raw_results"), 1U);
        const auto error = fresh.read([&](const store::Snapshot& snapshot) -> Result<std::string> {
            KS_TRY(const auto rows, store::raw_results(snapshot, id, at(0), at(kNow_s), 5));
            return std::string(rows.front().result.error) +
                   std::to_string(rows.front().result.status_code);
        });
        EXPECT_EQ(*error, "connection refused503");
    }
}

TEST_F(ResultsTest, TheNewestResultsFiguresAreKept) {
    auto newest = result(id_, kNow_s - 10);
    newest.response_ms = 40;
    newest.certificate =
        record::CertificateSeen{.expires_at = at(kNow_s + 1000), .valid = true, .issuer = "new"};
    auto older = result(id_, kNow_s - 20);
    older.response_ms = 99;
    older.certificate =
        record::CertificateSeen{.expires_at = at(kNow_s + 5), .valid = false, .issuer = "old"};
    store_.run(results({newest}));
    store_.run(results({older}));
    EXPECT_EQ(history(id_).last_checked, kNow_s - 10);
    EXPECT_EQ(history(id_).last_response_ms, 40);
    const auto seen = store_.read(
        [&](const store::Snapshot& snapshot) { return store::certificate_seen(snapshot, id_); });
    ASSERT_TRUE(seen && *seen);
    EXPECT_EQ((*seen)->issuer, "new");
    const MonitorId other = store_.add_monitor(project_);
    EXPECT_EQ(*store_.read([&](const store::Snapshot& snapshot) {
        return store::certificate_seen(snapshot, other);
    }),
              std::nullopt);
}

TEST_F(ResultsTest, PagesAreRaisedOnlyWhenSomethingVisibleChanges) {
    const PageId page = store_.add_page(project_, "acme", {id_});
    const PageId elsewhere = store_.add_page(project_, "other", {store_.add_monitor(project_)});
    store_.run(results({result(id_, kNow_s)}));
    const std::uint64_t up = store_.page_version(page);
    EXPECT_EQ(up, 2U) << "from no data to up";
    store_.run(results({result(id_, kNow_s + 60)}, kNow_s + 60));
    EXPECT_EQ(store_.page_version(page), up) << "still up";
    store_.run(results({result(id_, kNow_s + 120, CheckStatus::kDown)}, kNow_s + 120));
    EXPECT_EQ(store_.page_version(page), up) << "not confirmed";
    store_.run(results({result(id_, kNow_s + 180, CheckStatus::kDown)}, kNow_s + 180));
    EXPECT_EQ(store_.page_version(page), up + 1) << "down";
    store_.run(results({result(id_, kNow_s - 40 * 86400)}, kNow_s + 180));
    EXPECT_EQ(store_.page_version(page), up + 2) << "a late result fills an empty cell";
    EXPECT_EQ(store_.page_version(elsewhere), 1U);
}

TEST_F(ResultsTest, ABatchOverManyMonitorsRaisesAPageOnce) {
    std::vector<MonitorId> monitors;
    std::vector<CheckResult> items;
    for (int i = 0; i < 30; ++i) {
        monitors.push_back(store_.add_monitor(project_));
        items.push_back(result(monitors.back(), kNow_s));
    }
    const PageId page = store_.add_page(project_, "acme", monitors);
    store_.run(results(items));
    EXPECT_EQ(store_.page_version(page), 2U);
}

TEST_F(ResultsTest, ALongLogIsReadBackFromAnyTimeWithEnoughBefore) {
    std::vector<CheckResult> items;
    std::int64_t t = kNow_s - 30 * 86400;
    for (int i = 0; i < 5000; ++i) {
        t += 100 + (i * i % 9973) % 397;  // no grid: every result is a run of its own
        items.push_back(result(id_, t, i % 3 == 0 ? CheckStatus::kDown : CheckStatus::kUp));
    }
    ASSERT_EQ(store_.run(results(items)).accepted, 5000U);
    EXPECT_GT(store_.count("result_log"), 5U);
    for (const auto& [key, value] : store_.dump()) {
        EXPECT_LE(value.size(), limits::kValueBytes + 500) << key;
    }
    for (const std::size_t first : {0U, 1U, 22U, 23U, 2500U, 4999U}) {
        const std::int64_t from = items[first].at.time_since_epoch().count();
        std::size_t before = 0;
        std::size_t after = 0;
        std::int64_t last = 0;
        for (const auto& run : runs(id_, 0, from, 22)) {
            EXPECT_GT(run.first, last);
            last = run.last();
            for (std::uint32_t i = 0; i < run.count; ++i) {
                ++(run.first + std::int64_t{run.step} * i < from ? before : after);
            }
        }
        EXPECT_EQ(after, items.size() - first);
        EXPECT_GE(before, std::min<std::size_t>(first, 22));
    }
    EXPECT_TRUE(runs(id_, 1, 0, 22).empty());
}

TEST_F(ResultsTest, ChunksThatCanMatterNoMoreAreDropped) {
    std::int64_t now = kNow_s;
    std::size_t most = 0;
    for (int day = 0; day < 400; ++day) {
        std::vector<CheckResult> items;
        for (int i = 0; i < 48; ++i) {
            items.push_back(result(id_, now + i * 1800 + (i * i * 389 + day * 7) % 997));
        }
        now += 86400;
        ASSERT_TRUE(store_.run(results(items, now)).rejected.empty());
        if (day % 100 == 99) {
            most = std::max(most, store_.count("result_log"));
        }
    }
    EXPECT_LE(store_.count("result_log"), most);
    const auto left = runs(id_, 0, 0, 0);
    EXPECT_LT(left.front().first, now - 91 * 86400) << "what decides the oldest day stays";
    EXPECT_GT(left.front().first, now - 120 * 86400) << "the rest goes";
}

TEST_F(ResultsTest, AClockBehindTheNewestResultIsHarmless) {
    store_.run(results({result(id_, kNow_s)}));
    const write::Outcome outcome = store_.run(results({result(id_, kNow_s - 4000)}, kNow_s - 3600));
    EXPECT_EQ(outcome.accepted, 1U);
    EXPECT_EQ(history(id_).last_checked, kNow_s);
}

}  // namespace
}  // namespace ks::test
