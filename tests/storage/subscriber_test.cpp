// SPDX-License-Identifier: Apache-2.0
// Subscribers, the fan-out of announcements and the outbox.
#include "fixture.hpp"

#include "core/base/limits.hpp"
#include "storage/store/subscribers.hpp"
#include "storage/write/writer.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <future>
#include <set>

namespace ks::test {
namespace {

using record::DeliveryKind;
using record::SubscriberKind;
using write::DeliveryEnd;

class SubscriberTest : public testing::Test {
protected:
    record::Subscriber wish(PageId on, std::string target, bool confirmed = true) {
        record::Subscriber subscriber;
        subscriber.id = store.make<SubscriberId>();
        subscriber.page = on;
        subscriber.project = project;
        subscriber.confirmed = confirmed;
        subscriber.created_at = at_ms(kNow_s);
        subscriber.target_hash.fill(std::byte{0});
        for (std::size_t i = 0; i < target.size(); ++i) {
            subscriber.target_hash[i % 32] ^=
                static_cast<std::byte>(target[i] + static_cast<int>(i));
        }
        subscriber.target = std::move(target);
        return subscriber;
    }

    SubscriberId add(PageId on, std::string target, std::vector<MonitorId> monitors = {}) {
        auto subscriber = wish(on, std::move(target));
        subscriber.monitors = std::move(monitors);
        EXPECT_EQ(store.run(write::Subscribe{.subscriber = subscriber, .by_owner = true}).code,
                  Errc::kOk);
        return subscriber.id;
    }

    write::CreateIncident incident(std::vector<MonitorId> monitors) {
        write::CreateIncident command;
        command.incident.id = store.make<IncidentId>();
        command.incident.project = project;
        command.incident.title = "Down";
        command.incident.created_at = command.incident.started_at = at_ms(kNow_s);
        command.incident.monitors = std::move(monitors);
        command.first_update.id = store.make<UpdateId>();
        command.first_update.created_at = at_ms(kNow_s);
        command.first_update.message = "We look.";
        return command;
    }

    std::vector<store::DueDelivery> due(std::int64_t now_s = kNow_s,
                                        SubscriberKind kind = SubscriberKind::kEmail) {
        return store
            .read([&](const store::Snapshot& snapshot) {
                return store::due_deliveries(snapshot, kind, at_ms(now_s), SIZE_MAX);
            })
            .value();
    }

    std::set<SubscriberId> told(std::int64_t now_s = kNow_s) {
        std::set<SubscriberId> ids;
        for (const auto& one : due(now_s)) {
            EXPECT_TRUE(ids.insert(one.key.subscriber).second) << "twice";
        }
        return ids;
    }

    void finish(const record::DeliveryKey& key,
                DeliveryEnd end,
                std::int64_t now_s = kNow_s,
                std::int64_t next_s = 0) {
        EXPECT_EQ(store
                      .run(write::FinishDelivery{
                          .key = key, .end = end, .now = at_ms(now_s), .next = at_ms(next_s)})
                      .code,
                  Errc::kOk);
    }

