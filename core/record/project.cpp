// SPDX-License-Identifier: Apache-2.0
#include "core/record/project.hpp"

#include "core/record/layout.hpp"

#include <algorithm>

namespace ks::record {
namespace {

constexpr std::uint8_t kProjectVersion = 2;
constexpr std::uint8_t kKeyVersion = 1;

UnixMillis millis(std::int64_t since_1970) noexcept {
    return UnixMillis(std::chrono::milliseconds(since_1970));
}

}  // namespace

std::string encode(const Project& project) {
    Encoder out(kProjectVersion);
    out.id(project.id);
    out.u64(project.version);
    out.i64(project.created_at.time_since_epoch().count());
    out.i64(project.updated_at.time_since_epoch().count());
    out.text(project.name);
    out.text(project.timezone);
    out.u32(project.zone_epoch);
    out.flag(project.automatic_incidents);
    return std::move(out).take();
}

Result<Project> decode_project(Bytes bytes) {
    Decoder in(bytes);
    const std::uint8_t version = in.u8();
    if (!in.ok()) {
        return Errc::kTruncated;
    }
    if (version < 1 || version > kProjectVersion) {
        return Errc::kUnsupported;
    }
    Project project;
    project.id = in.id<ProjectId>();
    project.version = in.u64();
    project.created_at = millis(in.i64());
    project.updated_at = millis(in.i64());
    project.name = in.text();
    project.timezone = in.text();
    project.zone_epoch = in.u32();
    project.automatic_incidents = version == 1 || in.flag();
    KS_CHECK(in.finish());
    return project;
}

std::string encode(const ApiKey& key) {
    Encoder out(kKeyVersion);
    out.id(key.id);
    out.u8(static_cast<std::uint8_t>(key.scope));
    out.id(key.project);
    out.i64(key.created_at.time_since_epoch().count());
    out.raw(key.hash);
    return std::move(out).take();
}

Result<ApiKey> decode_api_key(Bytes bytes) {
    KS_TRY(Decoder in, open_record(bytes, kKeyVersion));
    ApiKey key;
    key.id = in.id<KeyId>();
    const std::uint8_t scope = in.u8();
    key.scope = scope == 2 ? KeyScope::kAdmin : KeyScope::kProject;  // checked below
    key.project = in.id<ProjectId>();
    key.created_at = millis(in.i64());
    const Bytes hash = in.raw(key.hash.size());
    KS_CHECK(in.finish());
    if (scope < 1 || scope > 2) {
        return Errc::kMalformed;
    }
    std::ranges::copy(hash, key.hash.begin());
    return key;
}

}  // namespace ks::record
