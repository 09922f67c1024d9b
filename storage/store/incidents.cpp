// SPDX-License-Identifier: Apache-2.0
// Readers of incidents and of what a page shows.
#include "storage/lmdb/cursor.hpp"
#include "storage/store/events.hpp"
#include "storage/store/key_buffer.hpp"
#include "storage/store/record_rows.hpp"

#include <algorithm>

namespace ks::store {
namespace {

std::uint64_t key_time(UnixMillis at) noexcept {
    return static_cast<std::uint64_t>(std::max<std::int64_t>(at.time_since_epoch().count(), 0));
}

}  // namespace

Result<record::Incident> incident(const Snapshot& snapshot, IncidentId id) {
    return incident(snapshot.txn(), snapshot.tables(), id);
}

Result<std::vector<record::IncidentUpdate>> incident_updates(const Snapshot& snapshot,
                                                             IncidentId id) {
    return incident_updates(snapshot.txn(), snapshot.tables(), id);
}

Result<std::vector<IncidentId>> project_incidents(const Snapshot& snapshot,
                                                  ProjectId project,
                                                  IncidentId after,
                                                  std::size_t limit) {
    KS_TRY(const auto ids,
           indexed_ids(snapshot.txn(), snapshot.tables().project_incidents, project, after, limit));
    std::vector<IncidentId> incidents;
    incidents.reserve(ids.size());
    for (const RawId& id : ids) {
        incidents.push_back(IncidentId{id});
    }
    return incidents;
}

Result<std::vector<record::Incident>> open_incidents(const Snapshot& snapshot, ProjectId project) {
    return open_incidents(snapshot.txn(), snapshot.tables(), project);
}

Result<std::vector<record::Incident>> incidents_between(const Snapshot& snapshot,
                                                        ProjectId project,
                                                        UnixMillis from,
                                                        UnixMillis to,
                                                        std::size_t limit) {
    std::vector<record::Incident> incidents;
    const KeyBuffer start = KeyBuffer(project).add(key_time(from));
    const KeyBuffer end = KeyBuffer(project).add(key_time(to));
    lmdb::Cursor cursor(snapshot.txn(), snapshot.tables().incident_times);
    KS_TRY(bool found, cursor.seek_le(end.bytes()));
    while (found && incidents.size() < limit &&
           std::ranges::lexicographical_compare(start.bytes(), cursor.key()) &&
           starts_with(cursor.key(), project.key())) {
        const std::size_t at = cursor.key().size() - sizeof(IncidentId::bytes);
        KS_TRY(auto found_incident, incident(snapshot, id_at<IncidentId>(cursor.key(), at)));
        incidents.push_back(std::move(found_incident));
        KS_TRY(found, cursor.prev());
    }
    return incidents;
}

Result<bool> shown_on(const Snapshot& snapshot,
                      PageId page,
                      const std::vector<MonitorId>& monitors) {
    if (monitors.empty()) {
        return true;
    }
    for (const MonitorId& monitor : monitors) {
        const KeyBuffer key = KeyBuffer(monitor).add(page);
        KS_TRY(const bool shown, snapshot.tables().monitor_pages.has(snapshot.txn(), key.bytes()));
        if (shown) {
            return true;
        }
    }
    return false;
}

Result<record::Incident> incident(const lmdb::Txn& txn, const Tables& tables, IncidentId id) {
    std::string scratch;
    KS_TRY(const Bytes bytes, joined_pieces(txn, tables.incidents, id.key(), scratch));
    return record::decode_incident(bytes);
}

Result<std::vector<record::IncidentUpdate>> incident_updates(const lmdb::Txn& txn,
                                                             const Tables& tables,
                                                             IncidentId id) {
    std::vector<record::IncidentUpdate> updates;
    constexpr std::size_t kPrefix = 2 * sizeof(RawId::bytes);
    lmdb::Cursor cursor(txn, tables.incident_updates);
    KS_TRY(bool found, cursor.seek_ge(id.key()));
    while (found && starts_with(cursor.key(), id.key())) {
        const Bytes key = cursor.key();
        if (key.size() == kPrefix + 2 && load_be<std::uint16_t>(key.data() + kPrefix) == 0) {
            std::string scratch;
            KS_TRY(const Bytes bytes,
                   joined_pieces(txn, tables.incident_updates, key.first(kPrefix), scratch));
            KS_TRY(auto update, record::decode_incident_update(bytes));
            updates.push_back(std::move(update));
        }
        KS_TRY(found, cursor.next());
    }
    return updates;
}

Result<std::vector<record::Incident>> open_incidents(const lmdb::Txn& txn,
                                                     const Tables& tables,
                                                     ProjectId project) {
    KS_TRY(const auto ids, indexed_ids(txn, tables.open_incidents, project, {}, SIZE_MAX));
    std::vector<record::Incident> incidents;
    for (const RawId& id : ids) {
        KS_TRY(auto found, incident(txn, tables, IncidentId{id}));
        incidents.push_back(std::move(found));
    }
    std::ranges::sort(incidents, std::ranges::greater(), [](const record::Incident& incident) {
        return std::pair(incident.started_at, incident.id);
    });
    return incidents;
}

}  // namespace ks::store
