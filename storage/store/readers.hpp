// SPDX-License-Identifier: Apache-2.0
// Typed readers. All need a Snapshot and return kNotFound for what is not there,
// kMalformed/kTruncated/kUnsupported for a damaged record. Views are valid inside the read scope.
// Implemented in alerts.cpp, pages.cpp, monitors.cpp, results.cpp, projects.cpp.
#pragma once

#include "core/record/alert.hpp"
#include "core/record/check_result.hpp"
#include "core/record/monitor.hpp"
#include "core/record/project.hpp"
#include "core/record/result_log.hpp"
#include "core/record/status_page.hpp"
#include "core/record/uptime_history.hpp"
#include "storage/store/store.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

namespace ks::store {

/// What signs the cookies of private pages; kNotFound before the first KeepSecret.
[[nodiscard]] Result<std::array<std::byte, 32>> server_secret(const Snapshot& snapshot);

// --- projects and keys
[[nodiscard]] Result<record::Project> project(const Snapshot& snapshot, ProjectId id);
[[nodiscard]] Result<std::vector<record::Project>> projects(const Snapshot& snapshot);
[[nodiscard]] Result<record::ApiKey> key_by_hash(const Snapshot& snapshot,
                                                 const record::KeyHash& hash);
/// A project's keys in order of creation. Walks the keys of all projects, which are few.
[[nodiscard]] Result<std::vector<record::ApiKey>> keys_of_project(const Snapshot& snapshot,
                                                                  ProjectId project);

// --- pages
[[nodiscard]] Result<PageId> page_by_slug(const Snapshot& snapshot, std::string_view slug);
[[nodiscard]] Result<record::DomainClaim> domain_claim(const Snapshot& snapshot,
                                                       std::string_view host);
[[nodiscard]] Result<record::PageView> page(const Snapshot& snapshot, PageId id);
[[nodiscard]] Result<std::uint64_t> page_version(const Snapshot& snapshot, PageId id);
/// Entries [offset, offset + limit) in display order, appended.
[[nodiscard]] Result<void> page_entries(const Snapshot& snapshot,
                                        PageId id,
                                        std::vector<record::EntryView>& out,
                                        std::size_t offset = 0,
                                        std::size_t limit = SIZE_MAX);
/// Ids of a project's pages in order of creation, after `after` (all zero: from the first), at most
/// `limit`.
[[nodiscard]] Result<std::vector<PageId>> project_pages(const Snapshot& snapshot,
                                                        ProjectId project,
                                                        PageId after,
                                                        std::size_t limit);
/// Every custom domain's claim whose host is after `after`, at most `limit`.
[[nodiscard]] Result<std::vector<std::pair<std::string, record::DomainClaim>>> domain_claims(
    const Snapshot& snapshot, std::string_view after, std::size_t limit);

// --- monitors
[[nodiscard]] Result<record::Monitor> monitor(const Snapshot& snapshot, MonitorId id);
[[nodiscard]] Result<record::MonitorFace> monitor_face(const Snapshot& snapshot, MonitorId id);
[[nodiscard]] Result<MonitorId> monitor_by_token(const Snapshot& snapshot, std::string_view token);
[[nodiscard]] Result<std::vector<MonitorId>> project_monitors(const Snapshot& snapshot,
                                                              ProjectId project,
                                                              MonitorId after,
                                                              std::size_t limit);
/// The 90-day record; an empty view for a monitor that has none yet.
[[nodiscard]] Result<record::UptimeHistoryView> history(const Snapshot& snapshot, MonitorId id);
[[nodiscard]] Result<record::UptimeHistory> owned_history(const Snapshot& snapshot, MonitorId id);
[[nodiscard]] Result<std::optional<record::CertificateSeen>> certificate_seen(
    const Snapshot& snapshot, MonitorId id);

/// Calls `each` for every enabled http or tcp monitor whose check is due at `second`: those with
/// phase(id) == second mod interval. Costs one seek per distinct interval in use plus one step per
/// due monitor.
[[nodiscard]] Result<void> due_checks(const Snapshot& snapshot,
                                      UnixSeconds second,
                                      const std::function<void(MonitorId)>& each);
/// The phase that due_checks uses: a hash of the id modulo the interval.
[[nodiscard]] std::uint32_t check_phase(MonitorId id, std::uint32_t interval_s) noexcept;

// --- alerts
[[nodiscard]] Result<record::Hook> hook_by_hash(const Snapshot& snapshot,
                                                const record::KeyHash& hash);
/// In order of creation. Walks the hooks of all projects, which are few.
[[nodiscard]] Result<std::vector<record::Hook>> hooks_of_project(const Snapshot& snapshot,
                                                                 ProjectId project);
/// Monitors for which HoldAlerts has something to do, at most `limit`. Walks all alerts.
[[nodiscard]] Result<std::vector<MonitorId>> due_alerts(const Snapshot& snapshot,
                                                        UnixSeconds now,
                                                        std::size_t limit);

// --- results
struct RawRow {
    UnixSeconds at;
    record::RawResultView result;
};

/// Raw results in [from, to), newest first, at most `limit`. Only what retention keeps
/// (limits::kRawResults_s).
[[nodiscard]] Result<std::vector<RawRow>> raw_results(
    const Snapshot& snapshot, MonitorId id, UnixSeconds from, UnixSeconds to, std::size_t limit);
/// Every result of one region that can matter from `from` on: all at or after it and at least
/// `lookback` before it.
[[nodiscard]] Result<std::vector<record::ResultRun>> result_runs(const Snapshot& snapshot,
                                                                 MonitorId id,
                                                                 std::uint16_t region,
                                                                 std::int64_t from,
                                                                 std::size_t lookback);

}  // namespace ks::store
