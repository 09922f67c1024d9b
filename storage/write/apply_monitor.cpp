// SPDX-License-Identifier: Apache-2.0
// Monitors. A change of what decides a result's meaning re-cuts the 90-day record from that change
// on.
#include "core/base/limits.hpp"
#include "storage/rows/change_rows.hpp"
#include "storage/rows/history_rows.hpp"
#include "storage/rows/monitor_rows.hpp"
#include "storage/rows/page_rows.hpp"
#include "storage/store/record_rows.hpp"
#include "storage/write/apply.hpp"
#include "storage/write/automatic_incidents.hpp"
#include "storage/write/idempotency.hpp"

#include <algorithm>
#include <optional>

namespace ks::write {
namespace {

using record::Monitor;
using record::Settings;

/// Settings that ended before any result that is still accepted decide nothing any more.
constexpr std::int64_t kSettingsKept_s = limits::kResultAgeMax_s + 2LL * 86400;

std::int64_t seconds(UnixMillis at) noexcept {
    return std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
}

bool is_valid_timeline(const std::vector<Settings>& settings) noexcept {
    return !settings.empty() && std::ranges::is_sorted(settings, {}, &Settings::from) &&
           std::ranges::all_of(settings, [](const Settings& entry) {
               return entry.interval_s > 0 && entry.confirmations > 0;
           });
}

/// From when on the meaning of results differs; nothing when it does not.
std::optional<std::int64_t> rules_change(const Monitor& old, const Monitor& monitor) {
    if (old.type != monitor.type) {
        return 0;
    }
    const auto [was, is] = std::ranges::mismatch(old.settings, monitor.settings);
    std::optional<std::int64_t> first;
    for (const auto& [at, end] :
         {std::pair(was, old.settings.end()), std::pair(is, monitor.settings.end())}) {
        if (at != end) {
            first = std::min(first.value_or(INT64_MAX), at->from.time_since_epoch().count());
        }
    }
    return first;
}

void forget_old_settings(std::vector<Settings>& settings, UnixMillis now) {
    const UnixSeconds oldest(std::chrono::seconds(seconds(now) - kSettingsKept_s));
    while (settings.size() > 1 && settings[1].from <= oldest) {
        settings.erase(settings.begin());
    }
}

/// kConflict when another monitor has the token.
Result<Outcome> check_token(const rows::Changes& changes, const Monitor& monitor) {
    if (monitor.token.empty()) {
        return Outcome();
    }
    const auto owner = changes.tables.tokens.get(changes.txn, as_bytes(monitor.token));
    if (!owner && owner.error().code != Errc::kNotFound) {
        return owner.error();
    }
    return owner && !std::ranges::equal(*owner, monitor.id.bytes)
               ? refused(Errc::kConflict, monitor.id.text())
               : Outcome();
}

/// Cuts the record anew from `from` on; returns whether a page shows the difference.
Result<bool> recut(Context& context, const Monitor& monitor, std::int64_t from) {
    const record::MonitorRules rules{
        .project = monitor.project, .type = monitor.type, .settings = monitor.settings};
    KS_TRY(const rows::ProjectDays days, project_days(context, monitor.project));
    const rows::Cut cut{
        .monitor = monitor.id, .rules = rules, .days = days, .now_s = seconds(monitor.updated_at)};
    KS_TRY(auto history,
           store::owned_history(context.changes.txn, context.changes.tables, monitor.id));
    KS_TRY(const auto refresh_at,
           from == 0 ? rows::recut_all(context.changes, cut, history)
                     : rows::recut_from(context.changes, cut, history, from));
    KS_TRY(const rows::Shown shown, rows::put_history(context.changes, cut, history));
    AutomaticIncidents incidents(context, UnixSeconds(std::chrono::seconds(cut.now_s)));
    KS_CHECK(incidents.look(cut, history, shown, refresh_at));
    KS_CHECK(incidents.finish());
    return shown.differs;
}

Result<Outcome> check_new(const rows::Changes& changes, const Monitor& monitor) {
    KS_TRY(const bool project_known,
           changes.tables.projects.has(changes.txn, monitor.project.key()));
    if (!project_known) {
        return refused(Errc::kNotFound, monitor.project.text());
    }
    const auto same_id = store::monitor_face(changes.txn, changes.tables, monitor.id);
    if (same_id) {
        return refused(Errc::kConflict, monitor.id.text());
    }
    if (same_id.error().code != Errc::kNotFound) {
        return same_id.error();
    }
    if (!is_valid_timeline(monitor.settings)) {
        return refused(Errc::kInvalidValue, "settings");
    }
    return check_token(changes, monitor);
}

/// The stored monitor; its Outcome is kNotFound when it is gone or another project's.
Result<Outcome> find_owned(const rows::Changes& changes,
                           MonitorId id,
                           ProjectId project,
                           Monitor& out) {
    auto found = store::monitor(changes.txn, changes.tables, id);
    if (!found && found.error().code != Errc::kNotFound) {
        return found.error();
    }
    if (!found || found->project != project) {
        return refused(Errc::kNotFound, id.text());
    }
    out = *std::move(found);
    return Outcome();
}

}  // namespace

Result<Outcome> apply_one(Context& context, const CreateMonitor& command) {
    KS_TRY(std::optional<Outcome> answered, answer_again(context.changes, command.idempotency));
    if (answered) {
        return *std::move(answered);
    }
    const Monitor& monitor = command.monitor;
    KS_TRY(Outcome outcome, check_new(context.changes, monitor));
    if (outcome.code != Errc::kOk) {
        return outcome;
    }
    KS_CHECK(rows::put_monitor(context.changes, monitor));
    if (!monitor.now().enabled) {
        KS_CHECK(recut(context, monitor, 0));  // so that it shows as paused before its first result
    }
    KS_CHECK(keep_answer(context.changes, command.idempotency));
    return outcome;
}

Result<Outcome> apply_one(Context& context, const UpdateMonitor& command) {
    const rows::Changes& changes = context.changes;
    Monitor monitor = command.monitor;
    Monitor old;
    KS_TRY(Outcome outcome, find_owned(changes, monitor.id, monitor.project, old));
    if (outcome.code == Errc::kOk && old.version != command.expected_version) {
        outcome = refused(Errc::kConflict, monitor.id.text());
    }
    if (outcome.code == Errc::kOk && !is_valid_timeline(monitor.settings)) {
        outcome = refused(Errc::kInvalidValue, "settings");
    }
    if (outcome.code == Errc::kOk) {
        KS_TRY(outcome, check_token(changes, monitor));
    }
    if (outcome.code != Errc::kOk) {
        return outcome;
    }
    monitor.version = old.version + 1;
    forget_old_settings(monitor.settings, monitor.updated_at);
    forget_old_settings(old.settings, monitor.updated_at);
    KS_CHECK(rows::replace_monitor(changes, old, monitor));
    const bool enabled_changed = old.now().enabled != monitor.now().enabled;
    bool visible = old.name != monitor.name || old.display_group != monitor.display_group ||
                   old.type != monitor.type || enabled_changed;
    if (const auto from = rules_change(old, monitor)) {
        KS_TRY(const bool differs, recut(context, monitor, *from));
        visible = visible || differs;
    }
    if (visible) {
        KS_TRY(const auto history, store::history(changes.txn, changes.tables, monitor.id));
        KS_CHECK(rows::note_difference(
            changes,
            monitor.id,
            {.state = enabled_changed, .row = true, .response_ms = history.last_response_ms()}));
        KS_TRY(auto pages, rows::pages_of(changes, monitor.id));
        if (old.name != monitor.name) {
            KS_CHECK(rows::note_events(changes, pages));  // which name it
        }
        KS_CHECK(rows::raise_versions(changes, std::move(pages)));
    }
    return outcome;
}

Result<Outcome> apply_one(Context& context, const DeleteMonitor& command) {
    Monitor monitor;
    KS_TRY(Outcome outcome, find_owned(context.changes, command.id, command.project, monitor));
    if (outcome.code != Errc::kOk) {
        return outcome;
    }
    if (command.if_version && *command.if_version != monitor.version) {
        return refused(Errc::kPreconditionFailed, command.id.text());
    }
    AutomaticIncidents incidents(context, command.now);
    KS_CHECK(incidents.forget(monitor.id));
    KS_CHECK(incidents.finish());
    KS_CHECK(rows::erase_monitor(context.changes, monitor));
    return outcome;
}

}  // namespace ks::write
