// SPDX-License-Identifier: Apache-2.0
// POST /api/v1/endpoints/<key>/external?success=true|false&error=&duration=10s with a bearer token:
// Gatus' external endpoints. The token is a heartbeat monitor's or the project's API key; the key
// is made of the monitor's group and name.
#include "core/base/limits.hpp"
#include "core/text/go_duration.hpp"
#include "core/text/percent.hpp"
#include "core/text/utf8.hpp"
#include "edge/api/answers.hpp"
#include "edge/api/auth.hpp"
#include "edge/api/endpoints.hpp"
#include "edge/api/pushed_result.hpp"
#include "edge/tls/digest.hpp"
#include "storage/store/readers.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace ks::api {
namespace {

/// Monitors that are looked through for a key; a larger project pushes with monitors' own tokens.
constexpr std::size_t kSearchMax = 5000;
constexpr std::size_t kTokenBytesMax = 128;

Problem unknown_token() {
    return {.code = Errc::kUnauthorized,
            .text = "The bearer token is missing, or neither a monitor's nor a project's."};
}

Problem no_such_endpoint() {
    return {.code = Errc::kNotFound,
            .text = "No monitor of this token has the key in the address (group_name)."};
}

/// One half of a key: trimmed, lower case, separators as dashes.
void append_key_part(std::string& key, std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n\v\f";
    text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
    text = text.substr(0, text.find_last_not_of(blanks) + 1);
    for (const char c : text) {
        const bool upper = c >= 'A' && c <= 'Z';
        const bool separator = std::string_view("/_., #+&").contains(c);
        key += separator ? '-' : upper ? static_cast<char>(c - 'A' + 'a') : c;
    }
}

std::string endpoint_key(const record::MonitorFace& monitor) {
    std::string key;
    append_key_part(key, monitor.display_group);
    key += '_';
    append_key_part(key, monitor.name);
    return key;
}

/// kUnauthorized for the token, kNotFound for the key.
Result<MonitorId> find_monitor(const store::Snapshot& snapshot,
                               std::string_view token,
                               std::string_view key) {
    if (const auto id = store::monitor_by_token(snapshot, token)) {
        KS_TRY(const auto face, store::monitor_face(snapshot, *id));
        return endpoint_key(face) == key ? Result<MonitorId>(*id) : Errc::kNotFound;
    }
    const auto owner = store::key_by_hash(snapshot, tls::sha256(token));
    if (!owner || owner->scope != record::KeyScope::kProject) {
        return Errc::kUnauthorized;
    }
    KS_TRY(const auto monitors,
           store::project_monitors(snapshot, owner->project, MonitorId{}, kSearchMax));
    for (const MonitorId& id : monitors) {
        KS_TRY(const auto face, store::monitor_face(snapshot, id));
        if (endpoint_key(face) == key) {
            return id;
        }
    }
    return Errc::kNotFound;
}

/// What the query says; 400 as Gatus.
Problem read_query(std::string_view query, record::CheckResult& result) {
    const auto success = text::query_value(query, "success");
    if (!success || (*success != "true" && *success != "false")) {
        return {.code = Errc::kBadRequest,
                .field = "success",
                .text = "success must be 'true' or 'false'."};
    }
    const std::string duration = text::query_value(query, "duration").value_or("");
    const auto taken = text::parse_go_duration(duration);
    if (!duration.empty() && !taken) {
        return {.code = Errc::kBadRequest,
                .field = "duration",
                .text = "duration must be a Go duration such as 10s, 1.5s or 300ms."};
    }
    result.response_ms = taken ? static_cast<std::int32_t>(taken->count()) : -1;
    if (*success == "false") {
        result.status = record::CheckStatus::kDown;
        const std::string error = text::query_value(query, "error").value_or("");
        if (text::is_utf8(error)) {
            result.error = text::utf8_prefix(error, limits::kErrorText);
        }
    }
    return {};
}

}  // namespace

loop::Task<Problem> push_gatus(Call& call) {
    const auto token = bearer_token(call.request.fields);
    if (!token || token->size() > kTokenBytesMax) {
        co_return unknown_token();
    }
    const auto key = text::percent_decode(call.params[0]);
    const auto id = call.reader().read([&](const store::Snapshot& snapshot) {
        return find_monitor(snapshot, *token, key.value_or(""));
    });
    if (!id) {
        co_return id.error().code == Errc::kUnauthorized ? unknown_token()
        : id.error().code == Errc::kNotFound             ? no_such_endpoint()
                                                         : from_store(id.error());
    }
    record::CheckResult result{.monitor = *id, .at = call.now_seconds()};
    if (Problem problem = read_query(call.request.query, result)) {
        co_return problem;
    }
    if (const Problem problem = co_await store_pushed(call, std::move(result))) {
        co_return problem.code == Errc::kNotFound ? no_such_endpoint() : problem;
    }
    call.reply.set("Cache-Control", "no-store");
    co_return Problem{};
}

}  // namespace ks::api
