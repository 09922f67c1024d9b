// SPDX-License-Identifier: Apache-2.0
#include "storage/write/applier.hpp"

#include "core/base/assert.hpp"

#include <iterator>
#include <utility>

namespace ks::write {

std::size_t Applier::run(std::span<Job> jobs) {
    KS_ASSERT(!jobs.empty());
    wrote_ = false;
    Group group = run_group(jobs);
    if (!group.done && !group.at_commit && group.size > 1) {
        // The last one of these failed and took the others' changes along: again, without it.
        group = run_group(jobs.first(group.size - 1));
    }
    if (!group.done) {
        fail(jobs.first(group.size), group.done.error());
    }
    return group.size;
}

Applier::Group Applier::run_group(std::span<Job> jobs) {
    lmdb::WriteTxn txn;
    if (auto begun = txn.begin(store_.env()); !begun) {
        return {.size = jobs.size(), .done = begun, .at_commit = true};
    }
    const auto until = std::chrono::steady_clock::now() + options_.group_time;
    std::vector<Command> next;
    Context context{
        .changes = {.txn = txn, .tables = store_.tables()}, .zones = zones_, .next = next};
    std::size_t size = 0;
    do {
        Job& job = jobs[size++];
        auto outcome = write::apply(context, job.command);
        if (!outcome) {
            return {.size = size, .done = outcome.error(), .at_commit = false};
        }
        job.outcome = *std::move(outcome);
    } while (size < jobs.size() && std::chrono::steady_clock::now() < until);
    const std::size_t before = store_.env().last_commit();  // nobody else commits: we hold the lock
    auto done = commit(txn);
    wrote_ = done && store_.env().last_commit() != before;
    if (done) {
        std::ranges::move(next, std::back_inserter(next_));
    }
    return {.size = size, .done = done, .at_commit = true};
}

Result<void> Applier::commit(lmdb::WriteTxn& txn) {
    if (const int code = options_.before_commit ? options_.before_commit() : 0; code != 0) {
        return lmdb::from_mdb(code);
    }
    return txn.commit();
}

void Applier::fail(std::span<Job> jobs, const Error& error) {
    broken_ = broken_ || lmdb::is_broken(error);
    for (Job& job : jobs) {
        job.outcome = refused(error.code);
    }
}

}  // namespace ks::write
