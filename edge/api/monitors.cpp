// SPDX-License-Identifier: Apache-2.0
// /monitors, /monitors/:id and the same under /projects/:projectId (spec 2.2).
#include "core/text/percent.hpp"
#include "edge/api/answers.hpp"
#include "edge/api/endpoints.hpp"
#include "edge/api/monitor_in.hpp"
#include "edge/api/monitor_out.hpp"
#include "edge/api/paging.hpp"
#include "edge/tls/digest.hpp"

#include <array>
#include <utility>

namespace ks::api {
namespace {

using record::Monitor;
using record::MonitorType;

/// Heartbeat addresses: 160 random bits as 32 characters, nothing to guess.
std::string make_token() {
    constexpr std::string_view alphabet = "abcdefghijklmnopqrstuvwxyz234567";
    std::array<std::byte, 32> random{};
    tls::random_bytes(random);
    std::string token;
    for (const std::byte byte : random) {
        token.push_back(alphabet[std::to_integer<std::size_t>(byte) & 31U]);
    }
    return token;
}

Result<Monitor> own_monitor(const store::Snapshot& snapshot, MonitorId id, ProjectId project) {
    KS_TRY(auto monitor, store::monitor(snapshot, id));
    return monitor.project == project ? Result<Monitor>(std::move(monitor))
                                      : Result<Monitor>(Errc::kNotFound);
}

Result<void> append_stored(const store::Snapshot& snapshot,
                           const Monitor& monitor,
                           const Zone& zone,
                           const Call& call,
                           std::string& out) {
    KS_TRY(const auto figures, read_figures(snapshot, monitor, zone, call.now_seconds()));
    append_monitor(out, monitor, figures, call.site.facts);
    return {};
}

Problem answer_monitor(Call& call, MonitorId id) {
    std::string body;
    std::uint64_t version = 0;
    const auto read = call.reader().read([&](const store::Snapshot& snapshot) -> Result<void> {
        KS_TRY(const auto monitor, own_monitor(snapshot, id, call.caller.project));
        KS_TRY(const auto zone, project_zone(snapshot, monitor.project));
        version = monitor.version;
        return append_stored(snapshot, monitor, zone, call, body);
    });
    if (!read) {
        return from_store(read.error());
    }
    write_object(call, version, std::move(body));
    return {};
}

/// `?type=`, `?status=`, `?enabled=`.
struct Filter {
    std::optional<MonitorType> type;
    std::optional<record::State> state;
    std::optional<bool> enabled;

