// SPDX-License-Identifier: Apache-2.0
#include "core/time/timer_wheel.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <rapidcheck/gtest.h>
#include <utility>
#include <vector>

namespace ks {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kTick{100};

constexpr Monotonic at(std::int64_t millis) {
    return Monotonic{milliseconds{millis}};
}

/// How many nodes expire at `now`.
int expired(TimerWheel& wheel, Monotonic now) {
    int count = 0;
    wheel.advance(now, [&](TimerNode& node) {
        EXPECT_LE(node.deadline(), now);
        EXPECT_FALSE(node.scheduled());
        ++count;
    });
    return count;
}

TEST(TimerWheel, ExpiresOnceAtTheDeadlineAndNotBefore) {
    TimerWheel wheel(kTick, at(1000));
    TimerNode node;
    wheel.schedule(node, at(1250));
    EXPECT_EQ(expired(wheel, at(1249)), 0);
    EXPECT_TRUE(node.scheduled());
    EXPECT_EQ(expired(wheel, at(1250)), 1);
    EXPECT_EQ(expired(wheel, at(9999)), 0);
}

TEST(TimerWheel, PostponingIsFoundWhenTheOldDeadlinePasses) {
    TimerWheel wheel(kTick, at(0));
    TimerNode node;
    wheel.schedule(node, at(500));
    node.postpone(at(100'000));
    node.postpone(at(200));  // an earlier time is no postponement
    EXPECT_EQ(node.deadline(), at(100'000));
    EXPECT_EQ(expired(wheel, at(500)), 0);
    EXPECT_EQ(expired(wheel, at(99'999)), 0);
    EXPECT_EQ(expired(wheel, at(100'000)), 1);
}

TEST(TimerWheel, SchedulingAgainMayBringForward) {
    TimerWheel wheel(kTick, at(0));
    TimerNode node;
    wheel.schedule(node, at(60'000));
    wheel.schedule(node, at(300));
    EXPECT_EQ(expired(wheel, at(300)), 1);
    EXPECT_EQ(expired(wheel, at(60'000)), 0);
}

TEST(TimerWheel, DeadlinesOfManyTurnsAheadWait) {
    TimerWheel wheel(kTick, at(0));
    TimerNode node;
    constexpr std::int64_t kTurn = 51'200;
    wheel.schedule(node, at(3 * kTurn + 50));
    for (std::int64_t now = 0; now < 3 * kTurn + 50; now += 1'000) {
        ASSERT_EQ(expired(wheel, at(now)), 0) << now;
    }
    EXPECT_EQ(expired(wheel, at(3 * kTurn + 50)), 1);
}

TEST(TimerWheel, ALongSilenceLosesNothing) {
    TimerWheel wheel(kTick, at(0));
    std::array<TimerNode, 2000> nodes;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        wheel.schedule(nodes.at(i), at(static_cast<std::int64_t>(i) * 77));
    }
    EXPECT_EQ(expired(wheel, at(10'000'000)), 2000);
}

TEST(TimerWheel, PastDeadlinesExpireAtTheNextAdvance) {
    TimerWheel wheel(kTick, at(50'000));
    TimerNode node;
    wheel.schedule(node, at(3));
    EXPECT_EQ(expired(wheel, at(50'000)), 1);
    wheel.schedule(node, at(-1'000));
    EXPECT_EQ(expired(wheel, at(50'001)), 1);
}

TEST(TimerWheel, TimeThatGoesBackIsHarmless) {
    TimerWheel wheel(kTick, at(5'000));
    TimerNode node;
    wheel.schedule(node, at(6'000));
    EXPECT_EQ(expired(wheel, at(1'000)), 0);
    EXPECT_EQ(expired(wheel, at(6'000)), 1);
}

TEST(TimerWheel, TheCallMayChangeEverything) {
    TimerWheel wheel(kTick, at(0));
    auto first = std::make_unique<TimerNode>();
    auto second = std::make_unique<TimerNode>();
    TimerNode again;
    for (TimerNode* node : {first.get(), second.get(), &again}) {
        wheel.schedule(*node, at(100));
    }
    int calls = 0;
    wheel.advance(at(150), [&](TimerNode& node) {
        ++calls;
        if (&node == &again) {
            wheel.schedule(node, at(100));  // late already: the next advance, not an endless loop
        } else {
            first.reset();  // destroys the one that expired and the one still due
            second.reset();
        }
    });
    EXPECT_EQ(calls, 2);
    EXPECT_EQ(expired(wheel, at(150)), 1);
}

TEST(TimerWheel, NodesMayOutliveTheWheel) {
    TimerNode node;
    {
        TimerWheel wheel(kTick, at(0));
        wheel.schedule(node, at(100));
    }
    EXPECT_FALSE(node.scheduled());
    TimerWheel other(kTick, at(0));
    other.schedule(node, at(100));
    EXPECT_EQ(expired(other, at(100)), 1);
}

/// The same operations on the wheel and on a plain list of deadlines.
RC_GTEST_PROP(TimerWheelProp, AgreesWithAList, ()) {
    constexpr std::size_t kNodes = 12;
    const auto tick = *rc::gen::element<std::int64_t>(1, 7, 100);
    std::int64_t now = *rc::gen::inRange<std::int64_t>(-5'000, 5'000);
    TimerWheel wheel(milliseconds{tick}, at(now));
    std::array<TimerNode, kNodes> nodes;
    std::array<std::optional<std::int64_t>, kNodes> model;
    const auto steps = *rc::gen::container<std::vector<std::tuple<int, std::size_t, std::int64_t>>>(
        rc::gen::tuple(rc::gen::inRange(0, 5),
                       rc::gen::inRange<std::size_t>(0, kNodes),
                       rc::gen::inRange<std::int64_t>(0, 2'000)));
    for (const auto& [what, index, amount] : steps) {
        TimerNode& node = nodes.at(index);
        auto& expected = model.at(index);
        if (what == 0) {
            wheel.schedule(node, at(now + amount - 200));
            expected = now + amount - 200;
        } else if (what == 1) {
            TimerWheel::cancel(node);
            expected.reset();
        } else if (what == 2 && expected) {
            node.postpone(at(now + amount * 3));
            expected = std::max(*expected, now + amount * 3);
        } else {
            now += amount;
            std::vector<std::size_t> due;
            wheel.advance(at(now), [&](TimerNode& gone) {
                due.push_back(static_cast<std::size_t>(&gone - nodes.data()));
            });
            std::ranges::sort(due);
            std::vector<std::size_t> want;
            for (std::size_t i = 0; i < kNodes; ++i) {
                if (model.at(i) && *model.at(i) <= now) {
                    want.push_back(i);
                    model.at(i).reset();
                }
            }
            RC_ASSERT(due == want);
        }
        RC_ASSERT(node.scheduled() == model.at(index).has_value());
    }
}

}  // namespace
}  // namespace ks
