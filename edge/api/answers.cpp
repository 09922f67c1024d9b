// SPDX-License-Identifier: Apache-2.0
#include "edge/api/answers.hpp"

#include "core/http/conditional.hpp"
#include "core/model/uptime.hpp"
#include "edge/tls/digest.hpp"
#include "render/out/hash.hpp"

#include <algorithm>
#include <charconv>

namespace ks::api {
namespace {

constexpr std::size_t kIdempotencyKeyMax = 255;

/// The version in one of our tags, `"7-0123456789abcdef"`; whatever stands behind the dash is not
/// compared.
std::optional<std::uint64_t> tag_version(std::string_view tag) noexcept {
    if (tag.size() < 3 || tag.front() != '"' || tag.back() != '"') {
        return std::nullopt;
    }
    const std::string_view digits = tag.substr(1, tag.find_first_of("-\"", 1) - 1);
    std::uint64_t version = 0;
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), version);
    const bool whole = error == std::errc() && end == digits.data() + digits.size();
    return whole ? std::optional(version) : std::nullopt;
}

std::string_view trimmed(std::string_view text) noexcept {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) {
        text.remove_prefix(1);
    }
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) {
        text.remove_suffix(1);
    }
    return text;
}

}  // namespace

void write_json(serve::Reply& reply, std::uint16_t status, std::string body) {
    reply.status = status;
    reply.set("Content-Type", "application/json");
    reply.set("Cache-Control", "no-store");
    reply.body = std::move(body);
}

std::string entity_tag(std::uint64_t version, std::string_view body) {
    const auto digest = out::hex(out::content_hash(body));
    return "\"" + std::to_string(version) + "-" + std::string(digest.data(), digest.size()) + "\"";
}

void write_object(Call& call, std::uint64_t version, std::string body) {
    std::string tag = entity_tag(version, body);
    const auto known = call.request.fields.find("If-None-Match");
    const bool reading =
        call.request.method == http::Method::kGet || call.request.method == http::Method::kHead;
    if (reading && known && http::matches_weakly(*known, tag)) {
        call.reply.status = 304;
        call.reply.set("ETag", std::move(tag));
        return;
    }
    write_json(call.reply, 200, std::move(body));
    call.reply.set("ETag", std::move(tag));
}

bool has_if_match(const Call& call) {
    return call.request.fields.find("If-Match").has_value();
}

Problem check_if_match(const Call& call, std::uint64_t version) {
    const auto field = call.request.fields.find("If-Match");
    if (!field || trimmed(*field) == "*") {
        return {};
    }
    std::string_view rest = *field;
    while (!rest.empty()) {
        const std::size_t comma = rest.find(',');
        if (tag_version(trimmed(rest.substr(0, comma))) == version) {
            return {};
        }
        rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(comma + 1);
    }
    return plain(Errc::kPreconditionFailed);
}

std::string media_type(const Call& call) {
    const std::string_view field = call.request.fields.find("Content-Type").value_or("");
    std::string type(trimmed(field.substr(0, field.find(';'))));
    std::ranges::transform(type, type.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
    });
    return type;
}

Problem check_content_type(const Call& call, BodyType type) {
    const std::string given = media_type(call);
    const bool json = given == "application/json" ||
                      (given.starts_with("application/") && given.ends_with("+json"));
    const bool lines = type == BodyType::kJsonOrLines && given == "application/x-ndjson";
    return json || lines ? Problem{} : plain(Errc::kUnsupportedMediaType);
}

Problem read_object(const Call& call, JsonReader& reader, std::optional<JsonValue>& object) {
    if (call.request.body.empty()) {
        return {.code = Errc::kMalformedJson, .text = "The body is empty; send a JSON object."};
    }
    if (Problem problem = check_content_type(call, BodyType::kJson)) {
        return problem;
    }
    const auto value = reader.parse(call.request.body);
    if (!value) {
        return plain(Errc::kMalformedJson);
    }
    if (!value->is(JsonKind::kObject)) {
        return {.code = Errc::kInvalidValue, .text = "The body must be a JSON object."};
    }
    object = *value;
    return {};
}

Problem read_idempotency(const Call& call, std::optional<write::Idempotency>& out) {
    const auto field = call.request.fields.find("Idempotency-Key");
    if (!field) {
        return {};
    }
    const bool visible = std::ranges::all_of(*field, [](char c) { return c > 0x20 && c < 0x7F; });
    if (field->empty() || field->size() > kIdempotencyKeyMax || !visible) {
        return invalid("Idempotency-Key", "must be 1 to 255 visible ASCII characters");
    }
    out.emplace();
    out->now = call.now();
    out->key_hash = tls::sha256(as_bytes(call.caller.project.text() + "\n" + std::string(*field)));
    std::string whole(http::name(call.request.method));
    whole.append(" ").append(call.request.path).append("\n").append(call.request.body);
    out->body_hash = tls::sha256(as_bytes(whole));
    return {};
}

Problem still_busy() {
    return {.code = Errc::kBusy,
            .text = "Too many others are changing this object at the moment; try again."};
}

Problem from_outcome(const write::Outcome& outcome) {
    switch (outcome.code) {
        case Errc::kOk:
            return {};
        case Errc::kSlugTaken:
            return {.code = outcome.code, .field = "slug"};
        case Errc::kDomainTaken:
            return {.code = outcome.code, .field = "customDomain"};
        case Errc::kIdempotencyMismatch:
            return {.code = outcome.code, .field = "Idempotency-Key"};
        case Errc::kUnknownMonitor:
            return {.code = outcome.code,
                    .field = "monitors",
                    .text = "There is no monitor '" + outcome.subject + "'."};
        default:
            return from_store(Error{outcome.code});
    }
}

void write_created(Call& call, write::Outcome& outcome, write::Idempotency&& made) {
    write::Idempotency& answer = outcome.replay ? *outcome.replay : made;
    if (outcome.replay) {
        call.reply.set("Idempotency-Replayed", "true");
    }
    write_json(call.reply, answer.status, std::move(answer.body));
    if (!answer.location.empty()) {
        call.reply.set("Location", std::move(answer.location));
    }
    if (!answer.etag.empty()) {
        call.reply.set("ETag", std::move(answer.etag));
    }
}

std::string api_origin(const Call& call) {
    return call.site.facts.https_origin("app." + call.site.facts.base_domain);
}

void text_field(text::JsonOut& out, std::string_view name, std::string_view text) {
    out.key(name);
    text.empty() ? out.null() : out.string(text);
}

void time_field(text::JsonOut& out, std::string_view name, UnixMillis at) {
    out.key(name).string(text::format_iso_millis(at));
}

void seconds_field(text::JsonOut& out, std::string_view name, std::int64_t at) {
    out.key(name);
    at == 0 ? out.null()
            : out.string(text::format_iso_seconds(UnixSeconds(std::chrono::seconds(at))));
}

void percent_field(text::JsonOut& out, std::string_view name, int per_myriad) {
    out.key(name);
    per_myriad < 0 ? out.null() : out.string(model::percent_text(per_myriad));
}

}  // namespace ks::api
