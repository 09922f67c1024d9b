// SPDX-License-Identifier: Apache-2.0
// The scheduler against a real store and a real server, with a clock that the test moves.
#include "edge/probe/scheduler.hpp"

#include "probe_fixture.hpp"
#include "test_server.hpp"

#include "core/time/clock.hpp"
#include "storage/store/readers.hpp"
#include "storage/write/inline_writer.hpp"

#include <atomic>
#include <functional>
#include <thread>

namespace ks::probe::test {
namespace {

using namespace std::chrono_literals;

/// Wall time stands still unless moved; monotonic time is real.
class MovedClock final : public Clock {
public:
    [[nodiscard]] UnixMillis now() const noexcept override {
        return UnixMillis(std::chrono::milliseconds(ms_.load()));
    }

    [[nodiscard]] Monotonic monotonic() const noexcept override { return real_.monotonic(); }

    void set(UnixSeconds to) { ms_ = std::chrono::milliseconds(to.time_since_epoch()).count(); }

    void move(std::chrono::seconds by) { ms_ += std::chrono::milliseconds(by).count(); }

private:
    std::atomic<std::int64_t> ms_{1'800'000'000'000};
    loop::WallClock real_;
};

/// Fails RecordResults with a code while told to, and passes everything else on.
class MoodyWriter final : public write::StoreWriter {
public:
    explicit MoodyWriter(store::Store& store) : inner_(store) {}

    void submit(write::Command command, write::Completion done) override {
        if (full_ && std::holds_alternative<write::RecordResults>(command)) {
            ++refused_;
            write::Outcome outcome;
            outcome.code = Errc::kStoreFull;
            done(std::move(outcome));
            return;
        }
        inner_.submit(std::move(command), std::move(done));
    }

    std::atomic<bool> full_ = false;
    std::atomic<int> refused_ = 0;

private:
    write::InlineWriter inner_;
};

class SchedulerTest : public ProbeTest {
protected:
    SchedulerTest() : moody_(*store_), control_(0, {moved_, *store_, moody_, 1, 2}) {
        write::CreateProject create;
        create.project.id = project_ = ids_.make<ProjectId>(1);
        create.project.name = "P";
        create.first_key.id = ids_.make<KeyId>(1);
        create.first_key.project = project_;
        run(std::move(create));
    }

    ~SchedulerTest() override {
        halt();
        scheduler_.reset();
    }

    /// After it, and only then, counters may be read.
    void halt() {
        if (thread_.joinable()) {
            scheduler_->stop();
            control_.stop();
            thread_.join();
        }
    }

    void start(Scheduler::Options options = {}) {
        options.allow_private = true;
        scheduler_ = std::make_unique<Scheduler>(control_, std::move(options));
        scheduler_->start();
        thread_ = std::thread([this] { control_.run(); });
        // The first tick has asked for the present second before the test moves on.
        std::this_thread::sleep_for(300ms);
    }

    void run(write::Command command) {
        write::Outcome outcome;
        moody_.submit(std::move(command),
                      [&outcome](write::Outcome&& value) { outcome = std::move(value); });
        ASSERT_EQ(outcome.code, Errc::kOk);
    }

    MonitorId add(const std::string& url,
                  std::uint32_t interval,
                  const std::function<void(record::Monitor&)>& change = {}) {
        record::Monitor monitor = http(url);
        monitor.id = ids_.make<MonitorId>(1);
        monitor.project = project_;
        monitor.name = "M";
        monitor.settings.front().interval_s = interval;
        if (change) {
            change(monitor);
        }
        const MonitorId id = monitor.id;
        run(write::CreateMonitor{.monitor = std::move(monitor), .idempotency = std::nullopt});
        return id;
    }

