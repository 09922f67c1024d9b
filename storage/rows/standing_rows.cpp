// SPDX-License-Identifier: Apache-2.0
#include "storage/rows/standing_rows.hpp"

#include "storage/lmdb/cursor.hpp"
#include "storage/store/key_buffer.hpp"
#include "storage/store/record_rows.hpp"

namespace ks::rows {
namespace {

using record::Standing;
using store::KeyBuffer;

constexpr std::size_t kIdOffset = sizeof(std::uint64_t);

KeyBuffer wake_key(MonitorId monitor, const Standing& standing) noexcept {
    return KeyBuffer().add(static_cast<std::uint64_t>(standing.wake_at)).add(monitor);
}

}  // namespace

Result<void> put_standing(const Changes& changes,
                          MonitorId monitor,
                          const Standing& old,
                          const Standing& standing) {
    if (old == standing) {
        return {};
    }
    if (old.wake_at != standing.wake_at) {
        if (old.wake_at != 0) {
            KS_CHECK(changes.tables.wakes.erase(changes.txn, wake_key(monitor, old).bytes()));
        }
        if (standing.wake_at != 0) {
            KS_CHECK(
                changes.tables.wakes.put(changes.txn, wake_key(monitor, standing).bytes(), {}));
        }
    }
    return changes.tables.standings.put(
        changes.txn, monitor.key(), as_bytes(record::encode(standing)));
}

Result<void> erase_standing(const Changes& changes, MonitorId monitor) {
    KS_TRY(const Standing old, store::standing(changes.txn, changes.tables, monitor));
    if (old.wake_at != 0) {
        KS_CHECK(changes.tables.wakes.erase(changes.txn, wake_key(monitor, old).bytes()));
    }
    KS_CHECK(changes.tables.standings.erase(changes.txn, monitor.key()));
    return {};
}

Result<std::vector<MonitorId>> due_wakes(const Changes& changes,
                                         std::int64_t now,
                                         std::size_t limit) {
    std::vector<MonitorId> due;
    lmdb::Cursor cursor(changes.txn, changes.tables.wakes);
    KS_TRY(bool found, cursor.first());
    while (found && due.size() < limit) {
        if (cursor.key().size() != kIdOffset + sizeof(MonitorId::bytes)) {
            return Errc::kMalformed;
        }
        if (load_be<std::uint64_t>(cursor.key().data()) > static_cast<std::uint64_t>(now)) {
            break;
        }
        due.push_back(store::id_at<MonitorId>(cursor.key(), kIdOffset));
        KS_TRY(found, cursor.next());
    }
    return due;
}

Result<void> put_down(const Changes& changes, IncidentId incident, MonitorId monitor) {
    return changes.tables.incident_down.put(
        changes.txn, KeyBuffer(incident).add(monitor).bytes(), {});
}

Result<bool> erase_down(const Changes& changes, IncidentId incident, MonitorId monitor) {
    KS_CHECK(
        changes.tables.incident_down.erase(changes.txn, KeyBuffer(incident).add(monitor).bytes()));
    lmdb::Cursor cursor(changes.txn, changes.tables.incident_down);
    KS_TRY(const bool found, cursor.seek_ge(incident.key()));
    return found && store::starts_with(cursor.key(), incident.key());
}

}  // namespace ks::rows
