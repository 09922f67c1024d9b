// SPDX-License-Identifier: Apache-2.0
// Fields in the order of need: what a page row shows, then what decides a result's meaning, then
// the rest.
#include "core/record/monitor.hpp"

#include "core/record/layout.hpp"

#include <algorithm>
#include <array>

namespace ks::record {
namespace {

constexpr std::uint8_t kVersion = 1;
constexpr std::array<std::string_view, 3> kStatuses{"up", "degraded", "down"};
constexpr std::array<std::string_view, 6> kStates{
    "no_data", "up", "degraded", "down", "maintenance", "paused"};

/// The enumerator (from 1) whose name is `text`.
template <class Enum, std::size_t N>
std::optional<Enum> parse(const std::array<std::string_view, N>& names,
                          std::string_view text) noexcept {
    const auto* found = std::ranges::find(names, text);
    if (found == names.end()) {
        return std::nullopt;
    }
    return static_cast<Enum>(found - names.begin() + 1);
}

UnixMillis millis(std::int64_t since_1970) noexcept {
    return UnixMillis(std::chrono::milliseconds(since_1970));
}

void put_settings(Encoder& out, const std::vector<Settings>& settings) {
    out.u16(static_cast<std::uint16_t>(settings.size()));
    for (const Settings& entry : settings) {
        out.i64(entry.from.time_since_epoch().count());
        out.u32(entry.interval_s);
        out.u32(entry.timeout_ms);
        out.u32(entry.grace_s);
        out.u16(entry.confirmations);
        out.flag(entry.enabled);
    }
}

std::vector<Settings> get_settings(Decoder& in) {
    std::vector<Settings> settings;
    for (std::uint16_t left = in.u16(); left > 0 && in.ok(); --left) {
        Settings& entry = settings.emplace_back();
        entry.from = UnixSeconds(std::chrono::seconds(in.i64()));
        entry.interval_s = in.u32();
        entry.timeout_ms = in.u32();
        entry.grace_s = in.u32();
        entry.confirmations = in.u16();
        entry.enabled = in.flag();
    }
    return settings;
}

void put_http(Encoder& out, const HttpOptions& http) {
    out.text(http.method);
    out.u16(static_cast<std::uint16_t>(http.headers.size()));
    for (const auto& [field, value] : http.headers) {
        out.text(field);
        out.long_text(value);
    }
    out.long_text(http.body);
    out.u16(static_cast<std::uint16_t>(http.expected_status.size()));
    for (const StatusRange& range : http.expected_status) {
        out.u16(range.low);
        out.u16(range.high);
    }
    out.long_text(http.body_contains);
    out.flag(http.follow_redirects);
    out.flag(http.verify_tls);
    out.u16(http.certificate_expiry_days);
}

HttpOptions get_http(Decoder& in) {
    HttpOptions http;
    http.method = in.text();
    for (std::uint16_t left = in.u16(); left > 0 && in.ok(); --left) {
        const std::string_view field = in.text();
        const std::string_view value = in.long_text();
        http.headers.emplace_back(field, value);
    }
    http.body = in.long_text();
    http.expected_status.clear();
    for (std::uint16_t left = in.u16(); left > 0 && in.ok(); --left) {
        const std::uint16_t low = in.u16();
        const std::uint16_t high = in.u16();
        http.expected_status.push_back({.low = low, .high = high});
    }
    http.body_contains = in.long_text();
    http.follow_redirects = in.flag();
    http.verify_tls = in.flag();
    http.certificate_expiry_days = in.u16();
    return http;
}

/// The leading fields. kTruncated, kMalformed, kUnsupported.
Result<MonitorFace> get_face(Decoder& in) noexcept {
    MonitorFace face{};
    face.project = in.id<ProjectId>();
    const std::uint8_t type = in.u8();
    face.enabled = in.flag();
    face.name = in.text();
    face.display_group = in.text();
    if (!in.ok()) {
        return Errc::kTruncated;
    }
    if (type < 1 || type > monitor_types().size()) {
        return Errc::kMalformed;
    }
    face.type = static_cast<MonitorType>(type);
    return face;
}

}  // namespace

std::string_view name(CheckStatus status) noexcept {
    return kStatuses[static_cast<std::size_t>(status) - 1];
}

std::string_view name(State state) noexcept {
    return kStates[static_cast<std::size_t>(state)];
}

std::optional<CheckStatus> parse_check_status(std::string_view text) noexcept {
    return parse<CheckStatus>(kStatuses, text);
}

std::string encode(const Monitor& monitor) {
    Encoder out(kVersion);
    out.id(monitor.project);
    out.u8(static_cast<std::uint8_t>(monitor.type));
    out.flag(monitor.now().enabled);
    out.text(monitor.name);
    out.text(monitor.display_group);
    put_settings(out, monitor.settings);
    out.id(monitor.id);
    out.u64(monitor.version);
    out.i64(monitor.created_at.time_since_epoch().count());
    out.i64(monitor.updated_at.time_since_epoch().count());
    out.text(monitor.target);
    out.u16(monitor.port);
    out.u32(monitor.degraded_above_ms);
    out.u16(static_cast<std::uint16_t>(monitor.regions.size()));
    for (const std::string& region : monitor.regions) {
        out.text(region);
    }
    out.text(monitor.token);
    put_http(out, monitor.http);
    return std::move(out).take();
}

Result<Monitor> decode_monitor(Bytes bytes) {
    KS_TRY(Decoder in, open_record(bytes, kVersion));
    KS_TRY(const MonitorFace face, get_face(in));
    Monitor monitor;
    monitor.project = face.project;
    monitor.type = face.type;
    monitor.name = face.name;
    monitor.display_group = face.display_group;
    monitor.settings = get_settings(in);
    monitor.id = in.id<MonitorId>();
    monitor.version = in.u64();
    monitor.created_at = millis(in.i64());
    monitor.updated_at = millis(in.i64());
    monitor.target = in.text();
    monitor.port = in.u16();
    monitor.degraded_above_ms = in.u32();
    for (std::uint16_t left = in.u16(); left > 0 && in.ok(); --left) {
        monitor.regions.emplace_back(in.text());
    }
    monitor.token = in.text();
    monitor.http = get_http(in);
    KS_CHECK(in.finish());
    if (monitor.settings.empty() || monitor.now().enabled != face.enabled) {
        return Errc::kMalformed;
    }
    return monitor;
}

Result<MonitorFace> read_monitor_face(Bytes bytes) noexcept {
    KS_TRY(Decoder in, open_record(bytes, kVersion));
    return get_face(in);
}

Result<MonitorRules> read_monitor_rules(Bytes bytes) {
    KS_TRY(Decoder in, open_record(bytes, kVersion));
    KS_TRY(const MonitorFace face, get_face(in));
    MonitorRules rules{.project = face.project, .type = face.type, .settings = get_settings(in)};
    if (!in.ok()) {
        return Errc::kTruncated;
    }
    return rules.settings.empty() ? Result<MonitorRules>(Errc::kMalformed)
                                  : Result<MonitorRules>(std::move(rules));
}

}  // namespace ks::record
