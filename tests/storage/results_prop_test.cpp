// SPDX-License-Identifier: Apache-2.0
// Through the real path, the record depends on the set of results only: not on their order, batches
// or repeats.
#include "fixture.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <rapidcheck.h>

namespace ks::test {
namespace {

using record::CheckResult;
using record::CheckStatus;
using record::MonitorType;

struct World {
    StoreFixture store;
    ProjectId project = store.add_project("Europe/Berlin");
    MonitorId monitor;

    World(MonitorType type, std::uint32_t interval_s) {
        record::Monitor made = store.new_monitor(project);
        made.type = type;
        made.settings.front().interval_s = interval_s;
        monitor = made.id;
        store.run(write::CreateMonitor{.monitor = made, .idempotency = {}});
    }

    void record(std::span<const CheckResult> items) {
        std::vector<CheckResult> batch(items.begin(), items.end());
        for (CheckResult& one : batch) {
            one.monitor = monitor;
        }
        RC_ASSERT(store.run(results(std::move(batch))).rejected.empty());
    }

    /// Without what is allowed to depend on the order: the numbering of regions.
    record::UptimeHistory history() {
        auto decoded = *record::decode_uptime_history(as_bytes(store.history_bytes(monitor)));
        std::ranges::sort(decoded.regions);
        return decoded;
    }
};

std::vector<CheckResult> random_results(std::mt19937_64& random,
                                        int count,
                                        int regions,
                                        bool on_grid) {
    std::vector<CheckResult> items;
    const std::int64_t span = 1 + static_cast<std::int64_t>(random() % (89 * 86400));
    for (int i = 0; i < count; ++i) {
        std::int64_t when =
            kNow_s - static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(span));
        when -= on_grid ? when % 60 : 0;
        const auto status =
            static_cast<CheckStatus>(1 + (random() % 4 == 0 ? 2 : random() % 3 / 2));
        auto one = result(
            {}, when, status, "r" + std::to_string(random() % static_cast<unsigned>(regions)));
        one.response_ms = static_cast<std::int32_t>(random() % 500);
        items.push_back(std::move(one));
    }
    return items;
}

void in_random_batches(World& world, std::vector<CheckResult> items, std::mt19937_64& random) {
    std::ranges::shuffle(items, random);
    for (std::size_t at = 0; at < items.size();) {
        const std::size_t size = std::min<std::size_t>(1 + random() % 40, items.size() - at);
        world.record(std::span(items).subspan(at, size));
        at += size;
        if (random() % 5 == 0) {  // a repeat of something already sent
            world.record(std::span(items).subspan(random() % at, 1));
        }
    }
}

TEST(ResultsProp, AnyOrderAndAnyBatchesGiveOneRecord) {
    const bool holds = rc::check([](std::uint64_t seed) {
        std::mt19937_64 random(seed);
        const auto type = random() % 4 == 0 ? MonitorType::kHeartbeat : MonitorType::kHttp;
        const auto interval = static_cast<std::uint32_t>(random() % 2 == 0 ? 60 : 3600);
        const int regions = 1 + static_cast<int>(random() % 3);
        auto items = random_results(
            random, 5 + static_cast<int>(random() % 120), regions, random() % 2 == 0);

        World at_once(type, interval);
        at_once.record(items);
        World shuffled(type, interval);
        in_random_batches(shuffled, items, random);
        World in_order(type, interval);
        std::ranges::sort(items, {}, &CheckResult::at);
        for (const CheckResult& one : items) {
            in_order.record({&one, 1});
        }
        RC_ASSERT(at_once.history() == in_order.history());
        RC_ASSERT(shuffled.history() == in_order.history());
        if (regions == 1) {
            RC_ASSERT(shuffled.store.history_bytes(shuffled.monitor) ==
                      in_order.store.history_bytes(in_order.monitor));
        }
    });
    EXPECT_TRUE(holds);
}

TEST(ResultsProp, AChangeOfSettingsMeansTheSameBeforeAndAfterTheResults) {
    const bool holds = rc::check([](std::uint64_t seed) {
        std::mt19937_64 random(seed);
        const auto items = random_results(random, 60, 1, true);
        World before(MonitorType::kHttp, 60);
        World after(MonitorType::kHttp, 60);
        const auto change = [&](World& world) {
            auto monitor = world.store.monitor(world.monitor);
            auto entry = monitor.now();
            entry.from = at(items.front().at.time_since_epoch().count());
            entry.enabled = items.size() % 2 == 1 || items.front().response_ms % 2 == 0;
            entry.interval_s = 900;
            entry.confirmations = 3;
            monitor.settings.push_back(entry);
            monitor.updated_at = at_ms(kNow_s);
            RC_ASSERT(
                world.store.run(write::UpdateMonitor{.monitor = monitor, .expected_version = 1})
                    .code == Errc::kOk);
        };
        change(before);
        before.record(items);
        after.record(items);
        change(after);
        RC_ASSERT(before.history() == after.history());
    });
    EXPECT_TRUE(holds);
}

}  // namespace
}  // namespace ks::test
