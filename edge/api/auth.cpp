// SPDX-License-Identifier: Apache-2.0
#include "edge/api/auth.hpp"

#include "core/http/fields.hpp"
#include "edge/tls/digest.hpp"
#include "storage/store/readers.hpp"

#include <array>
#include <optional>

namespace ks::api {
namespace {

constexpr std::string_view kAlphabet = "abcdefghijklmnopqrstuvwxyz234567";
/// Five bits each: 160 in all.
constexpr std::size_t kKeyChars = 32;
/// Nothing of ours is longer; hashing megabytes for strangers is not our business.
constexpr std::size_t kKeyBytesMax = 128;

std::optional<std::string_view> presented_key(const http::FieldsView& fields) {
    // An empty one is what a client sends that has only the other.
    const auto key = fields.find("x-api-key");
    return key && !key->empty() ? key : bearer_token(fields);
}

Problem wrong_kind(Access access) {
    return {.code = Errc::kUnauthorized,
            .text = access == Access::kAdmin ? "This takes an admin key (ka_...)."
                                             : "This takes a project's API key (km_...)."};
}

}  // namespace

std::optional<std::string_view> bearer_token(const http::FieldsView& fields) {
    constexpr std::string_view scheme = "Bearer ";
    const auto field = fields.find("Authorization");
    if (!field || field->size() <= scheme.size() ||
        !http::same_name(field->substr(0, scheme.size()), scheme)) {
        return std::nullopt;
    }
    const std::size_t start = field->find_first_not_of(' ', scheme.size());
    return start == std::string_view::npos ? std::nullopt : std::optional(field->substr(start));
}

Problem authorise(Call& call, Access access) {
    if (access == Access::kPublic) {
        return {};
    }
    const auto key = presented_key(call.request.fields);
    if (!key || key->size() > kKeyBytesMax ||
        !(key->starts_with("km_") || key->starts_with("ka_"))) {
        return plain(Errc::kUnauthorized);
    }
    const record::KeyHash hash = tls::sha256(*key);
    const auto known = call.reader().read(
        [&](const store::Snapshot& snapshot) { return store::key_by_hash(snapshot, hash); });
    if (!known) {
        return known.error().code == Errc::kNotFound ? plain(Errc::kUnauthorized)
                                                     : from_store(known.error());
    }
    const bool admin = known->scope == record::KeyScope::kAdmin;
    if ((access == Access::kAdmin && !admin) || (access == Access::kProject && admin)) {
        return wrong_kind(access);
    }
    call.caller = {.scope = known->scope, .project = known->project};
    return {};
}

NewKey make_key(record::KeyScope scope, ProjectId project, KeyId id, UnixMillis now) {
    std::array<std::byte, kKeyChars> random{};
    tls::random_bytes(random);
    NewKey key{.text = scope == record::KeyScope::kAdmin ? "ka_" : "km_", .record = {}};
    for (const std::byte byte : random) {
        key.text.push_back(kAlphabet[std::to_integer<std::size_t>(byte) & 31U]);
    }
    key.record = {.id = id,
                  .scope = scope,
                  .project = project,
                  .created_at = now,
                  .hash = tls::sha256(key.text)};
    return key;
}

}  // namespace ks::api
