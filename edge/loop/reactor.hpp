// SPDX-License-Identifier: Apache-2.0
// One thread's world: its io_context, clock, random numbers, ids, store reader and its way to the
// writer. The same class serves pages (one a core) and does outbound work (the control reactor).
// Nothing in it is shared.
#pragma once

#include "core/base/id.hpp"
#include "core/time/clock.hpp"
#include "edge/loop/signal.hpp"
#include "edge/loop/task.hpp"
#include "edge/loop/timer.hpp"
#include "storage/store/store.hpp"
#include "storage/write/store_writer.hpp"

#include <asio/steady_timer.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <random>
#include <string_view>

namespace ks::loop {

class Reactor {
public:
    struct Parts {
        const Clock& clock;
        store::Store& store;
        write::StoreWriter& writer;
        std::uint64_t seed_a, seed_b;  ///< from the system's random source
    };

    Reactor(std::uint32_t number, const Parts& parts);
    Reactor(const Reactor&) = delete;
    Reactor& operator=(const Reactor&) = delete;
    ~Reactor();

    [[nodiscard]] std::uint32_t number() const noexcept { return number_; }

    [[nodiscard]] asio::io_context& io() noexcept { return io_; }

    [[nodiscard]] Executor executor() noexcept { return io_.get_executor(); }

    [[nodiscard]] const Clock& clock() const noexcept { return clock_; }

    [[nodiscard]] store::Reader& reader() noexcept { return reader_; }

    [[nodiscard]] IdMaker& ids() noexcept { return ids_; }

    [[nodiscard]] std::mt19937_64& rng() noexcept { return rng_; }

    [[nodiscard]] Timers& timers() noexcept { return timers_; }

    /// Runs until stop(); call on the reactor's own thread. Tasks that are parked then (sleep,
    /// write, Signal) are destroyed before it returns, while everything they refer to still lives.
    void run();
    /// Any thread.
    void stop();
    /// Runs `work` on this reactor soon; any thread. After run() has returned it is dropped.
    void post(std::move_only_function<void()> work);
    /// post() for a thread that may outlive the reactor: then it drops the work.
    [[nodiscard]] std::function<void(std::move_only_function<void()>)> poster() const;
    /// Starts a task that nobody awaits; a stray exception in it is logged and ends the task, not
    /// the process. On the reactor's thread, or before run().
    void spawn(Task<void> task, std::string_view what);

    /// Tasks that spawn() started and that have not ended.
    [[nodiscard]] std::size_t tasks() const noexcept { return tasks_; }

    /// Queues a command with the writer and resumes on this reactor when it is on disk or has
    /// failed.
    [[nodiscard]] Task<write::Outcome> write(write::Command command);
    /// Queues a command whose outcome nobody waits for; failures are logged under `what`, a
    /// literal.
    void write_and_forget(write::Command command, std::string_view what);
    /// Resumes after `delay`; coarse (the wheel's tick is 50 ms).
    [[nodiscard]] Task<void> sleep(std::chrono::milliseconds delay);
    /// Resumes after everything else that can go on now.
    [[nodiscard]] Task<void> yield();

private:
    friend class Signal;
    struct PendingWrite;
    struct Inbox;

    Task<void> guarded(Task<void> task, std::string_view what);
    void arrived(std::uint64_t ticket, write::Outcome&& outcome);
    void arm_tick();
    void drop_parked();

    std::uint32_t number_;
    const Clock& clock_;
    write::StoreWriter& writer_;
    store::Reader reader_;
    IdMaker ids_;
    std::mt19937_64 rng_;
    Timers timers_;
    Signal* parked_ = nullptr;
    std::uint64_t next_ticket_ = 1;
    PendingWrite* pending_writes_ = nullptr;
    std::size_t tasks_ = 0;
    std::shared_ptr<Inbox> inbox_;
    asio::io_context io_{1};  ///< last: what it destroys may refer to all of the above
    asio::basic_waitable_timer<std::chrono::steady_clock,
                               asio::wait_traits<std::chrono::steady_clock>,
                               Executor>
        tick_{io_};
};

}  // namespace ks::loop
