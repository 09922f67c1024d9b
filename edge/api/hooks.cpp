// SPDX-License-Identifier: Apache-2.0
// /hooks: the addresses that take alerts of other tools. A hook's token is shown once and stored
// nowhere.
#include "edge/api/answers.hpp"
#include "edge/api/auth.hpp"
#include "edge/api/endpoints.hpp"
#include "edge/api/object_in.hpp"
#include "edge/tls/digest.hpp"
#include "storage/store/readers.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace ks::api {
namespace {

constexpr std::size_t kLabelChars = 128;
constexpr std::size_t kValuesMax = 32;

void append_hook(std::string& to, const record::Hook& hook) {
    text::JsonOut out(to);
    out.begin_object().key("id").string(hook.id.text());
    out.key("projectId").string(hook.project.text());
    out.key("kind").string(record::name(hook.kind));
    text_field(out, "monitorLabel", hook.monitor_label);
    out.key("severityLabel").string(hook.severity_label);
    out.key("degradedValues").begin_array();
    for (const std::string& value : hook.degraded_values) {
        out.string(value);
    }
    out.end_array();
    time_field(out, "createdAt", hook.created_at);
    out.end_object();
}

void read_kind(ObjectIn& in, record::HookKind& kind) {
    std::string text;
    if (!in.text({"kind"}, text, {.chars_min = 1, .chars_max = 32, .nullable = false})) {
        in.refuse("kind", "is required: 'alertmanager' or 'grafana'");
        return;
    }
    if (text != "alertmanager" && text != "grafana") {
        in.refuse("must be 'alertmanager' or 'grafana'");
    }
    kind = text == "grafana" ? record::HookKind::kGrafana : record::HookKind::kAlertmanager;
}

void read_values(ObjectIn& in, std::vector<std::string>& values) {
    const auto list = in.find({"degradedValues"});
    if (!list) {
        return;
    }
    const auto items = list->items();
    bool good = list->is(JsonKind::kArray) && items.size() <= kValuesMax;
    values.clear();
    for (const JsonValue& item : items) {
        const auto text = item.text();
        good = good && text && why_not(*text, {.chars_min = 1, .chars_max = kLabelChars}).empty();
        values.emplace_back(text.value_or(""));
    }
    if (!good) {
        in.refuse("must be an array of at most 32 strings");
    }
}

void read_hook(ObjectIn& in, record::Hook& hook) {
    read_kind(in, hook.kind);
    in.text({"monitorLabel"}, hook.monitor_label, {.chars_max = kLabelChars});
    if (in.text({"severityLabel"}, hook.severity_label, {.chars_max = kLabelChars}) &&
        hook.severity_label.empty()) {
        hook.severity_label = "severity";
    }
    read_values(in, hook.degraded_values);
}

}  // namespace

loop::Task<Problem> list_hooks(Call& call) {
    const auto hooks = call.reader().read([&](const store::Snapshot& snapshot) {
        return store::hooks_of_project(snapshot, call.caller.project);
    });
    if (!hooks) {
        co_return from_store(hooks.error());
    }
    std::string body = "[";
    for (const record::Hook& hook : *hooks) {
        body += body.size() > 1 ? "," : "";
        append_hook(body, hook);
    }
    write_json(call.reply, 200, body + "]");
    co_return Problem{};
}

loop::Task<Problem> create_hook(Call& call) {
    JsonReader reader;
    std::optional<JsonValue> body;
    if (Problem problem = read_object(call, reader, body)) {
        co_return problem;
    }
    record::Hook hook{
        .id = call.make_id<KeyId>(), .project = call.caller.project, .created_at = call.now()};
    Problem problem;
    ObjectIn in(*body, problem);
    read_hook(in, hook);
    if (problem) {
        co_return problem;
    }
    // As random as a key, but no key: it must not open anything else.
    const NewKey made =
        make_key(record::KeyScope::kProject, hook.project, hook.id, hook.created_at);
    const std::string token = "hk_" + made.text.substr(3);
    hook.hash = tls::sha256(token);
    std::string shown;
    append_hook(shown, hook);
    shown.pop_back();  // the address, which is never stored, goes into the same object
    shown += ",\"url\":\"" + api_origin(call) + "/api/hooks/" +
             std::string(record::name(hook.kind)) + "/" + token + "\"}";
    const std::string location = "/api/hooks/" + hook.id.text();
    write::Command command = write::CreateHook{.hook = std::move(hook)};
    const write::Outcome outcome = co_await call.site.reactor.write(std::move(command));
    if (outcome.code != Errc::kOk) {
        co_return from_outcome(outcome);
    }
    write_json(call.reply, 201, std::move(shown));
    call.reply.set("Location", location);
    co_return Problem{};
}

loop::Task<Problem> revoke_hook(Call& call) {
    const auto id = KeyId::parse(call.params[0]);
    if (!id) {
        co_return plain(Errc::kNotFound);
    }
    write::Command command = write::RevokeHook{.id = *id, .project = call.caller.project};
    const write::Outcome outcome = co_await call.site.reactor.write(std::move(command));
    call.reply.status = 204;
    co_return from_outcome(outcome);
}

}  // namespace ks::api