    /// Seconds of the recorded results, oldest first.
    std::vector<std::int64_t> times(MonitorId id) {
        std::vector<std::int64_t> all;
        store::Reader reader(*store_);
        const auto read = reader.read([&](const store::Snapshot& snapshot) -> Result<void> {
            KS_TRY(
                const auto rows,
                store::raw_results(snapshot, id, UnixSeconds{}, UnixSeconds(2'000'000'000s), 1000));
            for (const store::RawRow& row : rows) {
                all.insert(all.begin(), row.at.time_since_epoch().count());
            }
            return {};
        });
        EXPECT_TRUE(read.has_value());
        return all;
    }

    static bool eventually(const std::function<bool()>& condition) {
        for (int i = 0; i < 500; ++i) {
            if (condition()) {
                return true;
            }
            std::this_thread::sleep_for(10ms);
        }
        return false;
    }

    std::int64_t now() const { return moved_.now_seconds().time_since_epoch().count(); }

    /// Moves second by second, slowly enough that each is seen in its time.
    void walk(int seconds) {
        for (int i = 0; i < seconds; ++i) {
            moved_.move(1s);
            std::this_thread::sleep_for(450ms);
        }
    }

    TestServer server_;
    MovedClock moved_;
    IdMaker ids_{1, 2};
    ProjectId project_;
    MoodyWriter moody_;
    loop::Reactor control_;
    std::unique_ptr<Scheduler> scheduler_;
    std::thread thread_;
};

TEST_F(SchedulerTest, ChecksAtItsPhaseAndStampsTheScheduledSecond) {
    const MonitorId id = add(server_.url("/ok"), 3);
    start();
    const std::int64_t first = now();
    walk(7);
    std::vector<std::int64_t> expected;
    const std::int64_t phase = store::check_phase(id, 3);
    for (std::int64_t second = first; second <= now(); ++second) {
        if (second % 3 == phase) {
            expected.push_back(second);
        }
    }
    ASSERT_GE(expected.size(), 2U);
    EXPECT_TRUE(eventually([&] { return times(id) == expected; }))
        << ::testing::PrintToString(times(id));
}

TEST_F(SchedulerTest, AStallIsCaughtUpWithinBounds) {
    const MonitorId id = add(server_.url("/ok"), 5);
    start();
    moved_.move(1000s);
    EXPECT_TRUE(eventually([&] { return !times(id).empty() && times(id).back() >= now() - 10; }));
    std::this_thread::sleep_for(300ms);
    halt();
    EXPECT_EQ(scheduler_->counters().seconds_lost, 990U);
    EXPECT_LE(server_.connections(), 4);
}

TEST_F(SchedulerTest, ASetBackClockGoesOnFromThere) {
    const MonitorId id = add(server_.url("/ok"), 1);
    start();
    walk(1);
    moved_.move(-3600s);
    const std::int64_t before = now();
    std::this_thread::sleep_for(300ms);
    walk(2);
    EXPECT_TRUE(eventually([&] {
        return !times(id).empty() && times(id).front() >= before && times(id).front() <= before + 2;
    }));
}

TEST_F(SchedulerTest, NeverTwoChecksOfOneMonitor) {
    const MonitorId id = add(server_.url("/slow/1500"), 1);
    start();
    const int at_begin = server_.connections();
    walk(4);
    EXPECT_LE(server_.connections() - at_begin, 2);
    EXPECT_TRUE(eventually([&] { return !times(id).empty(); }));
    halt();
    EXPECT_GE(scheduler_->counters().skipped_busy, 2U);
}

TEST_F(SchedulerTest, CheckSoonRunsAtOnceAndOnceMoreAfterTheOneUnderWay) {
    const MonitorId id = add(server_.url("/slow/300"), 86400, [this](record::Monitor& monitor) {
        // Not due by itself during the test.
        while (store::check_phase(monitor.id, 86400) == static_cast<std::uint32_t>(now() % 86400)) {
            monitor.id = ids_.make<MonitorId>(1);
        }
    });
    start();
    EXPECT_EQ(server_.connections(), 0);
    scheduler_->check_soon(id);
    EXPECT_TRUE(eventually([&] { return server_.connections() == 1; }));
    scheduler_->check_soon(id);
    scheduler_->check_soon(id);
    EXPECT_TRUE(eventually([&] { return server_.connections() == 2; }));
    std::this_thread::sleep_for(700ms);
    EXPECT_EQ(server_.connections(), 2);
    EXPECT_EQ(times(id), std::vector<std::int64_t>{now()});
}

TEST_F(SchedulerTest, PausedForeignAndUncheckedTypesAreLeftAlone) {
    const MonitorId paused =
        add(server_.url("/ok"), 1, [](record::Monitor& m) { m.settings.front().enabled = false; });
    const MonitorId elsewhere =
        add(server_.url("/ok"), 1, [](record::Monitor& m) { m.regions = {"fra", "iad"}; });
    const MonitorId manual =
        add("", 1, [](record::Monitor& m) { m.type = record::MonitorType::kManual; });
    const MonitorId here =
        add(server_.url("/ok"), 1, [](record::Monitor& m) { m.regions = {"fra", "local"}; });
    start();
    for (const MonitorId& id : {paused, elsewhere, manual}) {
        scheduler_->check_soon(id);
    }
    walk(2);
    EXPECT_TRUE(eventually([&] { return !times(here).empty(); }));
    for (const MonitorId& id : {paused, elsewhere, manual}) {
        EXPECT_TRUE(times(id).empty());
    }
}

TEST_F(SchedulerTest, ConcurrencyIsBounded) {
    for (int i = 0; i < 12; ++i) {
        add(server_.url("/slow/400"), 1);
    }
    Scheduler::Options options;
    options.max_concurrent = 3;
    start(std::move(options));
    EXPECT_EQ(server_.connections(), 3);
    EXPECT_TRUE(eventually([&] { return server_.connections() == 12; }));
}

TEST_F(SchedulerTest, ResultsWaitForAFullStore) {
    const MonitorId id = add(server_.url("/ok"), 1);
    moody_.full_ = true;
    start();
    const std::int64_t first = now();
    walk(3);
    EXPECT_TRUE(eventually([&] { return moody_.refused_ >= 2; }));
    EXPECT_TRUE(times(id).empty());
    moody_.full_ = false;
    EXPECT_TRUE(eventually([&] { return times(id).size() == 4; }))
        << ::testing::PrintToString(times(id));
    EXPECT_EQ(times(id).front(), first);
    EXPECT_EQ(times(id).back(), now());
    halt();
    EXPECT_EQ(scheduler_->counters().results_lost, 0U);
}

}  // namespace
}  // namespace ks::probe::test
