// SPDX-License-Identifier: Apache-2.0
#include "edge/api/problem.hpp"

#include "core/text/json_out.hpp"

namespace ks::api {
namespace {

/// Seconds to wait: a full queue drains at once, a full disk needs a person.
std::string retry_after(Errc code) {
    return code == Errc::kBusy || code == Errc::kTooManyRequests ? "1" : "10";
}

/// What the client may know; all that is our own fault is one code.
Errc shown_code(Errc code) noexcept {
    return info(code).http_status == 500 ? Errc::kInternal : code;
}

}  // namespace

Problem invalid(std::string_view field, std::string_view text) {
    std::string sentence = "'" + std::string(field) + "' " + std::string(text);
    if (!sentence.ends_with('.')) {
        sentence.push_back('.');
    }
    return {.code = Errc::kInvalidValue, .field = std::string(field), .text = std::move(sentence)};
}

Problem plain(Errc code) {
    return {.code = code};
}

Problem from_store(Error error) {
    switch (error.code) {
        case Errc::kTruncated:
        case Errc::kMalformed:
        case Errc::kUnsupported:
        case Errc::kTooLarge:
            return {.code = Errc::kInternal};
        default:
            return {.code = error.code};
    }
}

void write_problem(const Problem& problem, std::string_view request_id, serve::Reply& reply) {
    const Errc code = shown_code(problem.code);
    const ErrcInfo& row = info(code);
    reply = serve::Reply{};
    reply.status = row.http_status;
    reply.set("Content-Type", "application/json");
    reply.set("Cache-Control", "no-store");
    if (code == Errc::kUnauthorized) {
        reply.set("WWW-Authenticate", "Bearer realm=\"kamustatus\"");
    }
    if (row.http_status == 429 || row.http_status == 503) {
        reply.set("Retry-After", retry_after(code));
    }
    std::string sentence =
        problem.text.empty() || code != problem.code ? std::string(row.text) : problem.text;
    if (code == Errc::kInternal) {
        sentence += " The request's id is " + std::string(request_id) + ".";
    }
    text::JsonOut out(reply.body);
    out.begin_object().key("error").string(sentence).key("code").string(row.name);
    if (!problem.field.empty()) {
        out.key("field").string(problem.field);
    }
    out.end_object();
}

}  // namespace ks::api
