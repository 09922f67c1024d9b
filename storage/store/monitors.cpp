// SPDX-License-Identifier: Apache-2.0
// Readers of monitors and their 90-day records.
#include "storage/store/key_buffer.hpp"
#include "storage/store/readers.hpp"
#include "storage/store/record_rows.hpp"

namespace ks::store {

Result<record::Monitor> monitor(const Snapshot& snapshot, MonitorId id) {
    return monitor(snapshot.txn(), snapshot.tables(), id);
}

Result<record::MonitorFace> monitor_face(const Snapshot& snapshot, MonitorId id) {
    return monitor_face(snapshot.txn(), snapshot.tables(), id);
}

Result<MonitorId> monitor_by_token(const Snapshot& snapshot, std::string_view token) {
    KS_TRY(const Bytes id, snapshot.tables().tokens.get(snapshot.txn(), as_bytes(token)));
    return id.size() == sizeof(MonitorId::bytes) ? Result<MonitorId>(id_at<MonitorId>(id, 0))
                                                 : Result<MonitorId>(Errc::kMalformed);
}

Result<std::vector<MonitorId>> project_monitors(const Snapshot& snapshot,
                                                ProjectId project,
                                                MonitorId after,
                                                std::size_t limit) {
    KS_TRY(const auto ids,
           indexed_ids(snapshot.txn(), snapshot.tables().project_monitors, project, after, limit));
    std::vector<MonitorId> monitors;
    monitors.reserve(ids.size());
    for (const RawId& id : ids) {
        monitors.push_back(MonitorId{id});
    }
    return monitors;
}

Result<record::UptimeHistoryView> history(const Snapshot& snapshot, MonitorId id) {
    return history(snapshot.txn(), snapshot.tables(), id);
}

Result<record::UptimeHistory> owned_history(const Snapshot& snapshot, MonitorId id) {
    return owned_history(snapshot.txn(), snapshot.tables(), id);
}

Result<std::optional<record::CertificateSeen>> certificate_seen(const Snapshot& snapshot,
                                                                MonitorId id) {
    const auto bytes = snapshot.tables().certificates_seen.get(snapshot.txn(), id.key());
    if (!bytes) {
        if (bytes.error().code == Errc::kNotFound) {
            return std::optional<record::CertificateSeen>();
        }
        return bytes.error();
    }
    KS_TRY(auto certificate, record::decode_certificate_seen(*bytes));
    return std::optional(std::move(certificate));
}

}  // namespace ks::store
