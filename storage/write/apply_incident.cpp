// SPDX-License-Identifier: Apache-2.0
// Incidents and their updates.
#include "core/base/limits.hpp"
#include "storage/rows/change_rows.hpp"
#include "storage/rows/incident_rows.hpp"
#include "storage/rows/page_rows.hpp"
#include "storage/store/record_rows.hpp"
#include "storage/write/apply.hpp"
#include "storage/write/idempotency.hpp"

#include <algorithm>
#include <optional>

namespace ks::write {
namespace {

/// Nothing when the incident is gone or another project's.
Result<std::optional<record::Incident>> find_owned(const rows::Changes& changes,
                                                   IncidentId id,
                                                   ProjectId project) {
    auto found = store::incident(changes.txn, changes.tables, id);
    if (!found && found.error().code != Errc::kNotFound) {
        return found.error();
    }
    if (!found || found->project != project) {
        return std::optional<record::Incident>();
    }
    return std::optional(*std::move(found));
}

Result<Outcome> check_new(const rows::Changes& changes, const record::Incident& incident) {
    KS_TRY(const bool project_known,
           changes.tables.projects.has(changes.txn, incident.project.key()));
    if (!project_known) {
        return refused(Errc::kNotFound, incident.project.text());
    }
    const auto same = store::incident(changes.txn, changes.tables, incident.id);
    if (same || same.error().code != Errc::kNotFound) {
        return same ? Result<Outcome>(refused(Errc::kConflict, incident.id.text()))
                    : Result<Outcome>(same.error());
    }
    return check_monitors(changes, incident.project, incident.monitors);
}

}  // namespace

Result<Outcome> check_monitors(const rows::Changes& changes,
                               ProjectId project,
                               const std::vector<MonitorId>& monitors) {
    if (monitors.size() > limits::kEntriesPerPage) {
        return refused(Errc::kInvalidValue, "monitorIds");
    }
    for (const MonitorId& monitor : monitors) {
        const auto face = store::monitor_face(changes.txn, changes.tables, monitor);
        if (!face && face.error().code != Errc::kNotFound) {
            return face.error();
        }
        if (!face || face->project != project) {
            return refused(Errc::kUnknownMonitor, monitor.text());
        }
    }
    std::vector<MonitorId> sorted = monitors;
    std::ranges::sort(sorted);
    const auto twice = std::ranges::adjacent_find(sorted);
    return twice != sorted.end() ? refused(Errc::kInvalidValue, twice->text()) : Outcome();
}

Result<std::vector<PageId>> note_event(const rows::Changes& changes,
                                       ProjectId project,
                                       const std::vector<MonitorId>& monitors) {
    std::vector<PageId> pages;
    if (monitors.empty()) {
        KS_TRY(
            const auto ids,
            store::indexed_ids(changes.txn, changes.tables.project_pages, project, {}, SIZE_MAX));
        std::ranges::transform(
            ids, std::back_inserter(pages), [](const RawId& id) { return PageId{id}; });
    }
    for (const MonitorId& monitor : monitors) {
        KS_TRY(const auto shown, rows::pages_of(changes, monitor));
        pages.insert(pages.end(), shown.begin(), shown.end());
    }
    std::ranges::sort(pages);
    const auto repeats = std::ranges::unique(pages);
    pages.erase(repeats.begin(), repeats.end());
    KS_CHECK(rows::note_events(changes, pages));
    return pages;
}

Result<void> touch_pages(const rows::Changes& changes,
                         ProjectId project,
                         const std::vector<MonitorId>& monitors) {
    KS_TRY(auto pages, note_event(changes, project, monitors));
    return rows::raise_versions(changes, std::move(pages));
}

Result<Outcome> apply_one(Context& context, const CreateIncident& command) {
    KS_TRY(std::optional<Outcome> answered, answer_again(context.changes, command.idempotency));
    if (answered) {
        return *std::move(answered);
    }
    const record::Incident& incident = command.incident;
    KS_TRY(Outcome outcome, check_new(context.changes, incident));
    if (outcome.code != Errc::kOk) {
        return outcome;
    }
    KS_CHECK(rows::put_incident(context.changes, incident));
    KS_CHECK(rows::put_update(context.changes, incident.id, command.first_update));
    KS_CHECK(announce(context, incident, command.first_update));
    KS_CHECK(touch_pages(context.changes, incident.project, incident.monitors));
    KS_CHECK(keep_answer(context.changes, command.idempotency));
    return outcome;
}

Result<Outcome> apply_one(Context& context, const UpdateIncident& command) {
    record::Incident incident = command.incident;
    KS_TRY(const auto old, find_owned(context.changes, incident.id, incident.project));
    if (!old) {
        return refused(Errc::kNotFound, incident.id.text());
    }
    if (old->version != command.expected_version) {
        return refused(Errc::kConflict, incident.id.text());
    }
    if (incident.monitors != old->monitors) {  // one that was deleted since may stay named
        KS_TRY(const Outcome checked,
               check_monitors(context.changes, incident.project, incident.monitors));
        if (checked.code != Errc::kOk) {
            return checked;
        }
    }
    incident.version = old->version + 1;
    KS_CHECK(rows::replace_incident(context.changes, *old, incident));
    if (command.update) {
        KS_CHECK(rows::put_update(context.changes, incident.id, *command.update));
        KS_CHECK(announce(context, incident, *command.update));
    }
    KS_CHECK(touch_pages(context.changes, old->project, old->monitors));
    if (old->monitors != incident.monitors) {
        KS_CHECK(touch_pages(context.changes, incident.project, incident.monitors));
    }
    return Outcome();
}

Result<Outcome> apply_one(Context& context, const DeleteIncident& command) {
    KS_TRY(const auto old, find_owned(context.changes, command.id, command.project));
    if (!old) {
        return refused(Errc::kNotFound, command.id.text());
    }
    if (command.if_version && *command.if_version != old->version) {
        return refused(Errc::kPreconditionFailed, command.id.text());
    }
    KS_CHECK(touch_pages(context.changes, old->project, old->monitors));
    KS_CHECK(rows::erase_incident(context.changes, *old));
    return Outcome();
}

}  // namespace ks::write
