// SPDX-License-Identifier: Apache-2.0
// /projects and /projects/:id/keys (spec 2.4). A project's key sees and changes its own project;
// making projects and keys takes an admin key. A key is shown once and stored nowhere: a repeat
// under an Idempotency-Key is answered with null in its place.
#include "edge/api/answers.hpp"
#include "edge/api/auth.hpp"
#include "edge/api/endpoints.hpp"
#include "edge/api/object_in.hpp"
#include "edge/api/paging.hpp"
#include "storage/store/readers.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace ks::api {
namespace {

/// The new key in an answer that has one; nullopt inside: it was shown before.
struct ShownKey {
    std::optional<std::string_view> text;
};

void key_field(text::JsonOut& out, const ShownKey& key) {
    out.key("apiKey");
    key.text ? out.string(*key.text) : out.null();
}

void append_project(std::string& to,
                    const record::Project& project,
                    const std::optional<ShownKey>& key = std::nullopt) {
    text::JsonOut out(to);
    out.begin_object().key("id").string(project.id.text()).key("name").string(project.name);
    out.key("timezone").string(project.timezone);
    out.key("automaticIncidents").boolean(project.automatic_incidents);
    if (key) {
        key_field(out, *key);
    }
    time_field(out, "createdAt", project.created_at);
    time_field(out, "updatedAt", project.updated_at);
    out.end_object();
}

/// The project in the path, if the caller may know of it.
std::optional<ProjectId> visible_project(const Call& call) {
    const auto id = ProjectId::parse(call.params[0]);
    const bool visible =
        id && (call.caller.scope == record::KeyScope::kAdmin || *id == call.caller.project);
    return visible ? id : std::nullopt;
}

Result<record::Project> read_project(const Call& call, ProjectId id) {
    return call.reader().read(
        [&](const store::Snapshot& snapshot) { return store::project(snapshot, id); });
}

Problem answer_project(Call& call, ProjectId id) {
    const auto project = read_project(call, id);
    if (!project) {
        return from_store(project.error());
    }
    std::string body;
    append_project(body, *project);
    write_object(call, project->version, std::move(body));
    return {};
}

void merge_project(ObjectIn& in, record::Project& project) {
    std::string& timezone = project.timezone;
    merge_name(in, project.name);
    if (in.text({"timezone"}, timezone, {.chars_max = 64})) {
        timezone = timezone.empty() ? "UTC" : timezone;
        if (!Zone::find(timezone)) {
            in.refuse("must be an IANA time zone such as 'Europe/Berlin'");
        }
    }
    in.flag({"automaticIncidents"}, project.automatic_incidents, true);
    if (project.name.empty()) {
        in.refuse("name", "is required");
    }
}

Result<std::vector<RawId>> project_ids(const store::Snapshot& snapshot,
                                       RawId after,
                                       std::size_t limit) {
    KS_TRY(const auto projects, store::projects(snapshot));
    std::vector<RawId> ids;
    for (const record::Project& project : projects) {
        if (static_cast<const RawId&>(project.id) > after && ids.size() < limit) {
            ids.push_back(project.id);
        }
    }
    return ids;
}

template <class Create>
write::Command once(Create create, const std::optional<write::Idempotency>& answer) {
    return answer ? write::Command(
                        write::CreateOnce{.what = std::move(create), .idempotency = *answer})
                  : write::Command(std::move(create));
}

std::string new_key_body(const record::ApiKey& key, const ShownKey& shown) {
    std::string body;
    text::JsonOut out(body);
    out.begin_object().key("id").string(key.id.text());
    out.key("projectId").string(key.project.text());
    key_field(out, shown);
    time_field(out, "createdAt", key.created_at);
    out.end_object();
    return body;
}

/// The project's keys; kNotFound without the project.
Result<std::vector<record::ApiKey>> read_keys(const Call& call, ProjectId id) {
    return call.reader().read(
        [&](const store::Snapshot& snapshot) -> Result<std::vector<record::ApiKey>> {
            KS_CHECK(store::project(snapshot, id));
            return store::keys_of_project(snapshot, id);
        });
}

}  // namespace

loop::Task<Problem> list_projects(Call& call) {
    const Caller caller = call.caller;
    ListSource source{
        .ids = project_ids,
        .wanted = {},
        .append = [](const store::Snapshot& snapshot, RawId id, std::string& out) -> Result<void> {
            KS_TRY(const auto project, store::project(snapshot, ProjectId{id}));
            append_project(out, project);
            return {};
        },
        .id_text = id_text<ProjectId>,
        .parse_id = parse_id<ProjectId>};
    if (caller.scope == record::KeyScope::kProject) {
        source.ids = [caller](const store::Snapshot&,
                              RawId after,
                              std::size_t) -> Result<std::vector<RawId>> {
            const RawId own = caller.project;
            return after < own ? std::vector<RawId>{own} : std::vector<RawId>{};
        };
    }
    co_return co_await write_list(call, std::move(source));
}

loop::Task<Problem> get_project(Call& call) {
    const auto id = visible_project(call);
    co_return id ? answer_project(call, *id) : plain(Errc::kNotFound);
}

