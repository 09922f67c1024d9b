// SPDX-License-Identifier: Apache-2.0
#include "fixture.hpp"

#include "storage/upkeep/data_lock.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sys/wait.h>
#include <unistd.h>

namespace ks::test {
namespace {

TEST(Retain, DeletesWhatIsPastItsTimeInSlicesAndNothingElse) {
    StoreFixture store;
    const ProjectId project = store.add_project();
    const MonitorId monitor = store.add_monitor(project);
    std::vector<record::CheckResult> items;
    for (int i = 0; i < 2500; ++i) {
        items.push_back(result(monitor, kNow_s - i));
    }
    ASSERT_EQ(store.run(results(items)).accepted, 2500U);
    EXPECT_EQ(store.run(write::Retain{.now = at(kNow_s)}).accepted, 0U);
    const std::int64_t later = kNow_s + limits::kRawResults_s;
    // 12:00:00 begins an hour: the newest row is in an hour of its own, the others in the one
    // before.
    EXPECT_EQ(store.run(write::Retain{.now = at(later - 1)}).accepted, 0U);
    EXPECT_EQ(store.run(write::Retain{.now = at(later)}).accepted, write::kRetainSlice);
    EXPECT_EQ(store.run(write::Retain{.now = at(later)}).accepted, 499U);
    EXPECT_EQ(store.run(write::Retain{.now = at(later)}).accepted, 0U);
    EXPECT_EQ(store.count("raw_results"), 1U);
    EXPECT_EQ(store.count("histories"), 1U);
    EXPECT_EQ(store.count("result_log"), 1U);
}

TEST(Retain, DeletesExpiredAnswersWithAllTheirPieces) {
    StoreFixture store;
    const ProjectId project = store.add_project();
    for (int i = 0; i < 3; ++i) {
        write::CreatePage command{.page = store.new_page(project, "p" + std::to_string(i)),
                                  .idempotency = write::Idempotency{}};
        command.idempotency->key_hash.fill(static_cast<std::byte>(i));
        command.idempotency->now = at_ms(kNow_s + i);
        command.idempotency->body = std::string(5000, 'b');
        ASSERT_EQ(store.run(command).code, Errc::kOk);
    }
    EXPECT_EQ(store.run(write::Retain{.now = at(kNow_s + limits::kIdempotency_s - 1)}).accepted,
              0U);
    EXPECT_EQ(store.run(write::Retain{.now = at(kNow_s + limits::kIdempotency_s + 1)}).accepted,
              2U);
    EXPECT_EQ(store.count("idempotency_expiry"), 1U);
    EXPECT_EQ(store.count("idempotency"), 3U);
    EXPECT_EQ(store.count("pages"), 3U);
}

TEST(DataLock, IsHeldByOneAndNamesTheHolder) {
    const TempDir directory;
    std::string holder;
    {
        const auto first = upkeep::DataLock::acquire(directory.path(), holder);
        ASSERT_TRUE(first);
        const auto second = upkeep::DataLock::acquire(directory.path(), holder);
        ASSERT_FALSE(second);
        EXPECT_EQ(second.error().code, Errc::kStoreLocked);
        EXPECT_EQ(holder, std::to_string(::getpid()));
    }
    EXPECT_TRUE(upkeep::DataLock::acquire(directory.path(), holder))
        << "released at the end of the scope";
}

TEST(DataLock, ADeadProcessHoldsNothing) {
    const TempDir directory;
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        std::string holder;
        const auto lock = upkeep::DataLock::acquire(directory.path(), holder);
        ::_exit(lock ? 0 : 1);  // no destructor runs, as after kill -9
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_EQ(status, 0);
    std::string holder;
    EXPECT_TRUE(upkeep::DataLock::acquire(directory.path(), holder));
}

TEST(DataLock, AMissingDirectoryIsAnError) {
    std::string holder;
    const auto lock = upkeep::DataLock::acquire("/nonexistent/ks", holder);
    EXPECT_EQ(lock.error(), (Error{Errc::kStoreUnavailable, ENOENT}));
}

}  // namespace
}  // namespace ks::test