    StoreFixture store;
    ProjectId project = store.add_project();
    MonitorId web = store.add_monitor(project, "web");
    MonitorId mail = store.add_monitor(project, "mail");
    PageId page = store.add_page(project, "acme", {web, mail});
};

TEST_F(SubscriberTest, AnUpdateReachesEverySubscriberOfItsPagesOnceAndNobodyElse) {
    const PageId other = store.add_page(project, "other", {mail});
    const SubscriberId all = add(page, "all@a.test");
    const SubscriberId chose_web = add(page, "web@a.test", {web});
    const SubscriberId chose_mail = add(page, "mail@a.test", {mail});
    const SubscriberId elsewhere = add(other, "all@a.test");
    auto pending = wish(page, "pending@a.test", false);
    ASSERT_EQ(store.run(write::Subscribe{.subscriber = pending}).code, Errc::kOk);
    finish(due().front().key, DeliveryEnd::kSent);

    auto command = incident({web});
    ASSERT_EQ(store.run(command).code, Errc::kOk);
    EXPECT_EQ(told(), (std::set{all, chose_web}));
    for (const auto& one : due()) {
        EXPECT_EQ(one.key.event, RawId{command.first_update.id});
        EXPECT_EQ(one.delivery.subject, RawId{command.incident.id});
        finish(one.key, DeliveryEnd::kSent);
    }
    ASSERT_TRUE(told().empty());

    write::UpdateIncident update{.incident = command.incident, .expected_version = 1, .update = {}};
    update.incident.monitors = {};  // the whole project
    update.update = record::IncidentUpdate{
        .id = store.make<UpdateId>(), .created_at = at_ms(kNow_s), .message = "Worse."};
    ASSERT_EQ(store.run(update).code, Errc::kOk);
    EXPECT_EQ(told(), (std::set{all, chose_web, chose_mail, elsewhere}));
    EXPECT_EQ(store.count("fan_outs"), 0U);

    update.expected_version = 2;
    update.update.reset();  // a change that says nothing
    const std::size_t before = store.count("outbox");
    ASSERT_EQ(store.run(update).code, Errc::kOk);
    EXPECT_EQ(store.count("outbox"), before);
}

TEST_F(SubscriberTest, ThousandsAreReachedInSlicesThatANewStartGoesOnWith) {
    const PageId other = store.add_page(project, "other", {web});
    for (std::size_t i = 0; i < (3 * write::kFanOutSlice) + 7; ++i) {
        add(i % 3 == 0 ? other : page, std::to_string(i) + "@a.test");
    }
    // Applied by hand: only the first slice, as if the process had ended after it.
    write::Applier applier(store.store(), {});
    std::vector<write::Job> jobs;
    jobs.push_back({.command = incident({}), .done = {}, .outcome = {}});
    applier.run(jobs);
    ASSERT_EQ(store.count("outbox"), 0U) << "nothing is put into the update's own transaction";
    jobs.clear();
    for (auto& next : applier.take_next()) {
        jobs.push_back({.command = std::move(next), .done = {}, .outcome = {}});
    }
    ASSERT_EQ(jobs.size(), 1U);
    applier.run(jobs);
    ASSERT_LE(store.count("outbox"), write::kFanOutSlice);
    ASSERT_GT(store.count("outbox"), write::kFanOutSlice / 2);
    ASSERT_EQ(store.count("fan_outs"), 1U);

    store.reopen();
    {
        write::Writer writer(store.store());
        ASSERT_TRUE(writer.start());
        while (store.count("fan_outs") != 0) {
            std::promise<void> done;
            writer.submit(write::FanOutSlice{}, [&](write::Outcome&&) { done.set_value(); });
            done.get_future().wait();
        }
    }
    EXPECT_EQ(told().size(), (3 * write::kFanOutSlice) + 7);
}

TEST_F(SubscriberTest, AMaintenanceWindowIsAnnouncedToo) {
    const SubscriberId id = add(page, "a@a.test");
    write::CreateMaintenance command;
    command.window.id = store.make<MaintenanceId>();
    command.window.project = project;
    command.window.created_at = at_ms(kNow_s);
    command.window.starts_at = at(kNow_s + 60);
    command.window.ends_at = at(kNow_s + 120);
    command.window.monitors = {mail};
    ASSERT_EQ(store.run(command).code, Errc::kOk);
    ASSERT_EQ(told(), std::set{id});
    EXPECT_EQ(due().front().delivery.kind, DeliveryKind::kMaintenance);
}

TEST_F(SubscriberTest, AskingSendsAConfirmationAFewTimesAndIsForgottenAfterADay) {
    auto asked = wish(page, "a@a.test", false);
    for (unsigned i = 0; i < limits::kAskedMax + 2; ++i) {
        asked.id = store.make<SubscriberId>();
        asked.created_at = at_ms(kNow_s + i);
        ASSERT_EQ(store.run(write::Subscribe{.subscriber = asked}).code, Errc::kOk);
    }
    EXPECT_EQ(due(kNow_s + 60).size(), limits::kAskedMax);
    EXPECT_EQ(store.count("page_subscribers"), 1U);
    EXPECT_EQ(store.run(write::Retain{.now = at(kNow_s + limits::kPending_s)}).accepted, 0U);
    EXPECT_EQ(store.run(write::Retain{.now = at(kNow_s + limits::kPending_s + 1)}).accepted, 1U);
    for (const char* const table :
         {"subscribers", "page_subscribers", "subscriber_targets", "pending_subscribers"}) {
        EXPECT_EQ(store.count(table), 0U) << table;
    }
}

TEST_F(SubscriberTest, OneTargetIsAskedForAFewPagesOnly) {
    for (std::size_t i = 0; i < limits::kPendingPagesMax + 3; ++i) {
        const PageId more = store.add_page(project, "p" + std::to_string(i), {web});
        ASSERT_EQ(store.run(write::Subscribe{.subscriber = wish(more, "a@a.test", false)}).code,
                  Errc::kOk);
    }
    EXPECT_EQ(due().size(), limits::kPendingPagesMax);
}

TEST_F(SubscriberTest, AConfirmedOneStaysAndIsTold) {
    const auto asked = wish(page, "a@a.test", false);
    ASSERT_EQ(store.run(write::Subscribe{.subscriber = asked}).code, Errc::kOk);
    finish(due().front().key, DeliveryEnd::kSent);
    ASSERT_EQ(store.run(write::ConfirmSubscriber{.id = asked.id, .now = at_ms(kNow_s)}).code,
              Errc::kOk);
    EXPECT_EQ(store.run(write::Retain{.now = at(kNow_s + limits::kPending_s + 1)}).accepted, 0U);
    ASSERT_EQ(store.run(incident({})).code, Errc::kOk);
    EXPECT_EQ(told(), std::set{asked.id});

    EXPECT_EQ(store.run(write::Subscribe{.subscriber = wish(page, "a@a.test", false)}).code,
              Errc::kOk)
        << "a visitor does not learn who is subscribed";
    EXPECT_EQ(due().size(), 1U);
    EXPECT_EQ(
        store.run(write::Subscribe{.subscriber = wish(page, "a@a.test"), .by_owner = true}).code,
        Errc::kConflict);
    EXPECT_EQ(store.run(write::ConfirmSubscriber{.id = store.make<SubscriberId>()}).code,
              Errc::kNotFound);
}

TEST_F(SubscriberTest, RetriesWaitAndGivenUpOnesCountUntilTheSubscriberIsRemoved) {
    const SubscriberId id = add(page, "a@a.test");
    std::int64_t now = kNow_s;
    for (unsigned round = 1; round <= limits::kDeliveryFailuresMax; ++round) {
        ASSERT_EQ(store.count("subscribers"), 1U) << round;
        ASSERT_EQ(store.run(incident({})).code, Errc::kOk);
        finish(due(now).front().key, DeliveryEnd::kRetry, now, now + 100);
        ASSERT_TRUE(due(now + 99).empty());
        const auto again = due(now + 100);
        ASSERT_EQ(again.size(), 1U);
        EXPECT_EQ(again.front().delivery.attempts, 1);
        finish(again.front().key, DeliveryEnd::kGivenUp, now);
        now += limits::kDeliveryFailures_s / (limits::kDeliveryFailuresMax - 1);
    }
    EXPECT_EQ(store.count("subscribers"), 0U);
    EXPECT_EQ(store.run(write::RemoveSubscriber{.id = id, .project = {}}).code, Errc::kNotFound);
}

TEST_F(SubscriberTest, ASuccessForgivesAndAnUnwantedMessageRemoves) {
    const SubscriberId id = add(page, "a@a.test");
    const auto failures = [&] {
        return store
            .read([&](const store::Snapshot& snapshot) { return store::subscriber(snapshot, id); })
            .value()
            .failures;
    };
    for (const DeliveryEnd end : {DeliveryEnd::kGivenUp, DeliveryEnd::kDropped}) {
        ASSERT_EQ(store.run(incident({})).code, Errc::kOk);
        finish(due().front().key, end);
        EXPECT_EQ(failures(), 1);
    }
    ASSERT_EQ(store.run(incident({})).code, Errc::kOk);
    finish(due().front().key, DeliveryEnd::kSent);
    EXPECT_EQ(failures(), 0);
    ASSERT_EQ(store.run(incident({})).code, Errc::kOk);
    const auto key = due().front().key;
    finish(key, DeliveryEnd::kUnwanted);
    EXPECT_EQ(store.count("subscribers"), 0U);
    EXPECT_EQ(store.count("outbox"), 0U);
    finish(key, DeliveryEnd::kSent);  // a late second report changes nothing
}

TEST_F(SubscriberTest, ADeletedPageTakesItsSubscribersAlong) {
    const PageId other = store.add_page(project, "other", {web});
    for (std::size_t i = 0; i < write::kFanOutSlice + 5; ++i) {
        add(page, std::to_string(i) + "@a.test");
    }
    add(other, "stays@a.test");
    ASSERT_EQ(
        store.run(write::DeletePage{.id = page, .project = project, .if_config_version = {}}).code,
        Errc::kOk);
    EXPECT_EQ(store.count("subscribers"), 1U);
    EXPECT_EQ(store.count("subscriber_targets"), 1U);
    EXPECT_EQ(store.count("fan_outs"), 0U);
}

TEST_F(SubscriberTest, ARefusedCommandChangesNothing) {
    add(page, "a@a.test");
    const Dump before = store.dump();
    auto stranger = wish(page, "b@a.test");
    stranger.project = store.make<ProjectId>();
    EXPECT_EQ(store.run(write::Subscribe{.subscriber = stranger}).code, Errc::kNotFound);
    auto greedy = wish(page, "b@a.test");
    greedy.monitors.assign(limits::kChosenMonitors + 1, web);
    EXPECT_EQ(store.run(write::Subscribe{.subscriber = greedy}).code, Errc::kInvalidValue);
    EXPECT_EQ(store.run(write::RemoveSubscriber{.id = stranger.id, .project = project}).code,
              Errc::kNotFound);
    EXPECT_EQ(store.dump(), before);
}

}  // namespace
}  // namespace ks::test
