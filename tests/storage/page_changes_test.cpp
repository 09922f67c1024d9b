// SPDX-License-Identifier: Apache-2.0
// Which of a page's monitors changed after a commit.
#include "storage/store/page_changes.hpp"

#include "fixture.hpp"

#include <gtest/gtest.h>

namespace ks::test {
namespace {

using record::CheckStatus;

class PageChanges : public testing::Test {
protected:
    std::uint64_t now() {
        return *store_.read([](const store::Snapshot& snapshot) -> Result<std::uint64_t> {
            return snapshot.commit();
        });
    }

    /// "<monitor's number><s: its state>" of each change, "e" for the events.
    std::string since(std::uint64_t commit) {
        const auto changes = *store_.read(
            [&](const store::Snapshot& snapshot) -> Result<std::vector<store::PageChange>> {
                std::vector<store::PageChange> found;
                KS_CHECK(store::page_changes(snapshot, page_, commit, found));
                return found;
            });
        std::string text;
        for (const store::PageChange& change : changes) {
            EXPECT_GT(change.commit, commit);
            if (change.is_events()) {
                text += "e ";
            } else {
                text += change.monitor == a_ ? "a" : change.monitor == b_ ? "b" : "?";
                text += change.state_commit > commit ? "s " : " ";
            }
        }
        return text;
    }

    std::uint64_t post(MonitorId monitor,
                       std::int64_t second,
                       CheckStatus status = CheckStatus::kUp,
                       std::int32_t response_ms = 100) {
        const std::uint64_t before = now();
        record::CheckResult one = result(monitor, second, status);
        one.response_ms = response_ms;
        EXPECT_EQ(store_.run(results({one}, second)).code, Errc::kOk);
        return before;
    }

    StoreFixture store_;
    ProjectId project_ = store_.add_project();
    MonitorId a_ = store_.add_monitor(project_, "a");
    MonitorId b_ = store_.add_monitor(project_, "b");
    PageId page_ = store_.add_page(project_, "p", {a_, b_});
};

TEST_F(PageChanges, NameWhatChangedAndItsState) {
    const std::uint64_t start = now();
    EXPECT_EQ(since(start), "");
    const std::uint64_t before_a = post(a_, kNow_s);
    EXPECT_EQ(since(start), "as ");
    const std::uint64_t before_b = post(b_, kNow_s + 1);
    EXPECT_EQ(since(start), "as bs ");
    EXPECT_EQ(since(before_a), "as bs ");
    EXPECT_EQ(since(before_b), "bs ");
    EXPECT_EQ(since(now()), "");
}

TEST_F(PageChanges, AResultThatChangesNothingIsNone) {
    post(a_, kNow_s);
    EXPECT_EQ(since(post(a_, kNow_s + 60)), "");
    EXPECT_EQ(since(post(a_, kNow_s + 120, CheckStatus::kUp, 119)), "");
    EXPECT_EQ(since(post(a_, kNow_s + 180, CheckStatus::kUp, 130)), "a ");
    // Compared with the one that travelled, not with the one before.
    EXPECT_EQ(since(post(a_, kNow_s + 240, CheckStatus::kUp, 150)), "");
    EXPECT_EQ(since(post(a_, kNow_s + 300, CheckStatus::kUp, 163)), "a ");
}

TEST_F(PageChanges, AResultAfterTheStateChangedByItselfIsOne) {
    post(a_, kNow_s);
    // Silent since: a page shown in between said so, whatever the result says.
    EXPECT_EQ(since(post(a_, kNow_s + 3600)), "as ");
}

TEST_F(PageChanges, ALateResultIsOneWithoutItsState) {
    post(a_, kNow_s);
    const std::uint64_t before = now();
    store_.run(results({result(a_, kNow_s - 5 * 86400, CheckStatus::kUp)}, kNow_s + 1));
    EXPECT_EQ(since(before), "a ");
}

TEST_F(PageChanges, RenamingAndPausing) {
    std::uint64_t before = now();
    record::Monitor monitor = store_.monitor(a_);
    monitor.name = "other";
    ASSERT_EQ(store_.run(write::UpdateMonitor{.monitor = monitor, .expected_version = 1}).code,
              Errc::kOk);
    EXPECT_EQ(since(before), "e a ");  // incidents may name it
    before = now();
    monitor.settings.push_back(monitor.settings.back());
    monitor.settings.back().enabled = false;
    monitor.settings.back().from = at(kNow_s);
    monitor.updated_at = at_ms(kNow_s);
    ASSERT_EQ(store_.run(write::UpdateMonitor{.monitor = monitor, .expected_version = 2}).code,
              Errc::kOk);
    EXPECT_EQ(since(before), "as ");
}

TEST_F(PageChanges, IncidentsAreThePagesOwn) {
    const std::uint64_t before = now();
    for (int i = 0; i < 3; ++i) {
        record::Incident incident{.id = store_.make<IncidentId>(), .project = project_};
        incident.monitors = {a_, b_};
        ASSERT_EQ(store_
                      .run(write::CreateIncident{
                          .incident = incident, .first_update = {}, .idempotency = {}})
                      .code,
                  Errc::kOk);
    }
    EXPECT_EQ(since(before), "e ");
    EXPECT_EQ(store_.count("page_changes"), 1U);
}

TEST_F(PageChanges, ARowAMonitorAndNoneLeftBehind) {
    for (int i = 0; i < 5; ++i) {
        post(a_, kNow_s + i, i % 2 == 0 ? CheckStatus::kUp : CheckStatus::kDown);
        post(b_, kNow_s + i, i % 2 == 0 ? CheckStatus::kDown : CheckStatus::kUp);
    }
    EXPECT_EQ(store_.count("page_changes"), 2U);
    EXPECT_EQ(store_.count("last_changes"), 2U);
    ASSERT_EQ(store_.run(write::DeleteMonitor{.id = a_, .project = project_}).code, Errc::kOk);
    EXPECT_EQ(store_.count("page_changes"), 0U);
    EXPECT_EQ(store_.count("last_changes"), 1U);
    post(b_, kNow_s + 60, CheckStatus::kUp);
    ASSERT_EQ(store_.run(write::DeletePage{.id = page_, .project = project_}).code, Errc::kOk);
    EXPECT_EQ(store_.count("page_changes"), 0U);
}

}  // namespace
}  // namespace ks::test
