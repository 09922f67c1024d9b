// SPDX-License-Identifier: Apache-2.0
#include "fixture.hpp"

#include <gtest/gtest.h>

namespace ks::test {
namespace {

using write::Outcome;

class ProjectTest : public testing::Test {
protected:
    /// Runs a command that must be refused and change nothing.
    void refused(write::Command command, Errc code) {
        const Dump before = store_.dump();
        EXPECT_EQ(store_.run(std::move(command)).code, code);
        EXPECT_EQ(store_.dump(), before);
    }

    record::Project project(ProjectId id) {
        return *store_.read(
            [&](const store::Snapshot& snapshot) { return store::project(snapshot, id); });
    }

    StoreFixture store_;
};

TEST_F(ProjectTest, IsFoundByIdAndItsKeyByHash) {
    const write::CreateProject command = store_.new_project("Europe/Berlin");
    EXPECT_EQ(store_.run(command).code, Errc::kOk);
    EXPECT_EQ(project(command.project.id).timezone, "Europe/Berlin");
    const auto key = store_.read([&](const store::Snapshot& snapshot) {
        return store::key_by_hash(snapshot, command.first_key.hash);
    });
    ASSERT_TRUE(key);
    EXPECT_EQ(key->project, command.project.id);
    const auto all =
        store_.read([](const store::Snapshot& snapshot) { return store::projects(snapshot); });
    EXPECT_EQ(all->size(), 1U);
}

TEST_F(ProjectTest, TheServersSecretIsMadeOnce) {
    const auto secret = [&] {
        return store_.read(
            [](const store::Snapshot& snapshot) { return store::server_secret(snapshot); });
    };
    EXPECT_EQ(secret().error().code, Errc::kNotFound);
    const write::KeepSecret first{.secret = {std::byte{1}}};
    EXPECT_EQ(store_.run(first).code, Errc::kOk);
    EXPECT_EQ(store_.run(write::KeepSecret{.secret = {std::byte{2}}}).code, Errc::kOk);
    EXPECT_EQ(*secret(), first.secret);
}

TEST_F(ProjectTest, RefusalsChangeNothing) {
    write::CreateProject first = store_.new_project();
    ASSERT_EQ(store_.run(first).code, Errc::kOk);
    refused(first, Errc::kConflict);
    write::CreateProject same_key = store_.new_project();
    same_key.first_key.hash = first.first_key.hash;
    refused(same_key, Errc::kConflict);
    refused(store_.new_project("Mars/Olympus"), Errc::kInvalidValue);
    refused(
        write::UpdateProject{
            .id = store_.make<ProjectId>(), .now = {}, .name = "x", .timezone = {}},
        Errc::kNotFound);
    refused(
        write::UpdateProject{
            .id = first.project.id, .now = {}, .name = "x", .timezone = "No/Where"},
        Errc::kInvalidValue);
    refused(write::CreateKey{.key = first.first_key}, Errc::kConflict);
    record::ApiKey orphan = store_.new_project().first_key;
    refused(write::CreateKey{.key = orphan}, Errc::kNotFound);
    refused(write::RevokeKey{.id = orphan.id}, Errc::kNotFound);
}

TEST_F(ProjectTest, AnAdminKeyNeedsNoProject) {
    record::ApiKey key = store_.new_project().first_key;
    key.scope = record::KeyScope::kAdmin;
    key.project = {};
    EXPECT_EQ(store_.run(write::CreateKey{.key = key}).code, Errc::kOk);
}

TEST_F(ProjectTest, OnceMeansOnceUnderOneKey) {
    const write::CreateProject first = store_.new_project();
    const write::Idempotency answer{.now = at_ms(kNow_s), .body = "first"};
    ASSERT_EQ(store_.run(write::CreateOnce{.what = first, .idempotency = answer}).code, Errc::kOk);
    write::CreateOnce again{.what = store_.new_project(), .idempotency = answer};
    again.idempotency.body = "second";
    const Dump before = store_.dump();
    const Outcome replayed = store_.run(again);
    ASSERT_TRUE(replayed.replay.has_value());
    EXPECT_EQ(replayed.replay->body, "first");
    EXPECT_EQ(store_.dump(), before);
    again.idempotency.body_hash[0] = std::byte{1};
    refused(again, Errc::kIdempotencyMismatch);
    again.idempotency.key_hash[0] = std::byte{1};
    again.what = first;
    refused(again, Errc::kConflict);  // nor is the answer kept
}

TEST_F(ProjectTest, KeysAreListedByProjectInOrderOfCreation) {
    const write::CreateProject mine = store_.new_project();
    const write::CreateProject theirs = store_.new_project();
    ASSERT_EQ(store_.run(mine).code, Errc::kOk);
    ASSERT_EQ(store_.run(theirs).code, Errc::kOk);
    record::ApiKey second = store_.new_project().first_key;
    second.project = mine.project.id;
    ASSERT_EQ(store_.run(write::CreateKey{.key = second}).code, Errc::kOk);
    record::ApiKey admin = store_.new_project().first_key;
    admin.scope = record::KeyScope::kAdmin;
    admin.project = {};
    ASSERT_EQ(store_.run(write::CreateKey{.key = admin}).code, Errc::kOk);
    const auto keys = store_.read([&](const store::Snapshot& snapshot) {
        return store::keys_of_project(snapshot, mine.project.id);
    });
    ASSERT_TRUE(keys);
    ASSERT_EQ(keys->size(), 2U);
    EXPECT_EQ((*keys)[0].id, mine.first_key.id);
    EXPECT_EQ((*keys)[1].id, second.id);
}

TEST_F(ProjectTest, ARevokedKeyIsGone) {
    const write::CreateProject command = store_.new_project();
    ASSERT_EQ(store_.run(command).code, Errc::kOk);
    ASSERT_EQ(store_.run(write::RevokeKey{.id = command.first_key.id}).code, Errc::kOk);
    const auto key = store_.read([&](const store::Snapshot& snapshot) {
        return store::key_by_hash(snapshot, command.first_key.hash);
    });
    EXPECT_EQ(key.error().code, Errc::kNotFound);
    EXPECT_EQ(store_.count("key_ids"), 0U);
}

TEST_F(ProjectTest, ARenameKeepsTheZoneEpochAndAChangeOfZoneRaisesIt) {
    const ProjectId id = store_.add_project();
    const PageId page = store_.add_page(id, "acme");
    ASSERT_EQ(store_
                  .run(write::UpdateProject{
                      .id = id, .now = at_ms(kNow_s), .name = "new", .timezone = "UTC"})
                  .code,
              Errc::kOk);
    EXPECT_EQ(project(id).zone_epoch, 0U);
    EXPECT_EQ(project(id).version, 2U);
    EXPECT_EQ(store_.page_version(page), 1U);
    ASSERT_EQ(store_
                  .run(write::UpdateProject{
                      .id = id, .now = at_ms(kNow_s), .name = {}, .timezone = "Asia/Tokyo"})
                  .code,
              Errc::kOk);
    EXPECT_EQ(project(id).zone_epoch, 1U);
    EXPECT_EQ(project(id).name, "new");
    EXPECT_EQ(store_.page_version(page), 2U);
    EXPECT_EQ(store_.count("recuts"), 0U) << "the inline writer has done the slices";
}

TEST_F(ProjectTest, AChangeOfZoneCutsEveryMonitorsRecordAsIfItHadAlwaysBeen) {
    const ProjectId moved = store_.add_project("UTC");
    const ProjectId there = store_.add_project("Pacific/Auckland");
    std::vector<std::pair<MonitorId, MonitorId>> monitors;
    for (int i = 0; i < 250; ++i) {  // more than one slice
        monitors.emplace_back(store_.add_monitor(moved), store_.add_monitor(there));
        std::vector<record::CheckResult> batch;
        for (std::int64_t t = kNow_s - 3 * 86400; t < kNow_s; t += 3600 + i) {
            const auto status = t % 7 == 0 ? record::CheckStatus::kDown : record::CheckStatus::kUp;
            batch.push_back(result(monitors.back().first, t, status));
            batch.push_back(result(monitors.back().second, t, status));
        }
        ASSERT_EQ(store_.run(results(std::move(batch))).rejected.size(), 0U);
    }
    ASSERT_EQ(
        store_
            .run(write::UpdateProject{
                .id = moved, .now = at_ms(kNow_s), .name = {}, .timezone = "Pacific/Auckland"})
            .code,
        Errc::kOk);
    for (const auto& [one, other] : monitors) {
        auto left = *record::decode_uptime_history(as_bytes(store_.history_bytes(one)));
        const auto right = *record::decode_uptime_history(as_bytes(store_.history_bytes(other)));
        EXPECT_EQ(left.zone_epoch, 1U);
        left.zone_epoch = right.zone_epoch;
        ASSERT_EQ(left, right);
    }
}

}  // namespace
}  // namespace ks::test
