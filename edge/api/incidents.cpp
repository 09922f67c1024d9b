// SPDX-License-Identifier: Apache-2.0
// /incidents and /incidents/:id (spec 2.3).
#include "core/base/limits.hpp"
#include "core/text/percent.hpp"
#include "edge/api/answers.hpp"
#include "edge/api/endpoints.hpp"
#include "edge/api/event_in.hpp"
#include "edge/api/event_out.hpp"
#include "edge/api/monitor_out.hpp"
#include "edge/api/paging.hpp"
#include "storage/store/events.hpp"

#include <algorithm>
#include <utility>

namespace ks::api {
namespace {

using record::Incident;
using record::IncidentUpdate;

Result<Incident> own_incident(const store::Snapshot& snapshot, IncidentId id, ProjectId project) {
    KS_TRY(auto incident, store::incident(snapshot, id));
    return incident.project == project ? Result<Incident>(std::move(incident))
                                       : Result<Incident>(Errc::kNotFound);
}

Result<void> append_stored(const store::Snapshot& snapshot,
                           const Incident& incident,
                           std::string& out) {
    KS_TRY(const auto updates, store::incident_updates(snapshot, incident.id));
    append_incident(out, incident, updates);
    return {};
}

Problem answer_incident(Call& call, IncidentId id) {
    std::string body;
    std::uint64_t version = 0;
    const auto read = call.reader().read([&](const store::Snapshot& snapshot) -> Result<void> {
        KS_TRY(const auto incident, own_incident(snapshot, id, call.caller.project));
        version = incident.version;
        return append_stored(snapshot, incident, body);
    });
    if (!read) {
        return from_store(read.error());
    }
    write_object(call, version, std::move(body));
    return {};
}

/// Any monitor down: major, and critical where it is all of several; degraded: minor; else none.
Result<record::Impact> default_impact(const store::Snapshot& snapshot,
                                      const Incident& incident,
                                      UnixSeconds now) {
    KS_TRY(const Zone zone, project_zone(snapshot, incident.project));
    std::size_t down = 0;
    bool degraded = false;
    for (const MonitorId& monitor : incident.monitors) {
        const auto state = read_state(snapshot, monitor, zone, now);
        if (!state && state.error().code != Errc::kNotFound) {
            return state.error();
        }
        down += state && *state == record::State::kDown ? 1 : 0;
        degraded = degraded || (state && *state == record::State::kDegraded);
    }
    if (down > 0) {
        return down > 1 && down == incident.monitors.size() ? record::Impact::kCritical
                                                            : record::Impact::kMajor;
    }
    return degraded ? record::Impact::kMinor : record::Impact::kNone;
}

/// `?status=`, `?open=`, `?monitorId=`.
struct Filter {
    std::optional<record::IncidentStatus> status;
    std::optional<bool> open;
    std::optional<MonitorId> monitor;

    [[nodiscard]] bool any() const noexcept { return status || open || monitor; }

