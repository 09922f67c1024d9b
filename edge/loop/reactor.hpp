// SPDX-License-Identifier: Apache-2.0
// One thread's world: its io_context, clock, random numbers, ids, store reader and its way to the writer. The same
// class serves pages (one a core) and does outbound work (the control reactor). Nothing in it is shared.
#pragma once

#include <cstdint>
#include <functional>
#include <random>
#include <string_view>

#include "core/base/id.hpp"
#include "core/time/clock.hpp"
#include "edge/loop/task.hpp"
#include "storage/store/store.hpp"
#include "storage/write/store_writer.hpp"

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

    /// Runs until stop(); call on the reactor's own thread.
    void run();
    /// Any thread.
    void stop();
    /// Runs `work` on this reactor soon; any thread.
    void post(std::move_only_function<void()> work);
    /// Starts a task that nobody awaits; a stray exception in it is logged and ends the process' task, not the process.
    void spawn(Task<void> task, std::string_view what);

    /// Queues a command with the writer and resumes on this reactor when it is on disk or has failed.
    [[nodiscard]] Task<write::Outcome> write(write::Command command);
    /// Resumes after `delay`; coarse (the wheel's tick is 50 ms).
    [[nodiscard]] Task<void> sleep(std::chrono::milliseconds delay);

private:
    std::uint32_t number_;
    const Clock& clock_;
    write::StoreWriter& writer_;
    asio::io_context io_{1};
    store::Reader reader_;
    IdMaker ids_;
    std::mt19937_64 rng_;
};

}  // namespace ks::loop
