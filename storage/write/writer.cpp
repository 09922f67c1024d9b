// SPDX-License-Identifier: Apache-2.0
#include "storage/write/writer.hpp"

#include "core/base/assert.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace ks::write {

Writer::Writer(store::Store& store, Options options)
    : store_(store), options_(std::move(options)), applier_(store, options_.applier) {}

Result<void> Writer::start() {
    KS_ASSERT(!thread_.joinable());
    store::Reader reader(store_);
    KS_TRY(std::vector<Command> left, reader.read([](const store::Snapshot& snapshot) {
        return unfinished_work(snapshot.txn(), snapshot.tables());
    }));
    queue_own(std::move(left));
    thread_ = std::thread([this] { work(); });
    return {};
}

void Writer::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_one();
    if (thread_.joinable()) {
        thread_.join();
    }
}

void Writer::submit(Command command, Completion done) {
    Errc refusal = Errc::kOk;
    {
        const std::lock_guard lock(mutex_);
        if (stopping_) {
            refusal = Errc::kStopping;
        } else if (queue_.size() >= options_.queue_max) {
            refusal = Errc::kBusy;
        } else {
            queue_.push_back(
                {.command = std::move(command), .done = std::move(done), .outcome = {}});
        }
    }
    if (refusal == Errc::kOk) {
        wake_.notify_one();
    } else {
        done(refused(refusal));
    }
}

void Writer::queue_own(std::vector<Command> commands) {
    const std::lock_guard lock(mutex_);
    if (stopping_) {
        return;  // they are in the store too, and found again at the next start
    }
    for (Command& command : commands) {
        queue_.push_back({.command = std::move(command), .done = {}, .outcome = {}});
    }
}

std::vector<Job> Writer::take_jobs() {
    std::unique_lock lock(mutex_);
    wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
    const std::size_t count = std::min(queue_.size(), options_.group_max);
    const auto end = queue_.begin() + static_cast<std::ptrdiff_t>(count);
    std::vector<Job> jobs(std::make_move_iterator(queue_.begin()), std::make_move_iterator(end));
    queue_.erase(queue_.begin(), end);
    return jobs;
}

void Writer::work() {
    for (std::vector<Job> jobs = take_jobs(); !jobs.empty(); jobs = take_jobs()) {
        for (std::span<Job> rest(jobs); !rest.empty();) {
            const std::size_t finished = applier_.run(rest);
            finish(rest.first(finished));
            rest = rest.subspan(finished);
        }
    }
}

void Writer::note_writable(std::span<const Job> jobs) {
    for (const Job& job : jobs) {
        const Errc code = job.outcome.code;
        const bool failed = code == Errc::kStoreFull || code == Errc::kStoreUnavailable;
        // A commit of nothing succeeds on a full disk too.
        const bool worked = code == Errc::kOk && applier_.wrote();
        if ((failed || worked) && writable_ != worked) {
            writable_ = worked;
            if (options_.on_writable) {
                options_.on_writable(writable_);
            }
        }
    }
}

void Writer::finish(std::span<Job> jobs) {
    note_writable(jobs);
    bool wrote = false;
    for (Job& job : jobs) {
        const bool failed = info(job.outcome.code).http_status >= 500;
        wrote = wrote || !failed;
        if (job.done) {
            job.done(std::move(job.outcome));
        } else if (failed) {
            parked_.push_back(std::move(job.command));
        }
    }
    queue_own(applier_.take_next());
    if (wrote && !parked_.empty()) {
        queue_own(std::exchange(parked_, {}));
    }
    if (applier_.broken() && !std::exchange(told_broken_, true) && options_.on_broken) {
        options_.on_broken();
    }
}

}  // namespace ks::write
