// SPDX-License-Identifier: Apache-2.0
// Projects and the keys that speak for them.
#pragma once

#include "core/base/id.hpp"
#include "core/base/result.hpp"
#include "core/time/clock.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>

namespace ks::record {

struct Project {
    ProjectId id;
    std::uint64_t version = 1;
    UnixMillis created_at{};
    UnixMillis updated_at{};
    std::string name;
    std::string timezone = "UTC";
    /// Raised when the time zone changes; a history cut under another epoch is re-cut
    /// (storage/write/recut).
    std::uint32_t zone_epoch = 0;
    bool automatic_incidents = true;  ///< a confirmed failure opens an incident
};

[[nodiscard]] std::string encode(const Project& project);
/// Also reads version 1, which had no automatic_incidents. kTruncated, kMalformed, kUnsupported.
[[nodiscard]] Result<Project> decode_project(Bytes bytes);

/// SHA-256 of the whole key text: all that is stored of a key.
using KeyHash = std::array<std::byte, 32>;

enum class KeyScope : std::uint8_t { kProject = 1, kAdmin = 2 };

struct ApiKey {
    KeyId id;
    KeyScope scope = KeyScope::kProject;
    ProjectId project;  ///< all zero for kAdmin
    UnixMillis created_at{};
    KeyHash hash{};
};

[[nodiscard]] std::string encode(const ApiKey& key);
[[nodiscard]] Result<ApiKey> decode_api_key(Bytes bytes);

}  // namespace ks::record
