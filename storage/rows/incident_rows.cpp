// SPDX-License-Identifier: Apache-2.0
#include "storage/rows/incident_rows.hpp"

#include "storage/store/key_buffer.hpp"

#include <algorithm>

namespace ks::rows {
namespace {

using record::Incident;
using store::KeyBuffer;

KeyBuffer project_key(const Incident& incident) noexcept {
    return KeyBuffer(incident.project).add(incident.id);
}

KeyBuffer time_key(const Incident& incident) noexcept {
    const std::int64_t at =
        std::max<std::int64_t>(incident.started_at.time_since_epoch().count(), 0);
    return KeyBuffer(incident.project).add(static_cast<std::uint64_t>(at)).add(incident.id);
}

}  // namespace

Result<void> put_incident(const Changes& changes, const Incident& incident) {
    KS_CHECK(put_in_pieces(
        changes, changes.tables.incidents, incident.id.key(), as_bytes(record::encode(incident))));
    KS_CHECK(changes.tables.project_incidents.put(changes.txn, project_key(incident).bytes(), {}));
    KS_CHECK(changes.tables.incident_times.put(changes.txn, time_key(incident).bytes(), {}));
    return incident.open()
               ? changes.tables.open_incidents.put(changes.txn, project_key(incident).bytes(), {})
               : Result<void>();
}

Result<void> replace_incident(const Changes& changes,
                              const Incident& old,
                              const Incident& incident) {
    if (old.started_at != incident.started_at) {
        KS_CHECK(changes.tables.incident_times.erase(changes.txn, time_key(old).bytes()));
    }
    if (old.open() && !incident.open()) {
        KS_CHECK(changes.tables.open_incidents.erase(changes.txn, project_key(old).bytes()));
    }
    return put_incident(changes, incident);
}

Result<void> erase_incident(const Changes& changes, const Incident& incident) {
    KS_CHECK(erase_pieces(changes, changes.tables.incidents, incident.id.key()));
    KS_CHECK(erase_prefix(changes, changes.tables.incident_updates, incident.id.key()));
    KS_CHECK(erase_prefix(changes, changes.tables.incident_down, incident.id.key()));
    KS_CHECK(changes.tables.project_incidents.erase(changes.txn, project_key(incident).bytes()));
    KS_CHECK(changes.tables.incident_times.erase(changes.txn, time_key(incident).bytes()));
    KS_CHECK(changes.tables.open_incidents.erase(changes.txn, project_key(incident).bytes()));
    return {};
}

Result<void> put_update(const Changes& changes,
                        IncidentId incident,
                        const record::IncidentUpdate& update) {
    return put_in_pieces(changes,
                         changes.tables.incident_updates,
                         KeyBuffer(incident).add(update.id).bytes(),
                         as_bytes(record::encode(update)));
}

}  // namespace ks::rows
