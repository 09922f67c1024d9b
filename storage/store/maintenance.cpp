// SPDX-License-Identifier: Apache-2.0
// Readers of maintenance windows.
#include "storage/store/events.hpp"
#include "storage/store/record_rows.hpp"

namespace ks::store {

Result<record::Maintenance> maintenance(const Snapshot& snapshot, MaintenanceId id) {
    return maintenance(snapshot.txn(), snapshot.tables(), id);
}

Result<std::vector<MaintenanceId>> project_maintenance(const Snapshot& snapshot,
                                                       ProjectId project,
                                                       MaintenanceId after,
                                                       std::size_t limit) {
    KS_TRY(
        const auto ids,
        indexed_ids(snapshot.txn(), snapshot.tables().project_maintenance, project, after, limit));
    std::vector<MaintenanceId> windows;
    windows.reserve(ids.size());
    for (const RawId& id : ids) {
        windows.push_back(MaintenanceId{id});
    }
    return windows;
}

Result<record::Maintenance> maintenance(const lmdb::Txn& txn,
                                        const Tables& tables,
                                        MaintenanceId id) {
    std::string scratch;
    KS_TRY(const Bytes bytes, joined_pieces(txn, tables.maintenance, id.key(), scratch));
    return record::decode_maintenance(bytes);
}

Result<std::vector<record::Maintenance>> monitor_maintenance(const lmdb::Txn& txn,
                                                             const Tables& tables,
                                                             MonitorId monitor) {
    KS_TRY(const auto ids, indexed_ids(txn, tables.monitor_maintenance, monitor, {}, SIZE_MAX));
    std::vector<record::Maintenance> windows;
    for (const RawId& id : ids) {
        KS_TRY(auto window, maintenance(txn, tables, MaintenanceId{id}));
        windows.push_back(std::move(window));
    }
    return windows;
}

}  // namespace ks::store
