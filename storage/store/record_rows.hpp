// SPDX-License-Identifier: Apache-2.0
// Reads that the writer needs too, inside its own transaction: the same as in readers.hpp over any
// transaction, plus values that are stored in pieces.
#pragma once

#include "core/base/id.hpp"
#include "core/record/incident.hpp"
#include "core/record/maintenance.hpp"
#include "core/record/monitor.hpp"
#include "core/record/project.hpp"
#include "core/record/result_log.hpp"
#include "core/record/standing.hpp"
#include "core/record/status_page.hpp"
#include "core/record/uptime_history.hpp"
#include "storage/lmdb/txn.hpp"
#include "storage/store/tables.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace ks::store {

/// A value cut into pieces of limits::kValueBytes under `prefix` + u16: in place when it is one
/// piece, else joined in `scratch`. kNotFound.
[[nodiscard]] Result<Bytes> joined_pieces(const lmdb::Txn& txn,
                                          lmdb::Table table,
                                          Bytes prefix,
                                          std::string& scratch);

[[nodiscard]] Result<record::Project> project(const lmdb::Txn& txn,
                                              const Tables& tables,
                                              ProjectId id);
[[nodiscard]] Result<record::PageView> page(const lmdb::Txn& txn, const Tables& tables, PageId id);
[[nodiscard]] Result<void> page_entries(const lmdb::Txn& txn,
                                        const Tables& tables,
                                        PageId id,
                                        std::vector<record::EntryView>& out,
                                        std::size_t offset,
                                        std::size_t limit);
[[nodiscard]] Result<record::Monitor> monitor(const lmdb::Txn& txn,
                                              const Tables& tables,
                                              MonitorId id);
[[nodiscard]] Result<record::MonitorFace> monitor_face(const lmdb::Txn& txn,
                                                       const Tables& tables,
                                                       MonitorId id);
[[nodiscard]] Result<record::MonitorRules> monitor_rules(const lmdb::Txn& txn,
                                                         const Tables& tables,
                                                         MonitorId id);
[[nodiscard]] Result<record::UptimeHistoryView> history(const lmdb::Txn& txn,
                                                        const Tables& tables,
                                                        MonitorId id);
[[nodiscard]] Result<record::UptimeHistory> owned_history(const lmdb::Txn& txn,
                                                          const Tables& tables,
                                                          MonitorId id);
[[nodiscard]] Result<std::vector<record::ResultRun>> result_runs(const lmdb::Txn& txn,
                                                                 const Tables& tables,
                                                                 MonitorId id,
                                                                 std::uint16_t region,
                                                                 std::int64_t from,
                                                                 std::size_t lookback);

[[nodiscard]] Result<record::Incident> incident(const lmdb::Txn& txn,
                                                const Tables& tables,
                                                IncidentId id);
[[nodiscard]] Result<std::vector<record::IncidentUpdate>> incident_updates(const lmdb::Txn& txn,
                                                                           const Tables& tables,
                                                                           IncidentId id);
[[nodiscard]] Result<std::vector<record::Incident>> open_incidents(const lmdb::Txn& txn,
                                                                   const Tables& tables,
                                                                   ProjectId project);
[[nodiscard]] Result<record::Maintenance> maintenance(const lmdb::Txn& txn,
                                                      const Tables& tables,
                                                      MaintenanceId id);
/// The windows that name `monitor`.
[[nodiscard]] Result<std::vector<record::Maintenance>> monitor_maintenance(const lmdb::Txn& txn,
                                                                           const Tables& tables,
                                                                           MonitorId monitor);

/// An empty one for a monitor without a record.
[[nodiscard]] Result<record::Standing> standing(const lmdb::Txn& txn,
                                                const Tables& tables,
                                                MonitorId monitor);

/// The ids after `owner` in an index table (owner id + object id), after `after`, at most `limit`,
/// in order.
[[nodiscard]] Result<std::vector<RawId>> indexed_ids(const lmdb::Txn& txn,
                                                     lmdb::Table table,
                                                     const RawId& owner,
                                                     const RawId& after,
                                                     std::size_t limit);

}  // namespace ks::store
