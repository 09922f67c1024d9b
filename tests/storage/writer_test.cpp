// SPDX-License-Identifier: Apache-2.0
#include "storage/write/writer.hpp"

#include "fixture.hpp"

#include "storage/lmdb/txn.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <mutex>

namespace ks::test {
namespace {

using write::Outcome;
using write::Writer;

/// Collects outcomes from the writer's thread.
class Outcomes {
public:
    write::Completion add() {
        return [this](Outcome&& outcome) {
            const std::lock_guard lock(mutex_);
            codes_.push_back(outcome.code);
            wake_.notify_one();
        };
    }

    std::vector<Errc> wait(std::size_t count) {
        std::unique_lock lock(mutex_);
        wake_.wait_for(lock, std::chrono::seconds(20), [&] { return codes_.size() >= count; });
        return codes_;
    }

private:
    std::mutex mutex_;
    std::condition_variable wake_;
    std::vector<Errc> codes_;
};

TEST(Writer, CompletionsComeAfterTheCommitAndInOrder) {
    StoreFixture store;
    Writer writer(store.store());
    ASSERT_TRUE(writer.start());
    Outcomes outcomes;
    std::atomic<int> missing = 0;
    for (int i = 0; i < 50; ++i) {
        const auto command = store.new_project();
        writer.submit(
            command,
            [&, id = command.project.id, done = outcomes.add()](Outcome&& outcome) mutable {
                // Another thread's snapshot taken now must hold it.
                missing += store.read([&](const store::Snapshot& snapshot) {
                    return store::project(snapshot, id);
                })
                               ? 0
                               : 1;
                done(std::move(outcome));
            });
    }
    EXPECT_EQ(outcomes.wait(50), std::vector(50, Errc::kOk));
    EXPECT_EQ(missing, 0);
    writer.stop();
}

TEST(Writer, WhatWaitsTogetherIsCommittedTogether) {
    StoreFixture store;
    int commits = 0;
    Writer::Options options;
    options.applier.group_time = std::chrono::seconds(5);
    options.applier.before_commit = [&] {
        ++commits;
        return 0;
    };
    Writer writer(store.store(), std::move(options));
    Outcomes outcomes;
    for (int i = 0; i < 700; ++i) {
        auto command = store.new_project();
        command.first_key.hash.fill(std::byte{0});
        store_le(command.first_key.hash.data(), i);
        writer.submit(command, outcomes.add());
    }
    ASSERT_TRUE(writer.start());
    EXPECT_EQ(outcomes.wait(700), std::vector(700, Errc::kOk));
    writer.stop();
    EXPECT_EQ(commits, 2) << "512 and 188";
}

TEST(Writer, ARefusedCommandDoesNotTouchItsGroup) {
    StoreFixture store;
    Writer writer(store.store());
    Outcomes outcomes;
    const auto one = store.new_project();
    const auto two = store.new_project();
    writer.submit(one, outcomes.add());
    writer.submit(one, outcomes.add());
    writer.submit(two, outcomes.add());
    ASSERT_TRUE(writer.start());
    EXPECT_EQ(outcomes.wait(3), (std::vector{Errc::kOk, Errc::kConflict, Errc::kOk}));
    writer.stop();
    EXPECT_EQ(store.count("projects"), 2U);
}

TEST(Writer, AFailedCommitFailsItsWholeGroupAndTheNextWorks) {
    StoreFixture store;
    int code = ENOSPC;
    Writer::Options options;
    options.applier.group_time = std::chrono::seconds(5);
    options.applier.before_commit = [&] { return code; };
    Writer writer(store.store(), std::move(options));
    Outcomes outcomes;
    const Dump before = store.dump();
    const auto one = store.new_project();
    writer.submit(one, outcomes.add());
    writer.submit(store.new_project(), [&, done = outcomes.add()](Outcome&& outcome) mutable {
        EXPECT_EQ(store.dump(), before);
        code = EIO;
        writer.submit(one, outcomes.add());
        done(std::move(outcome));
    });
    ASSERT_TRUE(writer.start());
    EXPECT_EQ(outcomes.wait(3),
              (std::vector{Errc::kStoreFull, Errc::kStoreFull, Errc::kStoreUnavailable}));
    writer.stop();
    EXPECT_EQ(store.dump(), before);
    EXPECT_EQ(store.run(one).code, Errc::kOk);
}

TEST(Writer, ABrokenStoreIsToldOnce) {
    StoreFixture store;
    std::atomic<int> told = 0;
    Writer::Options options;
    options.applier.before_commit = [] { return -30795; };  // MDB_PANIC
    options.on_broken = [&] { ++told; };
    Writer writer(store.store(), std::move(options));
    Outcomes outcomes;
    ASSERT_TRUE(writer.start());
    for (int i = 0; i < 3; ++i) {
        writer.submit(store.new_project(), outcomes.add());
        outcomes.wait(static_cast<std::size_t>(i) + 1);
    }
    writer.stop();
    EXPECT_EQ(outcomes.wait(3), std::vector(3, Errc::kStoreUnavailable));
    EXPECT_EQ(told, 1);
}

TEST(Writer, AFullQueueIsBusyAndAStoppedWriterSaysSo) {
    StoreFixture store;
    Writer::Options options;
    options.queue_max = 2;
    Writer writer(store.store(), std::move(options));
    Outcomes queued;
    Outcomes refused;
    writer.submit(store.new_project(), queued.add());
    writer.submit(store.new_project(), queued.add());
    writer.submit(store.new_project(), refused.add());
    EXPECT_EQ(refused.wait(1), std::vector{Errc::kBusy});
    ASSERT_TRUE(writer.start());
    writer.stop();
    EXPECT_EQ(queued.wait(2), std::vector(2, Errc::kOk)) << "stop() drains";
    writer.submit(store.new_project(), refused.add());
    EXPECT_EQ(refused.wait(2).back(), Errc::kStopping);
}

TEST(Writer, ADamagedRecordFailsItsOwnCommandOnly) {
    StoreFixture store;
    const ProjectId project = store.add_project();
    const MonitorId damaged = store.add_monitor(project);
    {
        lmdb::WriteTxn txn;
        ASSERT_TRUE(txn.begin(store.store().env()));
        ASSERT_TRUE(
            store.store().tables().histories.put(txn, damaged.key(), as_bytes("\x01rubbish")));
        ASSERT_TRUE(txn.commit());
    }
    Writer writer(store.store());
    Outcomes outcomes;
    const MonitorId sound = store.make<MonitorId>();
    record::Monitor monitor = store.new_monitor(project);
    monitor.id = sound;
    writer.submit(write::CreateMonitor{.monitor = monitor, .idempotency = {}}, outcomes.add());
    writer.submit(results({result(sound, kNow_s - 5), result(damaged, kNow_s)}), outcomes.add());
    writer.submit(results({result(sound, kNow_s)}), outcomes.add());
    ASSERT_TRUE(writer.start());
    const auto codes = outcomes.wait(3);
    writer.stop();
    ASSERT_EQ(codes.size(), 3U);
    EXPECT_EQ(codes[0], Errc::kOk);
    EXPECT_GE(info(codes[1]).http_status, 500);
    EXPECT_EQ(codes[2], Errc::kOk);
    const auto history = store.read(
        [&](const store::Snapshot& snapshot) { return store::owned_history(snapshot, sound); });
    EXPECT_EQ(history->last_checked, kNow_s);
    EXPECT_EQ(store.count("raw_results"), 1U) << "nothing of the failed command";
}

TEST(Writer, AnInterruptedRecutGoesOnAtTheNextStart) {
    StoreFixture store;
    const ProjectId project = store.add_project();
    const MonitorId monitor = store.add_monitor(project);
    store.run(results({result(monitor, kNow_s)}));
    int commits = 0;
    Writer::Options options;
    options.applier.before_commit = [&] { return ++commits == 1 ? 0 : EIO; };
    {
        Writer writer(store.store(), std::move(options));
        Outcomes outcomes;
        ASSERT_TRUE(writer.start());
        writer.submit(
            write::UpdateProject{
                .id = project, .now = at_ms(kNow_s), .name = {}, .timezone = "Asia/Tokyo"},
            outcomes.add());
        EXPECT_EQ(outcomes.wait(1), std::vector{Errc::kOk});
    }
    EXPECT_EQ(store.count("recuts"), 1U);
    {
        Writer writer(store.store());
        ASSERT_TRUE(writer.start());
        writer.stop();
    }
    EXPECT_EQ(store.count("recuts"), 0U);
    const auto history = store.read(
        [&](const store::Snapshot& snapshot) { return store::owned_history(snapshot, monitor); });
    EXPECT_EQ(history->zone_epoch, 1U);
}

TEST(FullMap, IsAnErrorThatReadsAndDeletesSurvive) {
    StoreFixture store(std::size_t{1} << 20U);
    const ProjectId project = store.add_project();
    std::vector<PageId> pages;
    Outcome outcome;
    for (int i = 0; i < 5000 && outcome.code == Errc::kOk; ++i) {
        write::OwnedPage page = store.new_page(project, "page-" + std::to_string(i));
        page.description = std::string(1500, 'd');
        outcome = store.run(write::CreatePage{.page = page, .idempotency = {}});
        pages.push_back(page.id);
    }
    ASSERT_EQ(outcome.code, Errc::kStoreFull);
    const Dump full = store.dump();
    EXPECT_EQ(store.count("pages"), pages.size() - 1) << "the one that did not fit left nothing";
    EXPECT_EQ(store.count("slugs"), pages.size() - 1);
    EXPECT_EQ(store.page_version(pages.front()), 1U);
    for (int i = 0; i < 20; ++i) {
        store.run(write::DeletePage{
            .id = pages[static_cast<std::size_t>(i)], .project = project, .if_config_version = {}});
    }
    EXPECT_LT(store.count("pages"), pages.size() - 1) << "space for deleting is kept";
    EXPECT_EQ(
        store.run(write::CreatePage{.page = store.new_page(project, "again"), .idempotency = {}})
            .code,
        Errc::kOk);
}

TEST(FullMap, ABiggerMapMendsIt) {
    StoreFixture store(std::size_t{1} << 20U);
    const ProjectId project = store.add_project();
    Errc code = Errc::kOk;
    for (int i = 0; code == Errc::kOk; ++i) {
        write::OwnedPage page = store.new_page(project, "page-" + std::to_string(i));
        page.description = std::string(1500, 'd');
        code = store.run(write::CreatePage{.page = page, .idempotency = {}}).code;
    }
    const Dump before = store.dump();
    store.reopen(std::size_t{1} << 24U);
    EXPECT_EQ(store.dump(), before);
    EXPECT_EQ(
        store.run(write::CreatePage{.page = store.new_page(project, "more"), .idempotency = {}})
            .code,
        Errc::kOk);
}

}  // namespace
}  // namespace ks::test
