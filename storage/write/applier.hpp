// SPDX-License-Identifier: Apache-2.0
// Group commit: takes commands from the front, applies them in one transaction and syncs it to disk
// once. On one thread.
#pragma once

#include "storage/store/store.hpp"
#include "storage/write/apply.hpp"
#include "storage/write/command.hpp"

#include <chrono>
#include <functional>
#include <span>
#include <vector>

namespace ks::write {

/// A command on its way, with what became of it.
struct Job {
    Command command;
    Completion done;  ///< empty for commands that the writer queues by itself
    Outcome outcome;
};

class Applier {
public:
    struct Options {
        /// A group ends once applying has taken so long, so that the first of many commands is not
        /// kept waiting.
        std::chrono::milliseconds group_time{2};
        /// Tests: called before each commit; a code of errno or LMDB other than 0 is what the
        /// commit then fails with.
        std::function<int()> before_commit;
    };

    Applier(store::Store& store, Options options) : store_(store), options_(std::move(options)) {}

    /// Applies and commits jobs from the front; returns how many were finished, at least one. When
    /// the commit fails each has that error for its outcome and nothing was changed. A job that the
    /// store fails on half-way ends the group before it, and alone has the error. REQUIRES: jobs is
    /// not empty.
    std::size_t run(std::span<Job> jobs);

    /// Commands that committed ones ask for; empties the list.
    [[nodiscard]] std::vector<Command> take_next() { return std::exchange(next_, {}); }

    /// Whether the last run() put anything on disk: a command may be right and change nothing.
    [[nodiscard]] bool wrote() const noexcept { return wrote_; }

    /// lmdb::is_broken was met: this process cannot use the store any more.
    [[nodiscard]] bool broken() const noexcept { return broken_; }

private:
    struct Group {
        std::size_t size;
        Result<void> done;
        bool at_commit;
    };

    Group run_group(std::span<Job> jobs);
    Result<void> commit(lmdb::WriteTxn& txn);
    void fail(std::span<Job> jobs, const Error& error);

    store::Store& store_;
    Options options_;
    ZoneCache zones_;
    std::vector<Command> next_;
    bool broken_ = false;
    bool wrote_ = false;
};

}  // namespace ks::write
