// SPDX-License-Identifier: Apache-2.0
// last_changes: id -> version, commit u64, state's commit u64, response i32.
// page_changes: page id, commit u64, monitor id -> state's commit u64, big-endian.
#include "storage/store/page_changes.hpp"

#include "core/base/bytes.hpp"
#include "core/record/layout.hpp"
#include "storage/lmdb/cursor.hpp"
#include "storage/store/key_buffer.hpp"

namespace ks::store {
namespace {

constexpr std::uint8_t kVersion = 1;
constexpr std::size_t kCommitOffset = 16;
constexpr std::size_t kMonitorOffset = 16 + 8;
constexpr std::size_t kKeyBytes = 16 + 8 + 16;

}  // namespace

Result<void> page_changes(const Snapshot& snapshot,
                          PageId page,
                          std::uint64_t commit,
                          std::vector<PageChange>& out) {
    lmdb::Cursor cursor(snapshot.txn(), snapshot.tables().page_changes);
    KS_TRY(bool found, cursor.seek_ge(KeyBuffer(page).add(commit + 1).bytes()));
    while (found && starts_with(cursor.key(), page.key())) {
        if (cursor.key().size() != kKeyBytes || cursor.value().size() != 8) {
            return Errc::kMalformed;
        }
        out.push_back({.monitor = id_at<MonitorId>(cursor.key(), kMonitorOffset),
                       .commit = load_be<std::uint64_t>(cursor.key().data() + kCommitOffset),
                       .state_commit = load_be<std::uint64_t>(cursor.value().data())});
        KS_TRY(found, cursor.next());
    }
    return {};
}

Result<LastChange> last_change(const lmdb::Txn& txn, const Tables& tables, const RawId& id) {
    KS_TRY(const Bytes bytes, tables.last_changes.get(txn, Bytes(id.bytes)));
    KS_TRY(record::Decoder in, record::open_record(bytes, kVersion));
    LastChange change;
    change.commit = in.u64();
    change.state_commit = in.u64();
    change.response_ms = in.i32();
    KS_CHECK(in.finish());
    return change;
}

Result<void> put_last_change(lmdb::WriteTxn& txn,
                             const Tables& tables,
                             const RawId& id,
                             const LastChange& change) {
    record::Encoder out(kVersion);
    out.u64(change.commit);
    out.u64(change.state_commit);
    out.i32(change.response_ms);
    return tables.last_changes.put(txn, Bytes(id.bytes), as_bytes(std::move(out).take()));
}

}  // namespace ks::store