    [[nodiscard]] bool any() const noexcept { return type || state || enabled; }
};

std::optional<record::State> parse_state(std::string_view text) noexcept {
    using enum record::State;
    for (const auto state : {kNoData, kUp, kDegraded, kDown, kMaintenance, kPaused}) {
        if (record::name(state) == text) {
            return state;
        }
    }
    return std::nullopt;
}

Problem read_filter(std::string_view query, Filter& filter) {
    if (const auto text = text::query_value(query, "type")) {
        filter.type = record::parse_monitor_type(*text);
        if (!filter.type) {
            return invalid("type", "must be a monitor type such as 'http'");
        }
    }
    if (const auto text = text::query_value(query, "status")) {
        filter.state = parse_state(*text);
        if (!filter.state) {
            return invalid("status", "must be up, degraded, down, maintenance, paused or no_data");
        }
    }
    if (const auto text = text::query_value(query, "enabled")) {
        if (*text != "true" && *text != "false") {
            return invalid("enabled", "must be true or false");
        }
        filter.enabled = *text == "true";
    }
    return {};
}

Result<bool> matches(const store::Snapshot& snapshot,
                     MonitorId id,
                     const Filter& filter,
                     const Zone& zone,
                     UnixSeconds now) {
    const auto face = store::monitor_face(snapshot, id);
    if (!face) {
        return face.error().code == Errc::kNotFound ? Result<bool>(false)
                                                    : Result<bool>(face.error());
    }
    if ((filter.type && face->type != *filter.type) ||
        (filter.enabled && face->enabled != *filter.enabled)) {
        return false;
    }
    if (!filter.state) {
        return true;
    }
    KS_TRY(const auto state, read_state(snapshot, id, zone, now));
    return state == *filter.state;
}

ListSource monitor_source(const Call& call, const Filter& filter, const Zone& zone) {
    const ProjectId project = call.caller.project;
    const serve::SiteFacts& facts = call.site.facts;
    const UnixSeconds now = call.now_seconds();
    ListSource source{
        .ids = [project](const store::Snapshot& snapshot,
                         RawId after,
                         std::size_t limit) -> Result<std::vector<RawId>> {
            KS_TRY(const auto ids,
                   store::project_monitors(snapshot, project, MonitorId{after}, limit));
            return std::vector<RawId>(ids.begin(), ids.end());
        },
        .wanted = {},
        .append = [project, zone, now, &facts](
                      const store::Snapshot& snapshot, RawId id, std::string& out) -> Result<void> {
            const auto monitor = own_monitor(snapshot, MonitorId{id}, project);
            if (!monitor) {
                return monitor.error().code == Errc::kNotFound ? Result<void>()
                                                               : Result<void>(monitor.error());
            }
            KS_TRY(const auto figures, read_figures(snapshot, *monitor, zone, now));
            append_monitor(out, *monitor, figures, facts);
            return {};
        },
        .id_text = id_text<MonitorId>,
        .parse_id = parse_id<MonitorId>};
    if (filter.any()) {
        source.wanted = [filter, zone, now](const store::Snapshot& snapshot, RawId id) {
            return matches(snapshot, MonitorId{id}, filter, zone, now);
        };
    }
    return source;
}

/// Under /projects/:projectId only the key's own project is there.
bool path_names_project(const Call& call) {
    return !call.request.path.starts_with("/api/projects/") ||
           ProjectId::parse(call.params[0]) == call.caller.project;
}

Problem merge_stored(const Call& call, JsonValue body, Monitor& monitor) {
    if (Problem problem = check_if_match(call, monitor.version)) {
        return problem;
    }
    const std::vector<record::Settings> before = monitor.settings;
    Problem problem;
    ObjectIn in(body, problem);
    merge_monitor(in, monitor, MergeKind::kPatch);
    const record::Settings changed = monitor.settings.back();
    append_settings(before, changed, call.now_seconds(), monitor.settings);
    monitor.updated_at = call.now();
    return problem;
}

}  // namespace

loop::Task<Problem> list_monitors(Call& call) {
    if (!path_names_project(call)) {
        co_return plain(Errc::kNotFound);
    }
    Filter filter;
    if (Problem problem = read_filter(call.request.query, filter)) {
        co_return problem;
    }
    const auto zone = call.reader().read([&](const store::Snapshot& snapshot) {
        return project_zone(snapshot, call.caller.project);
    });
    if (!zone) {
        co_return from_store(zone.error());
    }
    ListSource source = monitor_source(call, filter, *zone);
    co_return co_await write_list(call, std::move(source));
}

loop::Task<Problem> get_monitor(Call& call) {
    const auto id = MonitorId::parse(call.params[0]);
    co_return id ? answer_monitor(call, *id) : plain(Errc::kNotFound);
}

loop::Task<Problem> create_monitor(Call& call) {
    if (!path_names_project(call)) {
        co_return plain(Errc::kNotFound);
    }
    JsonReader reader;
    std::optional<JsonValue> body;
    std::optional<write::Idempotency> answer;
    if (Problem problem = read_object(call, reader, body)) {
        co_return problem;
    }
    if (Problem problem = read_idempotency(call, answer)) {
        co_return problem;
    }
    Monitor monitor{.id = call.make_id<MonitorId>(), .project = call.caller.project};
    monitor.created_at = monitor.updated_at = call.now();
    monitor.settings.back().from = call.now_seconds();
    Problem problem;
    ObjectIn in(*body, problem);
    merge_monitor(in, monitor, MergeKind::kCreate);
    if (problem) {
        co_return problem;
    }
    if (monitor.type == MonitorType::kHeartbeat) {
        monitor.token = make_token();
    }
    const MonitorId id = monitor.id;
    write::Idempotency made = answer.value_or(write::Idempotency{});
    const MonitorFigures none{.state = monitor.now().enabled ? record::State::kNoData
                                                             : record::State::kPaused};
    append_monitor(made.body, monitor, none, call.site.facts);
    made.location = "/api/monitors/" + id.text();
    made.etag = entity_tag(monitor.version, made.body);
    write::Command command = write::CreateMonitor{
        .monitor = std::move(monitor), .idempotency = answer ? std::optional(made) : std::nullopt};
    write::Outcome outcome = co_await call.site.reactor.write(std::move(command));
    if (outcome.code != Errc::kOk) {
        co_return from_outcome(outcome);
    }
    if (!outcome.replay) {
        call.site.check_soon(id);
    }
    write_created(call, outcome, std::move(made));
    co_return Problem{};
}

loop::Task<Problem> patch_monitor(Call& call) {
    const auto id = MonitorId::parse(call.params[0]);
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
        auto monitor = call.reader().read([&](const store::Snapshot& snapshot) {
            return own_monitor(snapshot, *id, call.caller.project);
        });
        if (!monitor) {
            co_return from_store(monitor.error());
        }
        const std::uint64_t read_version = monitor->version;
        if (Problem problem = merge_stored(call, *body, *monitor)) {
            co_return problem;
        }
        write::Command command =
            write::UpdateMonitor{.monitor = *std::move(monitor), .expected_version = read_version};
        outcome = co_await call.site.reactor.write(std::move(command));
        if (outcome.code != Errc::kConflict) {
            break;
        }
    }
    if (outcome.code == Errc::kConflict) {
        co_return still_busy();
    }
    if (outcome.code != Errc::kOk) {
        co_return from_outcome(outcome);
    }
    call.site.check_soon(*id);
    co_return answer_monitor(call, *id);
}

loop::Task<Problem> delete_monitor(Call& call) {
    const auto id = MonitorId::parse(call.params[0]);
    if (!id) {
        co_return plain(Errc::kNotFound);
    }
    std::optional<std::uint64_t> version;
    if (has_if_match(call)) {
        const auto monitor = call.reader().read([&](const store::Snapshot& snapshot) {
            return own_monitor(snapshot, *id, call.caller.project);
        });
        if (!monitor) {
            co_return from_store(monitor.error());
        }
        if (Problem problem = check_if_match(call, monitor->version)) {
            co_return problem;
        }
        version = monitor->version;
    }
    write::Command command = write::DeleteMonitor{.id = *id,
                                                  .project = call.caller.project,
                                                  .if_version = version,
                                                  .now = call.now_seconds()};
    const write::Outcome outcome = co_await call.site.reactor.write(std::move(command));
    call.reply.status = 204;
    co_return from_outcome(outcome);
}

}  // namespace ks::api
