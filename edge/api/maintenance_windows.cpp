// SPDX-License-Identifier: Apache-2.0
// /maintenance-windows and /maintenance-windows/:id (spec 2.3).
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

using record::Maintenance;

Result<Maintenance> own_window(const store::Snapshot& snapshot,
                               MaintenanceId id,
                               ProjectId project) {
    KS_TRY(auto window, store::maintenance(snapshot, id));
    return window.project == project ? Result<Maintenance>(std::move(window))
                                     : Result<Maintenance>(Errc::kNotFound);
}

Result<Zone> own_zone(const Call& call) {
    return call.reader().read([&](const store::Snapshot& snapshot) {
        return project_zone(snapshot, call.caller.project);
    });
}

Problem answer_window(Call& call, MaintenanceId id) {
    std::string body;
    std::uint64_t version = 0;
    const auto read = call.reader().read([&](const store::Snapshot& snapshot) -> Result<void> {
        KS_TRY(const auto window, own_window(snapshot, id, call.caller.project));
        KS_TRY(const Zone zone, project_zone(snapshot, window.project));
        version = window.version;
        append_maintenance(body, window, zone, call.now_seconds());
        return {};
    });
    if (!read) {
        return from_store(read.error());
    }
    write_object(call, version, std::move(body));
    return {};
}

/// `?status=`, `?monitorId=`.
struct Filter {
    std::string status;
    std::optional<MonitorId> monitor;

    [[nodiscard]] bool any() const noexcept { return !status.empty() || monitor; }

    [[nodiscard]] bool matches(const Maintenance& window, const Zone& zone, UnixSeconds now) const {
        return (status.empty() || maintenance_status(window, zone, now) == status) &&
               (!monitor || std::ranges::find(window.monitors, *monitor) != window.monitors.end());
    }
};

Problem read_filter(std::string_view query, Filter& filter) {
    if (const auto text = text::query_value(query, "status")) {
        filter.status = *text;
        if (*text != "scheduled" && *text != "in_progress" && *text != "completed") {
            return invalid("status", "must be scheduled, in_progress or completed");
        }
    }
    if (const auto text = text::query_value(query, "monitorId")) {
        filter.monitor = MonitorId::parse(*text);
        if (!filter.monitor) {
            return invalid("monitorId", "must be the id of a monitor");
        }
    }
    return {};
}

Problem window_problem(const write::Outcome& outcome) {
    Problem problem = from_outcome(outcome);
    if (outcome.code == Errc::kUnknownMonitor) {
        problem.field = "monitorIds";
    }
    return problem;
}

Problem merge_patch(const Call& call, JsonValue body, const Zone& zone, Maintenance& window) {
    if (Problem problem = check_if_match(call, window.version)) {
        return problem;
    }
    Problem problem;
    ObjectIn in(body, problem);
    merge_maintenance(in, window, zone);
    window.updated_at = call.now();
    return problem;
}

}  // namespace

loop::Task<Problem> list_maintenance(Call& call) {
    Filter filter;
    if (Problem problem = read_filter(call.request.query, filter)) {
        co_return problem;
    }
    const auto zone = own_zone(call);
    if (!zone) {
        co_return from_store(zone.error());
    }
    const ProjectId project = call.caller.project;
    const UnixSeconds now = call.now_seconds();
    ListSource source{
        .ids = [project](const store::Snapshot& snapshot,
                         RawId after,
                         std::size_t limit) -> Result<std::vector<RawId>> {
            KS_TRY(const auto ids,
                   store::project_maintenance(snapshot, project, MaintenanceId{after}, limit));
            return std::vector<RawId>(ids.begin(), ids.end());
        },
        .wanted = {},
        .append = [project, now, days = *zone](
                      const store::Snapshot& snapshot, RawId id, std::string& out) -> Result<void> {
            const auto window = own_window(snapshot, MaintenanceId{id}, project);
            if (!window) {
                return window.error().code == Errc::kNotFound ? Result<void>()
                                                              : Result<void>(window.error());
            }
            append_maintenance(out, *window, days, now);
            return {};
        },
        .id_text = id_text<MaintenanceId>,
        .parse_id = parse_id<MaintenanceId>};
    if (filter.any()) {
        source.wanted = [filter, now, days = *zone](const store::Snapshot& snapshot,
                                                    RawId id) -> Result<bool> {
            KS_TRY(const auto window, store::maintenance(snapshot, MaintenanceId{id}));
            return filter.matches(window, days, now);
        };
    }
    co_return co_await write_list(call, std::move(source));
}

