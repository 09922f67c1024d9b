// SPDX-License-Identifier: Apache-2.0
// Hooks and the alerts that come through them. An alert holds until it is resolved, a result only
// for a while: so what a monitor's alerts say together is recorded once an interval.
#include "storage/lmdb/cursor.hpp"
#include "storage/store/record_rows.hpp"
#include "storage/write/apply.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

namespace ks::write {
namespace {

using record::Alert;
using record::AlertKey;
using record::AlertsHeld;
using record::CheckStatus;

/// How long the end of an alert is remembered, for deliveries that come late.
constexpr std::chrono::hours kResolvedKept{24};
/// The region of these results: a monitor's own checks go on beside them.
constexpr const char* kRegion = "alerts";

/// Everything stored of one monitor's alerts.
struct MonitorAlerts {
    std::optional<AlertsHeld> held;
    std::map<AlertKey, Alert> alerts;

    /// The worst that fires; nothing: none does.
    [[nodiscard]] const Alert* worst() const noexcept {
        const Alert* found = nullptr;
        for (const auto& [key, alert] : alerts) {
            if (alert.firing && (found == nullptr || alert.status > found->status)) {
                found = &alert;
            }
        }
        return found;
    }
};

Result<MonitorAlerts> read_alerts(const rows::Changes& changes, MonitorId monitor) {
    MonitorAlerts found;
    const AlertKey head{.monitor = monitor};
    lmdb::Cursor cursor(changes.txn, changes.tables.alerts);
    KS_TRY(bool more, cursor.seek_ge(head.bytes()));
    while (more && cursor.key().size() == 32) {
        const AlertKey key = AlertKey::read(cursor.key());
        if (key.monitor != monitor) {
            break;
        }
        if (key == head) {
            KS_TRY(found.held, record::decode_alerts_held(cursor.value()));
        } else {
            KS_TRY(auto alert, record::decode_alert(cursor.value()));
            found.alerts.emplace(key, std::move(alert));
        }
        KS_TRY(more, cursor.next());
    }
    return found;
}

/// Forgets alerts of hooks that have gone and those that ended long ago.
Result<void> tidy(const rows::Changes& changes, MonitorAlerts& known, UnixSeconds now) {
    for (auto row = known.alerts.begin(); row != known.alerts.end();) {
        KS_TRY(const bool hook, changes.tables.hook_ids.has(changes.txn, row->second.hook.key()));
        if (hook && (row->second.firing || now - row->second.seen_at < kResolvedKept)) {
            ++row;
            continue;
        }
        KS_CHECK(changes.tables.alerts.erase(changes.txn, row->first.bytes()));
        row = known.alerts.erase(row);
    }
    return {};
}

Result<void> forget(const rows::Changes& changes, MonitorId monitor, const MonitorAlerts& known) {
    for (const auto& [key, alert] : known.alerts) {
        KS_CHECK(changes.tables.alerts.erase(changes.txn, key.bytes()));
    }
    KS_CHECK(changes.tables.alerts.erase(changes.txn, AlertKey{.monitor = monitor}.bytes()));
    return {};
}

/// Adds the results that say what the monitor's alerts say now: when that has changed, or when an
/// interval has passed since it was said.
Result<void> say(Context& context, MonitorId monitor, UnixSeconds now, RecordResults& results) {
    const rows::Changes& changes = context.changes;
    KS_TRY(MonitorAlerts known, read_alerts(changes, monitor));
    const auto rules = store::monitor_rules(changes.txn, changes.tables, monitor);
    if (!rules) {
        return rules.error().code == Errc::kNotFound ? forget(changes, monitor, known)
                                                     : Result<void>(rules.error());
    }
    KS_CHECK(tidy(changes, known, now));
    const record::Settings& settings = rules->settings.back();
    const Alert* const worst = known.worst();
    const AlertsHeld before = known.held.value_or(AlertsHeld{});
    const CheckStatus status = worst != nullptr ? worst->status : CheckStatus::kUp;
    const bool changed = status != before.status;
    if (worst == nullptr && !changed) {
        return known.alerts.empty() ? forget(changes, monitor, known) : Result<void>();
    }
    if (!changed && now - before.at < std::chrono::seconds(settings.interval_s)) {
        return {};
    }
    // An alert has been confirmed where it comes from.
    const std::int64_t count = changed && status == CheckStatus::kDown ? settings.confirmations : 1;
    UnixSeconds at = now - std::chrono::seconds(count - 1);
    at = known.held ? std::max(at, before.at + std::chrono::seconds(1)) : at;
    for (std::int64_t i = 0; i < count; ++i) {
        record::CheckResult result{.monitor = monitor,
                                   .at = at + std::chrono::seconds(i),
                                   .status = status,
                                   .region = kRegion,
                                   .error = worst != nullptr ? worst->summary : std::string()};
        results.results.push_back(std::move(result));
    }
    if (known.alerts.empty()) {  // their hook has gone
        return forget(changes, monitor, known);
    }
    const AlertsHeld held{.status = status, .at = at + std::chrono::seconds(count - 1)};
    return changes.tables.alerts.put(
        changes.txn, AlertKey{.monitor = monitor}.bytes(), as_bytes(record::encode(held)));
}

Result<Outcome> say_all(Context& context, const std::set<MonitorId>& monitors, UnixSeconds now) {
    RecordResults results{.project = std::nullopt, .now = now, .results = {}};
    for (const MonitorId& monitor : monitors) {
        KS_CHECK(say(context, monitor, now, results));
    }
    return results.results.empty() ? Result<Outcome>(Outcome()) : apply_one(context, results);
}

}  // namespace

Result<Outcome> apply_one(Context& context, const CreateHook& command) {
    const rows::Changes& changes = context.changes;
    const record::Hook& hook = command.hook;
    KS_TRY(const bool project, changes.tables.projects.has(changes.txn, hook.project.key()));
    if (!project) {
        return refused(Errc::kNotFound, hook.project.text());
    }
    KS_TRY(const bool used, changes.tables.hooks.has(changes.txn, hook.hash));
    if (used) {
        return refused(Errc::kConflict, hook.id.text());
    }
    KS_CHECK(changes.tables.hooks.put(changes.txn, hook.hash, as_bytes(record::encode(hook))));
    KS_CHECK(changes.tables.hook_ids.put(changes.txn, hook.id.key(), hook.hash));
    return Outcome();
}

Result<Outcome> apply_one(Context& context, const RevokeHook& command) {
    const rows::Changes& changes = context.changes;
    const auto hash = changes.tables.hook_ids.get(changes.txn, command.id.key());
    if (!hash) {
        return hash.error().code == Errc::kNotFound
                   ? Result<Outcome>(refused(Errc::kNotFound, command.id.text()))
                   : Result<Outcome>(hash.error());
    }
    const std::string owned_hash(as_text(*hash));  // the next write may move it
    KS_TRY(const Bytes bytes, changes.tables.hooks.get(changes.txn, as_bytes(owned_hash)));
    KS_TRY(const record::Hook hook, record::decode_hook(bytes));
    if (hook.project != command.project) {
        return refused(Errc::kNotFound, command.id.text());
    }
    KS_CHECK(changes.tables.hooks.erase(changes.txn, as_bytes(owned_hash)));
    KS_CHECK(changes.tables.hook_ids.erase(changes.txn, command.id.key()));
    return Outcome();
}

Result<Outcome> apply_one(Context& context, const RecordAlerts& command) {
    const rows::Changes& changes = context.changes;
    std::set<MonitorId> monitors;
    for (const auto& [key, alert] : command.alerts) {
        const auto bytes = changes.tables.alerts.get(changes.txn, key.bytes());
        if (bytes) {
            KS_TRY(const Alert known, record::decode_alert(*bytes));
            if (!alert.supersedes(known)) {
                continue;
            }
        } else if (bytes.error().code != Errc::kNotFound) {
            return bytes.error();
        }
        KS_CHECK(
            changes.tables.alerts.put(changes.txn, key.bytes(), as_bytes(record::encode(alert))));
        monitors.insert(key.monitor);
    }
    KS_TRY(Outcome outcome, say_all(context, monitors, command.now));
    outcome.accepted = static_cast<std::uint32_t>(command.alerts.size());
    outcome.rejected.clear();
    return outcome;
}

Result<Outcome> apply_one(Context& context, const HoldAlerts& command) {
    return say_all(context, {command.monitors.begin(), command.monitors.end()}, command.now);
}

}  // namespace ks::write
