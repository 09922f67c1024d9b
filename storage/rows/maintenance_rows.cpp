// SPDX-License-Identifier: Apache-2.0
#include "storage/rows/maintenance_rows.hpp"

#include "storage/store/key_buffer.hpp"

namespace ks::rows {

using store::KeyBuffer;

Result<void> put_maintenance(const Changes& changes, const record::Maintenance& window) {
    KS_CHECK(put_in_pieces(
        changes, changes.tables.maintenance, window.id.key(), as_bytes(record::encode(window))));
    const KeyBuffer by_project = KeyBuffer(window.project).add(window.id);
    KS_CHECK(changes.tables.project_maintenance.put(changes.txn, by_project.bytes(), {}));
    for (const MonitorId& monitor : window.monitors) {
        // One that was deleted stays named in the record, for the record's sake.
        const KeyBuffer owned = KeyBuffer(window.project).add(monitor);
        KS_TRY(const bool there, changes.tables.project_monitors.has(changes.txn, owned.bytes()));
        if (!there) {
            continue;
        }
        const KeyBuffer by_monitor = KeyBuffer(monitor).add(window.id);
        KS_CHECK(changes.tables.monitor_maintenance.put(changes.txn, by_monitor.bytes(), {}));
    }
    return {};
}

Result<void> erase_maintenance(const Changes& changes, const record::Maintenance& window) {
    KS_CHECK(erase_pieces(changes, changes.tables.maintenance, window.id.key()));
    const KeyBuffer by_project = KeyBuffer(window.project).add(window.id);
    KS_CHECK(changes.tables.project_maintenance.erase(changes.txn, by_project.bytes()));
    for (const MonitorId& monitor : window.monitors) {
        const KeyBuffer by_monitor = KeyBuffer(monitor).add(window.id);
        KS_CHECK(changes.tables.monitor_maintenance.erase(changes.txn, by_monitor.bytes()));
    }
    return {};
}

}  // namespace ks::rows
