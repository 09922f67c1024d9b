// SPDX-License-Identifier: Apache-2.0
// The writer thread: the only one of the server that writes to the store. Commands wait in a
// bounded queue; all that wait are committed together, so that one sync to disk serves many.
#pragma once

#include "storage/write/applier.hpp"
#include "storage/write/store_writer.hpp"

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace ks::write {

class Writer final : public StoreWriter {
public:
    struct Options {
        std::size_t queue_max = 65536;
        std::size_t group_max = 512;
        Applier::Options applier;
        /// Called once, on the writer's thread, when the store is beyond use by this process
        /// (lmdb::is_broken): the process should end and be started anew.
        std::function<void()> on_broken;
        /// Called on the writer's thread when writing begins to fail (false) and when it works
        /// again (true).
        std::function<void(bool)> on_writable;
    };

    explicit Writer(store::Store& store) : Writer(store, Options()) {}

    Writer(store::Store& store, Options options);

    ~Writer() override { stop(); }

    /// Starts the thread and queues what an earlier process left unfinished. kStoreUnavailable and
    /// the like when that cannot be read; then nothing runs.
    [[nodiscard]] Result<void> start();
    /// Applies all that is queued, then ends the thread. Commands from now on get kStopping.
    void stop();

    void submit(Command command, Completion done) override;

private:
    void work();
    /// Waits for jobs and takes some; empty once stopped and drained.
    std::vector<Job> take_jobs();
    void finish(std::span<Job> jobs);
    void note_writable(std::span<const Job> jobs);
    /// Commands of the writer's own; they pass the bound of the queue.
    void queue_own(std::vector<Command> commands);

    store::Store& store_;
    Options options_;
    Applier applier_;
    std::vector<Command>
        parked_;  ///< own commands that failed; again after the next success. Writer's thread only
    bool told_broken_ = false;  ///< writer's thread only
    bool writable_ = true;      ///< writer's thread only

    std::mutex mutex_;  ///< guards what follows
    std::condition_variable wake_;
    std::deque<Job> queue_;
    bool stopping_ = false;

    std::thread thread_;
};

}  // namespace ks::write
