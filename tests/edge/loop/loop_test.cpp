// SPDX-License-Identifier: Apache-2.0
// The reactor: tasks, sleep, writes, shutdown; counts per address; the log line.
#include "../support/reactor_fixture.hpp"

#include "edge/loop/log.hpp"
#include "edge/loop/shared_budget.hpp"
#include "edge/loop/shared_tally.hpp"
#include "edge/loop/side_thread.hpp"

#include <asio/executor_work_guard.hpp>
#include <gtest/gtest.h>

#include <latch>
#include <thread>

namespace ks::loop {
namespace {

using namespace std::chrono_literals;

class LoopTest : public test::ReactorFixture {};

/// Answers from another thread, or never.
class LateWriter final : public write::StoreWriter {
public:
    void submit(write::Command /*command*/, write::Completion done) override {
        if (never) {
            kept = std::move(done);
            return;
        }
        threads.emplace_back([done = std::move(done)]() mutable {
            std::this_thread::sleep_for(20ms);
            done(write::Outcome{.code = Errc::kSlugTaken, .subject = "acme"});
        });
    }

    bool never = false;
    write::Completion kept;
    std::vector<std::jthread> threads;
};

Task<void> write_once(Reactor& reactor, Errc& code, std::thread::id& where) {
    const write::Retain retain{};
    write::Command command(retain);
    const write::Outcome outcome = co_await reactor.write(std::move(command));
    code = outcome.code;
    where = std::this_thread::get_id();
    reactor.stop();
}

TEST_F(LoopTest, AWriteResumesOnTheReactor) {
    LateWriter writer;
    Reactor reactor(1, {clock_, *store_, writer, 1, 2});
    Errc code = Errc::kOk;
    std::thread::id where;
    reactor.spawn(write_once(reactor, code, where), "write");
    reactor.run();
    EXPECT_EQ(code, Errc::kSlugTaken);
    EXPECT_EQ(where, std::this_thread::get_id());
}

TEST_F(LoopTest, ACompletionMayComeAfterTheReactorIsGone) {
    LateWriter writer;
    writer.never = true;
    Errc code = Errc::kOk;
    {
        Reactor reactor(1, {clock_, *store_, writer, 1, 2});
        std::thread::id where;
        reactor.spawn(write_once(reactor, code, where), "write");
        reactor.post([&] { reactor.stop(); });
        reactor.run();
        EXPECT_EQ(reactor.tasks(), 0U) << "parked tasks end with run()";
    }
    writer.kept(write::Outcome{});
    EXPECT_EQ(code, Errc::kOk);
}

Task<void> nap(Reactor& reactor,
               std::chrono::milliseconds time,
               std::vector<int>& order,
               int number) {
    co_await reactor.sleep(time);
    order.push_back(number);
}

Task<void> naps(Reactor& reactor, std::vector<int>& order) {
    reactor.spawn(nap(reactor, 300ms, order, 3), "nap");
    reactor.spawn(nap(reactor, 100ms, order, 1), "nap");
    co_await nap(reactor, 200ms, order, 2);
    co_await reactor.sleep(200ms);
}

TEST_F(LoopTest, SleepersWakeInOrder) {
    std::vector<int> order;
    const Monotonic begin = clock_.monotonic();
    run(naps(*reactor_, order));
    EXPECT_EQ(order, (std::vector<int>{1, 2, 3}));
    EXPECT_GE(clock_.monotonic() - begin, 400ms);
    EXPECT_LT(clock_.monotonic() - begin, 2s);
}

Task<void> throws() {
    throw std::runtime_error("stray");
    co_return;
}

TEST_F(LoopTest, AStrayExceptionEndsItsTaskOnly) {
    reactor_->spawn(throws(), "throws");
    std::vector<int> order;
    run(nap(*reactor_, 60ms, order, 1));
    EXPECT_EQ(order.size(), 1U);
}

TEST(SharedTally, CountsConnectionsByAddress) {
    SharedTally tally({.connections = 2, .handshakes = 1});
    const TallyKey a{1};
    const TallyKey b{2};
    EXPECT_TRUE(tally.open(a));
    EXPECT_TRUE(tally.open(a));
    EXPECT_FALSE(tally.open(a));
    EXPECT_TRUE(tally.open(b));
    tally.close(a);
    EXPECT_TRUE(tally.open(a));
}

TEST(SharedTally, HandshakesRefillWithTime) {
    SharedTally tally({.connections = 2, .handshakes = 2, .burst_seconds = 3});
    const TallyKey a{1};
    const Monotonic start{1000s};
    ASSERT_TRUE(tally.open(a));
    for (int i = 0; i < 6; ++i) {
        EXPECT_TRUE(tally.handshake(a, start)) << i;
    }
    EXPECT_FALSE(tally.handshake(a, start));
    EXPECT_FALSE(tally.handshake(a, start + 400ms));
    EXPECT_TRUE(tally.handshake(a, start + 1000ms));
    EXPECT_TRUE(tally.handshake(a, start + 1000ms));
    EXPECT_FALSE(tally.handshake(a, start + 1000ms));
    tally.close(a);
    tally.sweep(start + 2s);
    EXPECT_EQ(tally.size(), 1U) << "forgetting would hand a full bucket to whoever reconnects";
    tally.sweep(start + 10s);
    EXPECT_EQ(tally.size(), 0U);
}

TEST(SharedBudget, SoManyWithinTheWindowFromTheFirst) {
    SharedBudget budget(2);
    const TallyKey a{1};
    const TallyKey b{2};
    const Monotonic start{1000s};
    EXPECT_EQ(budget.take(a, start), 0s);
    EXPECT_EQ(budget.take(a, start + 30s), 0s);
    EXPECT_EQ(budget.take(a, start + 30s), 30s);
    EXPECT_EQ(budget.take(a, start + 59500ms), 1s);
    EXPECT_EQ(budget.take(b, start + 30s), 0s) << "another key's";
    budget.give_back(a);
    EXPECT_EQ(budget.take(a, start + 59s), 0s) << "given back";
    EXPECT_EQ(budget.take(a, start + 59s), 1s);
    EXPECT_EQ(budget.take(a, start + 60s), 0s);
    EXPECT_EQ(budget.take(a, start + 60s), 0s);
    EXPECT_EQ(budget.take(a, start + 60s), 60s);
    budget.give_back(b);
    EXPECT_EQ(budget.size(), 1U);
}

TEST(SharedBudget, ManyKeysAreRefusedRatherThanKept) {
    SharedBudget budget(1);
    const Monotonic start{1000s};
    const auto key = [](std::uint32_t i) {
        return TallyKey{static_cast<std::uint8_t>(i),
                        static_cast<std::uint8_t>(i >> 8U),
                        static_cast<std::uint8_t>(i >> 16U)};
    };
    for (std::uint32_t i = 0; i < SharedBudget::kKeysMax; ++i) {
        ASSERT_EQ(budget.take(key(i), start), 0s);
    }
    EXPECT_GT(budget.take(key(SharedBudget::kKeysMax), start), 0s);
    EXPECT_EQ(budget.take(key(SharedBudget::kKeysMax), start + 60s), 0s);
    EXPECT_EQ(budget.size(), 1U);
}

Task<void> run_aside(SideThread& side, Reactor& reactor, std::thread::id& where, bool& result) {
    std::thread::id worked;
    const auto done = co_await side.run(reactor, [&worked] {
        worked = std::this_thread::get_id();
        return true;
    });
    result = done.value_or(false);
    where = worked;
}

TEST_F(LoopTest, SideWorkRunsOnItsOwnThreadAndResumesOnTheReactor) {
    SideThread side;
    std::thread::id where;
    bool result = false;
    run(run_aside(side, *reactor_, where, result));
    EXPECT_TRUE(result);
    EXPECT_NE(where, std::thread::id());
    EXPECT_NE(where, std::this_thread::get_id());
}

Task<void> flood(SideThread& side, Reactor& reactor, std::latch& gate, int& refused, int& ended) {
    const auto done = co_await side.run(reactor, [&gate] {
        gate.wait();
        return true;
    });
    if (!done) {
        gate.count_down();  // the first one that is refused lets the others go
        ++refused;
    }
    ++ended;
}

TEST_F(LoopTest, TooMuchSideWorkIsRefused) {
    SideThread side;
    std::latch gate(1);
    int refused = 0;
    int ended = 0;
    // One runs, or none yet.
    constexpr int kOne = static_cast<int>(SideThread::kQueueMax) + 2;
    for (int i = 0; i < kOne; ++i) {
        reactor_->spawn(flood(side, *reactor_, gate, refused, ended), "flood");
        if (refused == 0) {
            reactor_->io().poll();
            std::this_thread::sleep_for(1ms);
        }
    }
    EXPECT_EQ(refused, 1);
    const auto work = asio::make_work_guard(reactor_->io());
    while (ended < kOne) {
        reactor_->io().run_one();
    }
}

TEST_F(LoopTest, SideWorkMayEndAfterTheReactorIsGone) {
    SideThread side;
    std::latch gate(1);
    int refused = 0;
    int ended = 0;
    {
        Reactor reactor(1, {clock_, *store_, *writer_, 1, 2});
        reactor.spawn(flood(side, reactor, gate, refused, ended), "flood");
        reactor.io().poll();
    }
    gate.count_down();
    EXPECT_EQ(ended, 0);
}

TEST(Log, QuotesWhatNeedsIt) {
    EXPECT_EQ(
        format_log_line(
            LogLevel::kInfo, "x", {{"a", "b"}, {"n", 7}, {"q", "two \"words\"\n"}, {"e", ""}}),
        "level=info event=x a=b n=7 q=\"two \\\"words\\\"\\x0a\" e=\"\"\n");
}

}  // namespace
}  // namespace ks::loop
