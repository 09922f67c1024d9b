// SPDX-License-Identifier: Apache-2.0
#include "storage/rows/change_rows.hpp"

#include "storage/rows/page_rows.hpp"
#include "storage/store/key_buffer.hpp"
#include "storage/store/page_changes.hpp"

#include <array>
#include <cstdlib>

namespace ks::rows {
namespace {

using store::KeyBuffer;
using store::LastChange;

/// A quarter and 20 ms: what a reader would call another response time.
constexpr std::int32_t kResponseShare = 4;
constexpr std::int32_t kResponseStep_ms = 20;

bool far_apart(std::int32_t before_ms, std::int32_t after_ms) noexcept {
    if (before_ms < 0 || after_ms < 0) {
        return before_ms != after_ms;
    }
    const std::int32_t step = std::abs(after_ms - before_ms);
    return step >= kResponseStep_ms && step >= before_ms / kResponseShare;
}

Result<LastChange> last_change(const Changes& changes, const RawId& id) {
    auto found = store::last_change(changes.txn, changes.tables, id);
    return !found && found.error().code == Errc::kNotFound ? Result<LastChange>(LastChange())
                                                           : found;
}

/// Moves the page's row about `id` (all zero: its events) from the commit before to this one.
Result<void> move_row(const Changes& changes,
                      PageId page,
                      const RawId& id,
                      const LastChange& before,
                      const LastChange& after) {
    const lmdb::Table table = changes.tables.page_changes;
    if (before.commit != after.commit) {
        KS_CHECK(table.erase(changes.txn, KeyBuffer(page).add(before.commit).add(id).bytes()));
    }
    std::array<std::byte, 8> state;  // NOLINT(*-member-init): filled by the next line
    store_be(state.data(), after.state_commit);
    return table.put(changes.txn, KeyBuffer(page).add(after.commit).add(id).bytes(), Bytes(state));
}

}  // namespace

Result<void> note_difference(const Changes& changes,
                             MonitorId monitor,
                             const Difference& difference) {
    KS_TRY(const LastChange before, last_change(changes, monitor));
    if (!difference.state && !difference.row &&
        !far_apart(before.response_ms, difference.response_ms)) {
        return {};
    }
    const std::uint64_t commit = changes.txn.number();
    const LastChange after{.commit = commit,
                           .state_commit = difference.state ? commit : before.state_commit,
                           .response_ms = difference.response_ms};
    KS_CHECK(store::put_last_change(changes.txn, changes.tables, monitor, after));
    KS_TRY(const auto pages, pages_of(changes, monitor));
    for (const PageId page : pages) {
        KS_CHECK(move_row(changes, page, monitor, before, after));
    }
    return {};
}

Result<void> note_events(const Changes& changes, const std::vector<PageId>& pages) {
    const LastChange after{.commit = changes.txn.number(), .state_commit = changes.txn.number()};
    for (const PageId page : pages) {
        KS_TRY(const LastChange before, last_change(changes, page));
        KS_CHECK(store::put_last_change(changes.txn, changes.tables, page, after));
        KS_CHECK(move_row(changes, page, RawId{}, before, after));
    }
    return {};
}

Result<void> forget_page_changes(const Changes& changes, PageId page) {
    KS_CHECK(changes.tables.last_changes.erase(changes.txn, page.key()));
    return erase_prefix(changes, changes.tables.page_changes, page.key());
}

Result<void> forget_monitor_changes(const Changes& changes, MonitorId monitor) {
    KS_CHECK(changes.tables.last_changes.erase(changes.txn, monitor.key()));
    return {};
}

}  // namespace ks::rows
