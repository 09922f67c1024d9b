// SPDX-License-Identifier: Apache-2.0
// Maintenance windows.
#include "storage/rows/maintenance_rows.hpp"
#include "storage/store/record_rows.hpp"
#include "storage/write/apply.hpp"
#include "storage/write/idempotency.hpp"

#include <optional>

namespace ks::write {
namespace {

/// Nothing when the window is gone or another project's.
Result<std::optional<record::Maintenance>> find_owned(const rows::Changes& changes,
                                                      MaintenanceId id,
                                                      ProjectId project) {
    auto found = store::maintenance(changes.txn, changes.tables, id);
    if (!found && found.error().code != Errc::kNotFound) {
        return found.error();
    }
    if (!found || found->project != project) {
        return std::optional<record::Maintenance>();
    }
    return std::optional(*std::move(found));
}

Result<Outcome> check_new(const rows::Changes& changes, const record::Maintenance& window) {
    KS_TRY(const bool project_known,
           changes.tables.projects.has(changes.txn, window.project.key()));
    if (!project_known) {
        return refused(Errc::kNotFound, window.project.text());
    }
    const auto same = store::maintenance(changes.txn, changes.tables, window.id);
    if (same || same.error().code != Errc::kNotFound) {
        return same ? Result<Outcome>(refused(Errc::kConflict, window.id.text()))
                    : Result<Outcome>(same.error());
    }
    return check_monitors(changes, window.project, window.monitors);
}

}  // namespace

Result<Outcome> apply_one(Context& context, const CreateMaintenance& command) {
    KS_TRY(std::optional<Outcome> answered, answer_again(context.changes, command.idempotency));
    if (answered) {
        return *std::move(answered);
    }
    KS_TRY(Outcome outcome, check_new(context.changes, command.window));
    if (outcome.code != Errc::kOk) {
        return outcome;
    }
    KS_CHECK(rows::put_maintenance(context.changes, command.window));
    KS_CHECK(announce(context, command.window));
    KS_CHECK(touch_pages(context.changes, command.window.project, command.window.monitors));
    KS_CHECK(keep_answer(context.changes, command.idempotency));
    return outcome;
}

Result<Outcome> apply_one(Context& context, const UpdateMaintenance& command) {
    record::Maintenance window = command.window;
    KS_TRY(const auto old, find_owned(context.changes, window.id, window.project));
    if (!old) {
        return refused(Errc::kNotFound, window.id.text());
    }
    if (old->version != command.expected_version) {
        return refused(Errc::kConflict, window.id.text());
    }
    if (window.monitors != old->monitors) {  // one that was deleted since may stay named
        KS_TRY(const Outcome checked,
               check_monitors(context.changes, window.project, window.monitors));
        if (checked.code != Errc::kOk) {
            return checked;
        }
    }
    window.version = old->version + 1;
    KS_CHECK(rows::erase_maintenance(context.changes, *old));
    KS_CHECK(rows::put_maintenance(context.changes, window));
    KS_CHECK(touch_pages(context.changes, old->project, old->monitors));
    KS_CHECK(touch_pages(context.changes, window.project, window.monitors));
    return Outcome();
}

Result<Outcome> apply_one(Context& context, const DeleteMaintenance& command) {
    KS_TRY(const auto old, find_owned(context.changes, command.id, command.project));
    if (!old) {
        return refused(Errc::kNotFound, command.id.text());
    }
    if (command.if_version && *command.if_version != old->version) {
        return refused(Errc::kPreconditionFailed, command.id.text());
    }
    KS_CHECK(touch_pages(context.changes, old->project, old->monitors));
    KS_CHECK(rows::erase_maintenance(context.changes, *old));
    return Outcome();
}

}  // namespace ks::write
