// SPDX-License-Identifier: Apache-2.0
// What of a page changed after a commit, so that a refresh carries only that.
#pragma once

#include "core/base/id.hpp"
#include "storage/store/store.hpp"

#include <cstdint>
#include <vector>

namespace ks::store {

/// Of a monitor, or of a page's incidents and maintenance. Commits are numbered by
/// lmdb::Txn::number(); 0: never.
struct LastChange {
    std::uint64_t commit = 0;        ///< of anything that a page shows
    std::uint64_t state_commit = 0;  ///< of the state
    std::int32_t response_ms = -1;   ///< as it was then
};

struct PageChange {
    MonitorId monitor;  ///< all zero: the page's incidents and maintenance
    std::uint64_t commit = 0;
    std::uint64_t state_commit = 0;

    [[nodiscard]] bool is_events() const noexcept { return monitor == MonitorId{}; }
};

/// Appends what of the page's entries changed in commits after `commit`, oldest first. Costs a seek
/// and a step for each. Changes from before the entries themselves were changed may be missing.
[[nodiscard]] Result<void> page_changes(const Snapshot& snapshot,
                                        PageId page,
                                        std::uint64_t commit,
                                        std::vector<PageChange>& out);

/// For the writer; `id` is a monitor's or a page's. kNotFound.
[[nodiscard]] Result<LastChange> last_change(const lmdb::Txn& txn,
                                             const Tables& tables,
                                             const RawId& id);
[[nodiscard]] Result<void> put_last_change(lmdb::WriteTxn& txn,
                                           const Tables& tables,
                                           const RawId& id,
                                           const LastChange& change);

}  // namespace ks::store