    [[nodiscard]] bool matches(const Incident& incident) const {
        return (!status || incident.status == *status) && (!open || incident.open() == *open) &&
               (!monitor ||
                std::ranges::find(incident.monitors, *monitor) != incident.monitors.end());
    }
};

Problem read_filter(std::string_view query, Filter& filter) {
    if (const auto text = text::query_value(query, "status")) {
        filter.status = record::parse_incident_status(*text);
        if (!filter.status) {
            return invalid("status", "must be investigating, identified, monitoring or resolved");
        }
    }
    if (const auto text = text::query_value(query, "open")) {
        if (*text != "true" && *text != "false") {
            return invalid("open", "must be true or false");
        }
        filter.open = *text == "true";
    }
    if (const auto text = text::query_value(query, "monitorId")) {
        filter.monitor = MonitorId::parse(*text);
        if (!filter.monitor) {
            return invalid("monitorId", "must be the id of a monitor");
        }
    }
    return {};
}

Problem incident_problem(const write::Outcome& outcome) {
    Problem problem = from_outcome(outcome);
    if (outcome.code == Errc::kUnknownMonitor) {
        problem.field = "monitorIds";
    }
    return problem;
}

/// The stored incident changed by a PATCH; nullopt in `update`: nothing is said.
Problem merge_patch(const Call& call,
                    JsonValue body,
                    Incident& incident,
                    std::optional<IncidentUpdate>& update) {
    if (Problem problem = check_if_match(call, incident.version)) {
        return problem;
    }
    Problem problem;
    ObjectIn in(body, problem);
    const IncidentChange change = merge_incident(in, incident, call.now());
    if (problem) {
        return problem;
    }
    update = apply_status(incident, change, call.now());
    if (!incident.open() && incident.resolved_at < incident.started_at) {
        return invalid("startedAt", "must not be later than resolvedAt");
    }
    incident.updated_at = call.now();
    return {};
}

/// Reads the incident and how much has been said about it.
Problem read_for_patch(const Call& call, IncidentId id, Incident& incident, std::size_t& told) {
    const auto read = call.reader().read([&](const store::Snapshot& snapshot) -> Result<void> {
        KS_TRY(incident, own_incident(snapshot, id, call.caller.project));
        KS_TRY(const auto updates, store::incident_updates(snapshot, id));
        told = updates.size();
        return {};
    });
    return read ? Problem{} : from_store(read.error());
}

}  // namespace

loop::Task<Problem> list_incidents(Call& call) {
    Filter filter;
    if (Problem problem = read_filter(call.request.query, filter)) {
        co_return problem;
    }
    const ProjectId project = call.caller.project;
    ListSource source{
        .ids = [project](const store::Snapshot& snapshot,
                         RawId after,
                         std::size_t limit) -> Result<std::vector<RawId>> {
            KS_TRY(const auto ids,
                   store::project_incidents(snapshot, project, IncidentId{after}, limit));
            return std::vector<RawId>(ids.begin(), ids.end());
        },
        .wanted = {},
        .append = [project](
                      const store::Snapshot& snapshot, RawId id, std::string& out) -> Result<void> {
            const auto incident = own_incident(snapshot, IncidentId{id}, project);
            if (!incident) {
                return incident.error().code == Errc::kNotFound ? Result<void>()
                                                                : Result<void>(incident.error());
            }
            return append_stored(snapshot, *incident, out);
        },
        .id_text = id_text<IncidentId>,
        .parse_id = parse_id<IncidentId>};
    if (filter.any()) {
        source.wanted = [filter](const store::Snapshot& snapshot, RawId id) -> Result<bool> {
            KS_TRY(const auto incident, store::incident(snapshot, IncidentId{id}));
            return filter.matches(incident);
        };
    }
    co_return co_await write_list(call, std::move(source));
}

loop::Task<Problem> get_incident(Call& call) {
    const auto id = IncidentId::parse(call.params[0]);
    co_return id ? answer_incident(call, *id) : plain(Errc::kNotFound);
}

loop::Task<Problem> create_incident(Call& call) {
    JsonReader reader;
    std::optional<JsonValue> body;
    std::optional<write::Idempotency> answer;
    if (Problem problem = read_object(call, reader, body)) {
        co_return problem;
    }
    if (Problem problem = read_idempotency(call, answer)) {
        co_return problem;
    }
    Incident incident;
    incident.id = call.make_id<IncidentId>();
    incident.project = call.caller.project;
    incident.created_at = incident.updated_at = incident.started_at = call.now();
    Problem problem;
    ObjectIn in(*body, problem);
    IncidentChange change = merge_incident(in, incident, call.now());
    if (problem) {
        co_return problem;
    }
    if (!change.impact_given) {
        const auto impact = call.reader().read([&](const store::Snapshot& snapshot) {
            return default_impact(snapshot, incident, call.now_seconds());
        });
        if (!impact) {
            co_return from_store(impact.error());
        }
        incident.impact = *impact;
    }
    (void)apply_status(incident, change, call.now());
    IncidentUpdate first{.id = call.make_id<UpdateId>(),
                         .status = incident.status,
                         .created_at = call.now(),
                         .message = std::move(change.message)};
    write::Idempotency made = answer.value_or(write::Idempotency{});
    append_incident(made.body, incident, std::span(&first, 1));
    made.location = "/api/incidents/" + incident.id.text();
    made.etag = entity_tag(incident.version, made.body);
    write::Command command =
        write::CreateIncident{.incident = std::move(incident),
                              .first_update = std::move(first),
                              .idempotency = answer ? std::optional(made) : std::nullopt};
    write::Outcome outcome = co_await call.site.reactor.write(std::move(command));
    if (outcome.code != Errc::kOk) {
        co_return incident_problem(outcome);
    }
    write_created(call, outcome, std::move(made));
    co_return Problem{};
}

loop::Task<Problem> patch_incident(Call& call) {
    const auto id = IncidentId::parse(call.params[0]);
    if (!id) {
        co_return plain(Errc::kNotFound);
    }
    JsonReader reader;
    std::optional<JsonValue> body;
    if (Problem problem = read_object(call, reader, body)) {
        co_return problem;
    }
    write::Outcome outcome;
    for (int attempt = 0; attempt < kPatchAttempts; ++attempt) {
        Incident incident;
        std::size_t told = 0;
        if (Problem problem = read_for_patch(call, *id, incident, told)) {
            co_return problem;
        }
        const std::uint64_t read_version = incident.version;
        std::optional<IncidentUpdate> update;
        if (Problem problem = merge_patch(call, *body, incident, update)) {
            co_return problem;
        }
        if (update && told >= limits::kIncidentUpdates) {
            co_return invalid("message", "cannot be added: the incident has 500 updates");
        }
        if (update) {
            update->id = call.make_id<UpdateId>();
        }
        write::Command command = write::UpdateIncident{.incident = std::move(incident),
                                                       .expected_version = read_version,
                                                       .update = std::move(update)};
        outcome = co_await call.site.reactor.write(std::move(command));
        if (outcome.code != Errc::kConflict) {
            break;
        }
    }
    if (outcome.code != Errc::kOk) {
        co_return outcome.code == Errc::kConflict ? still_busy() : incident_problem(outcome);
    }
    co_return answer_incident(call, *id);
}

loop::Task<Problem> delete_incident(Call& call) {
    const auto id = IncidentId::parse(call.params[0]);
    if (!id) {
        co_return plain(Errc::kNotFound);
    }
    std::optional<std::uint64_t> version;
    if (has_if_match(call)) {
        const auto incident = call.reader().read([&](const store::Snapshot& snapshot) {
            return own_incident(snapshot, *id, call.caller.project);
        });
        if (!incident) {
            co_return from_store(incident.error());
        }
        if (Problem problem = check_if_match(call, incident->version)) {
            co_return problem;
        }
        version = incident->version;
    }
    write::Command command =
        write::DeleteIncident{.id = *id, .project = call.caller.project, .if_version = version};
    const write::Outcome outcome = co_await call.site.reactor.write(std::move(command));
    call.reply.status = 204;
    co_return from_outcome(outcome);
}

}  // namespace ks::api
