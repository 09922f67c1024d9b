// SPDX-License-Identifier: Apache-2.0
#include "core/record/alert.hpp"

#include "core/base/assert.hpp"
#include "core/record/layout.hpp"

#include <algorithm>

namespace ks::record {
namespace {

constexpr std::uint8_t kVersion = 1;
constexpr std::size_t kValuesMax = 32;

bool is_status(std::uint8_t value) noexcept {
    return value >= static_cast<std::uint8_t>(CheckStatus::kUp) &&
           value <= static_cast<std::uint8_t>(CheckStatus::kDown);
}

UnixMillis millis(std::int64_t since_1970) noexcept {
    return UnixMillis(std::chrono::milliseconds(since_1970));
}

UnixSeconds seconds(std::int64_t since_1970) noexcept {
    return UnixSeconds(std::chrono::seconds(since_1970));
}

}  // namespace

std::string_view name(HookKind kind) noexcept {
    return kind == HookKind::kGrafana ? "grafana" : "alertmanager";
}

std::string encode(const Hook& hook) {
    KS_ASSERT(hook.degraded_values.size() <= kValuesMax);
    Encoder out(kVersion);
    out.id(hook.id);
    out.id(hook.project);
    out.i64(hook.created_at.time_since_epoch().count());
    out.u8(static_cast<std::uint8_t>(hook.kind));
    out.raw(hook.hash);
    out.text(hook.monitor_label);
    out.text(hook.severity_label);
    out.u8(static_cast<std::uint8_t>(hook.degraded_values.size()));
    for (const std::string& value : hook.degraded_values) {
        out.text(value);
    }
    return std::move(out).take();
}

Result<Hook> decode_hook(Bytes bytes) {
    KS_TRY(Decoder in, open_record(bytes, kVersion));
    Hook hook;
    hook.id = in.id<KeyId>();
    hook.project = in.id<ProjectId>();
    hook.created_at = millis(in.i64());
    const std::uint8_t kind = in.u8();
    hook.kind = kind == 2 ? HookKind::kGrafana : HookKind::kAlertmanager;  // checked below
    const Bytes hash = in.raw(hook.hash.size());
    hook.monitor_label = in.text();
    hook.severity_label = in.text();
    const std::size_t values = in.u8();
    hook.degraded_values.clear();
    for (std::size_t i = 0; i < std::min(values, kValuesMax); ++i) {
        hook.degraded_values.emplace_back(in.text());
    }
    KS_CHECK(in.finish());
    if (kind < 1 || kind > 2 || values > kValuesMax) {
        return Errc::kMalformed;
    }
    std::ranges::copy(hash, hook.hash.begin());
    return hook;
}

std::array<std::byte, 32> AlertKey::bytes() const noexcept {
    std::array<std::byte, 32> key{};
    std::ranges::copy(monitor.bytes, key.begin());
    std::ranges::copy(alert, key.begin() + 16);
    return key;
}

AlertKey AlertKey::read(Bytes bytes) noexcept {
    KS_ASSERT(bytes.size() == 32);
    AlertKey key;
    std::ranges::copy(bytes.first(16), key.monitor.bytes.begin());
    std::ranges::copy(bytes.subspan(16), key.alert.begin());
    return key;
}

std::string encode(const Alert& alert) {
    Encoder out(kVersion);
    out.id(alert.hook);
    out.flag(alert.firing);
    out.u8(static_cast<std::uint8_t>(alert.status));
    out.i64(alert.starts_at.time_since_epoch().count());
    out.i64(alert.seen_at.time_since_epoch().count());
    out.text(alert.summary);
    return std::move(out).take();
}

Result<Alert> decode_alert(Bytes bytes) {
    KS_TRY(Decoder in, open_record(bytes, kVersion));
    Alert alert;
    alert.hook = in.id<KeyId>();
    alert.firing = in.flag();
    const std::uint8_t status = in.u8();
    alert.starts_at = millis(in.i64());
    alert.seen_at = seconds(in.i64());
    alert.summary = in.text();
    KS_CHECK(in.finish());
    if (!is_status(status)) {
        return Errc::kMalformed;
    }
    alert.status = static_cast<CheckStatus>(status);
    return alert;
}

std::string encode(const AlertsHeld& held) {
    Encoder out(kVersion);
    out.u8(static_cast<std::uint8_t>(held.status));
    out.i64(held.at.time_since_epoch().count());
    return std::move(out).take();
}

Result<AlertsHeld> decode_alerts_held(Bytes bytes) {
    KS_TRY(Decoder in, open_record(bytes, kVersion));
    AlertsHeld held;
    const std::uint8_t status = in.u8();
    held.at = seconds(in.i64());
    KS_CHECK(in.finish());
    if (!is_status(status)) {
        return Errc::kMalformed;
    }
    held.status = static_cast<CheckStatus>(status);
    return held;
}

}  // namespace ks::record
