// SPDX-License-Identifier: Apache-2.0
// What the handlers share: JSON replies, entity tags, bodies, ids in paths, Idempotency-Key.
#pragma once

#include "core/text/iso_time.hpp"
#include "core/text/json_out.hpp"
#include "edge/api/call.hpp"
#include "edge/api/json_in.hpp"
#include "storage/write/command.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ks::api {

/// Status, Content-Type and body; nothing may be kept by caches on the way.
void write_json(serve::Reply& reply, std::uint16_t status, std::string body);

/// A strong tag of one object: "<version>-<hash of body>". The version is what If-Match compares,
/// the hash what If-None-Match needs as well, for a body also shows what results and DNS checks
/// changed.
[[nodiscard]] std::string entity_tag(std::uint64_t version, std::string_view body);

/// 200 with the tag, or 304 when If-None-Match has it.
void write_object(Call& call, std::uint64_t version, std::string body);

/// kPreconditionFailed unless If-Match is absent, "*" or names `version`.
[[nodiscard]] Problem check_if_match(const Call& call, std::uint64_t version);
[[nodiscard]] bool has_if_match(const Call& call);

/// Content type is JSON (415), the body is there (400), is JSON (400) and an object (422). The
/// value lives in `reader`.
[[nodiscard]] Problem read_object(const Call& call,
                                  JsonReader& reader,
                                  std::optional<JsonValue>& object);
/// 415 unless the body's type is application/json or one that ends in +json; `or_lines`: or
/// application/x-ndjson.
enum class BodyType : std::uint8_t { kJson, kJsonOrLines };
[[nodiscard]] Problem check_content_type(const Call& call, BodyType type);
/// The media type without parameters, in lower case.
[[nodiscard]] std::string media_type(const Call& call);

/// The command's memory of its answer; nullopt without the header, 422 for a bad one.
[[nodiscard]] Problem read_idempotency(const Call& call, std::optional<write::Idempotency>& out);

/// How often a PATCH without If-Match is made anew on top of another's write. Of those who meet, at
/// least one succeeds a round.
inline constexpr int kPatchAttempts = 100;
/// The problem of a PATCH that met another's write every time: 503, try again later.
[[nodiscard]] Problem still_busy();

/// From a failed command.
[[nodiscard]] Problem from_outcome(const write::Outcome& outcome);
/// 201 with Location and tag: `made`, or the first answer if `outcome` says that this was a repeat.
void write_created(Call& call, write::Outcome& outcome, write::Idempotency&& made);

/// "https://app.B" of this server.
[[nodiscard]] std::string api_origin(const Call& call);

/// key(name) with "..." or null for empty text.
void text_field(text::JsonOut& out, std::string_view name, std::string_view text);
void time_field(text::JsonOut& out, std::string_view name, UnixMillis at);
/// Null for 0.
void seconds_field(text::JsonOut& out, std::string_view name, std::int64_t at);
/// "99.98" or null below 0.
void percent_field(text::JsonOut& out, std::string_view name, int per_myriad);

}  // namespace ks::api
