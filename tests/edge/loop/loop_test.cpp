// SPDX-License-Identifier: Apache-2.0
// The reactor: tasks, sleep, writes, shutdown; counts per address; the log line.
#include "../support/reactor_fixture.hpp"

#include "edge/loop/log.hpp"
#include "edge/loop/shared_tally.hpp"

#include <gtest/gtest.h>

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

TEST(Log, QuotesWhatNeedsIt) {
    EXPECT_EQ(
        format_log_line(
            LogLevel::kInfo, "x", {{"a", "b"}, {"n", 7}, {"q", "two \"words\"\n"}, {"e", ""}}),
        "level=info event=x a=b n=7 q=\"two \\\"words\\\"\\x0a\" e=\"\"\n");
}

}  // namespace
}  // namespace ks::loop
