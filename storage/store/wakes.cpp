// SPDX-License-Identifier: Apache-2.0
// Which monitors have to be looked at as time passes. Rows: second u64, monitor id.
#include "storage/lmdb/cursor.hpp"
#include "storage/store/events.hpp"
#include "storage/store/key_buffer.hpp"
#include "storage/store/record_rows.hpp"

namespace ks::store {

Result<std::optional<std::int64_t>> next_wake(const Snapshot& snapshot) {
    lmdb::Cursor cursor(snapshot.txn(), snapshot.tables().wakes);
    KS_TRY(const bool found, cursor.first());
    if (!found) {
        return std::optional<std::int64_t>();
    }
    if (cursor.key().size() != sizeof(std::uint64_t) + sizeof(MonitorId::bytes)) {
        return Errc::kMalformed;
    }
    return std::optional(static_cast<std::int64_t>(load_be<std::uint64_t>(cursor.key().data())));
}

Result<record::Standing> standing(const lmdb::Txn& txn, const Tables& tables, MonitorId monitor) {
    const auto bytes = tables.standings.get(txn, monitor.key());
    if (!bytes) {
        return bytes.error().code == Errc::kNotFound ? Result<record::Standing>(record::Standing{})
                                                     : Result<record::Standing>(bytes.error());
    }
    return record::decode_standing(*bytes);
}

}  // namespace ks::store
