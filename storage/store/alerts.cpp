// SPDX-License-Identifier: Apache-2.0
// Readers of hooks and alerts.
#include "storage/lmdb/cursor.hpp"
#include "storage/store/readers.hpp"
#include "storage/store/record_rows.hpp"

#include <optional>

namespace ks::store {
namespace {

/// As in storage/write/apply_alert.cpp, with room so that both agree that there is something to do.
constexpr std::chrono::hours kResolvedKept{25};

/// What due_alerts() gathers of one monitor.
struct Group {
    MonitorId monitor;
    record::AlertsHeld held;
    bool firing = false;
    bool stale = false;  ///< something to forget
};

Result<bool> is_due(const Snapshot& snapshot, const Group& group, UnixSeconds now) {
    if (group.stale) {
        return true;
    }
    if (!group.firing) {
        return false;
    }
    const auto rules = monitor_rules(snapshot.txn(), snapshot.tables(), group.monitor);
    if (!rules) {
        return rules.error().code == Errc::kNotFound ? Result<bool>(true)
                                                     : Result<bool>(rules.error());
    }
    const std::chrono::seconds interval(rules->settings.back().interval_s);
    return now - group.held.at >= interval;
}

Result<void> take(const Snapshot& snapshot, Bytes key, Bytes value, UnixSeconds now, Group& group) {
    const record::AlertKey at = record::AlertKey::read(key);
    if (at == record::AlertKey{.monitor = at.monitor}) {
        KS_TRY(group.held, record::decode_alerts_held(value));
        return {};
    }
    KS_TRY(const auto alert, record::decode_alert(value));
    KS_TRY(const bool hook, snapshot.tables().hook_ids.has(snapshot.txn(), alert.hook.key()));
    group.firing = group.firing || alert.firing;
    group.stale = group.stale || !hook || (!alert.firing && now - alert.seen_at >= kResolvedKept);
    return {};
}

}  // namespace

Result<record::Hook> hook_by_hash(const Snapshot& snapshot, const record::KeyHash& hash) {
    KS_TRY(const Bytes bytes, snapshot.tables().hooks.get(snapshot.txn(), hash));
    return record::decode_hook(bytes);
}

Result<std::vector<record::Hook>> hooks_of_project(const Snapshot& snapshot, ProjectId project) {
    std::vector<record::Hook> found;
    lmdb::Cursor cursor(snapshot.txn(), snapshot.tables().hook_ids);
    KS_TRY(bool more, cursor.first());
    while (more) {
        KS_TRY(const Bytes bytes, snapshot.tables().hooks.get(snapshot.txn(), cursor.value()));
        KS_TRY(auto hook, record::decode_hook(bytes));
        if (hook.project == project) {
            found.push_back(std::move(hook));
        }
        KS_TRY(more, cursor.next());
    }
    return found;
}

Result<std::vector<MonitorId>> due_alerts(const Snapshot& snapshot,
                                          UnixSeconds now,
                                          std::size_t limit) {
    std::vector<MonitorId> due;
    std::optional<Group> group;
    lmdb::Cursor cursor(snapshot.txn(), snapshot.tables().alerts);
    KS_TRY(bool more, cursor.first());
    while (due.size() < limit) {
        const bool row = more && cursor.key().size() == 32;
        const MonitorId monitor = row ? record::AlertKey::read(cursor.key()).monitor : MonitorId{};
        if (group && (!row || group->monitor != monitor)) {
            KS_TRY(const bool is, is_due(snapshot, *group, now));
            if (is) {
                due.push_back(group->monitor);
            }
            group.reset();
        }
        if (!row) {
            break;
        }
        if (!group) {
            group.emplace(Group{.monitor = monitor, .held = {}});
        }
        KS_CHECK(take(snapshot, cursor.key(), cursor.value(), now, *group));
        KS_TRY(more, cursor.next());
    }
    return due;
}

}  // namespace ks::store