loop::Task<Problem> get_maintenance(Call& call) {
    const auto id = MaintenanceId::parse(call.params[0]);
    co_return id ? answer_window(call, *id) : plain(Errc::kNotFound);
}

loop::Task<Problem> create_maintenance(Call& call) {
    JsonReader reader;
    std::optional<JsonValue> body;
    std::optional<write::Idempotency> answer;
    if (Problem problem = read_object(call, reader, body)) {
        co_return problem;
    }
    if (Problem problem = read_idempotency(call, answer)) {
        co_return problem;
    }
    const auto zone = own_zone(call);
    if (!zone) {
        co_return from_store(zone.error());
    }
    Maintenance window;
    window.id = call.make_id<MaintenanceId>();
    window.project = call.caller.project;
    window.created_at = window.updated_at = call.now();
    Problem problem;
    ObjectIn in(*body, problem);
    merge_maintenance(in, window, *zone);
    if (problem) {
        co_return problem;
    }
    write::Idempotency made = answer.value_or(write::Idempotency{});
    append_maintenance(made.body, window, *zone, call.now_seconds());
    made.location = "/api/maintenance-windows/" + window.id.text();
    made.etag = entity_tag(window.version, made.body);
    write::Command command = write::CreateMaintenance{
        .window = std::move(window), .idempotency = answer ? std::optional(made) : std::nullopt};
    write::Outcome outcome = co_await call.site.reactor.write(std::move(command));
    if (outcome.code != Errc::kOk) {
        co_return window_problem(outcome);
    }
    write_created(call, outcome, std::move(made));
    co_return Problem{};
}

loop::Task<Problem> patch_maintenance(Call& call) {
    const auto id = MaintenanceId::parse(call.params[0]);
    if (!id) {
        co_return plain(Errc::kNotFound);
    }
    JsonReader reader;
    std::optional<JsonValue> body;
    if (Problem problem = read_object(call, reader, body)) {
        co_return problem;
    }
    const auto zone = own_zone(call);
    if (!zone) {
        co_return from_store(zone.error());
    }
    write::Outcome outcome;
    for (int attempt = 0; attempt < kPatchAttempts; ++attempt) {
        auto window = call.reader().read([&](const store::Snapshot& snapshot) {
            return own_window(snapshot, *id, call.caller.project);
        });
        if (!window) {
            co_return from_store(window.error());
        }
        const std::uint64_t read_version = window->version;
        if (Problem problem = merge_patch(call, *body, *zone, *window)) {
            co_return problem;
        }
        write::Command command = write::UpdateMaintenance{.window = *std::move(window),
                                                          .expected_version = read_version};
        outcome = co_await call.site.reactor.write(std::move(command));
        if (outcome.code != Errc::kConflict) {
            break;
        }
    }
    if (outcome.code != Errc::kOk) {
        co_return outcome.code == Errc::kConflict ? still_busy() : window_problem(outcome);
    }
    co_return answer_window(call, *id);
}

loop::Task<Problem> delete_maintenance(Call& call) {
    const auto id = MaintenanceId::parse(call.params[0]);
    if (!id) {
        co_return plain(Errc::kNotFound);
    }
    std::optional<std::uint64_t> version;
    if (has_if_match(call)) {
        const auto window = call.reader().read([&](const store::Snapshot& snapshot) {
            return own_window(snapshot, *id, call.caller.project);
        });
        if (!window) {
            co_return from_store(window.error());
        }
        if (Problem problem = check_if_match(call, window->version)) {
            co_return problem;
        }
        version = window->version;
    }
    write::Command command = write::DeleteMaintenance{.id = *id,
                                                      .project = call.caller.project,
                                                      .now = call.now_seconds(),
                                                      .if_version = version};
    const write::Outcome outcome = co_await call.site.reactor.write(std::move(command));
    call.reply.status = 204;
    co_return from_outcome(outcome);
}

}  // namespace ks::api