loop::Task<Problem> create_project(Call& call) {
    JsonReader reader;
    std::optional<JsonValue> body;
    std::optional<write::Idempotency> answer;
    if (Problem problem = read_object(call, reader, body)) {
        co_return problem;
    }
    if (Problem problem = read_idempotency(call, answer)) {
        co_return problem;
    }
    record::Project project{.id = call.make_id<ProjectId>(),
                            .created_at = call.now(),
                            .updated_at = call.now(),
                            .name = {}};
    Problem problem;
    ObjectIn in(*body, problem);
    merge_project(in, project);
    if (problem) {
        co_return problem;
    }
    NewKey key =
        make_key(record::KeyScope::kProject, project.id, call.make_id<KeyId>(), call.now());
    write::Idempotency made;
    append_project(made.body, project, ShownKey{key.text});
    made.location = "/api/projects/" + project.id.text();
    if (answer) {
        answer->location = made.location;
        append_project(answer->body, project, ShownKey{});
    }
    write::Command command =
        once(write::CreateProject{.project = std::move(project), .first_key = key.record}, answer);
    write::Outcome outcome = co_await call.site.reactor.write(std::move(command));
    if (outcome.code != Errc::kOk) {
        co_return from_outcome(outcome);
    }
    write_created(call, outcome, std::move(made));
    co_return Problem{};
}

loop::Task<Problem> patch_project(Call& call) {
    const auto id = visible_project(call);
    if (!id) {
        co_return plain(Errc::kNotFound);
    }
    JsonReader reader;
    std::optional<JsonValue> body;
    if (Problem problem = read_object(call, reader, body)) {
        co_return problem;
    }
    const auto before = read_project(call, *id);
    if (!before) {
        co_return from_store(before.error());
    }
    if (Problem problem = check_if_match(call, before->version)) {
        co_return problem;
    }
    record::Project after = *before;
    Problem problem;
    ObjectIn in(*body, problem);
    merge_project(in, after);
    if (problem) {
        co_return problem;
    }
    write::UpdateProject update{
        .id = *id, .now = call.now(), .name = std::nullopt, .timezone = std::nullopt};
    if (after.name != before->name) {
        update.name = after.name;
    }
    if (after.timezone != before->timezone) {
        update.timezone = after.timezone;
    }
    if (after.automatic_incidents != before->automatic_incidents) {
        update.automatic_incidents = after.automatic_incidents;
    }
    write::Command command = std::move(update);
    const write::Outcome outcome = co_await call.site.reactor.write(std::move(command));
    co_return outcome.code == Errc::kOk ? answer_project(call, *id) : from_outcome(outcome);
}

loop::Task<Problem> list_keys(Call& call) {
    const auto id = visible_project(call);
    if (!id) {
        co_return plain(Errc::kNotFound);
    }
    const auto keys = read_keys(call, *id);
    if (!keys) {
        co_return from_store(keys.error());
    }
    std::string body;
    text::JsonOut out(body);
    out.begin_array();
    for (const record::ApiKey& key : *keys) {
        out.begin_object().key("id").string(key.id.text());
        time_field(out, "createdAt", key.created_at);
        out.end_object();
    }
    out.end_array();
    write_json(call.reply, 200, std::move(body));
    co_return Problem{};
}

loop::Task<Problem> create_key(Call& call) {
    const auto id = visible_project(call);
    if (!id) {
        co_return plain(Errc::kNotFound);
    }
    std::optional<write::Idempotency> answer;
    if (Problem problem = read_idempotency(call, answer)) {
        co_return problem;
    }
    if (const auto project = read_project(call, *id); !project) {
        co_return from_store(project.error());
    }
    NewKey key = make_key(record::KeyScope::kProject, *id, call.make_id<KeyId>(), call.now());
    write::Idempotency made;
    made.body = new_key_body(key.record, ShownKey{key.text});
    made.location = "/api/projects/" + id->text() + "/keys/" + key.record.id.text();
    if (answer) {
        answer->location = made.location;
        answer->body = new_key_body(key.record, ShownKey{});
    }
    write::Command command = once(write::CreateKey{.key = key.record}, answer);
    write::Outcome outcome = co_await call.site.reactor.write(std::move(command));
    if (outcome.code != Errc::kOk) {
        co_return from_outcome(outcome);
    }
    write_created(call, outcome, std::move(made));
    co_return Problem{};
}

loop::Task<Problem> revoke_key(Call& call) {
    const auto project = visible_project(call);
    const auto id = KeyId::parse(call.params[1]);
    if (!project || !id) {
        co_return plain(Errc::kNotFound);
    }
    const auto keys = read_keys(call, *project);
    if (!keys || std::ranges::find(*keys, *id, &record::ApiKey::id) == keys->end()) {
        co_return keys ? plain(Errc::kNotFound) : from_store(keys.error());
    }
    write::Command command = write::RevokeKey{.id = *id};
    const write::Outcome outcome = co_await call.site.reactor.write(std::move(command));
    call.reply.status = 204;
    co_return from_outcome(outcome);
}

}  // namespace ks::api
