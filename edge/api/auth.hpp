// SPDX-License-Identifier: Apache-2.0
// API keys: 160 random bits behind "km_" (a project's) or "ka_" (the administrator's). The store
// has their hash only.
#pragma once

#include "core/http/fields.hpp"
#include "edge/api/call.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ks::api {

/// Who may call an endpoint.
enum class Access : std::uint8_t {
    kPublic,   ///< no key is asked for
    kProject,  ///< a project's key
    kAny,      ///< either
    kAdmin,    ///< an administrator's key
};

/// Reads x-api-key or `Authorization: Bearer` and fills `call.caller`; 401 when the key is missing,
/// unknown or of the wrong kind.
[[nodiscard]] Problem authorise(Call& call, Access access);

/// What `Authorization: Bearer` carries.
[[nodiscard]] std::optional<std::string_view> bearer_token(const http::FieldsView& fields);

struct NewKey {
    std::string text;  ///< shown once
    record::ApiKey record;
};

/// `project` is all zero for kAdmin.
[[nodiscard]] NewKey make_key(record::KeyScope scope, ProjectId project, KeyId id, UnixMillis now);

}  // namespace ks::api
