// SPDX-License-Identifier: Apache-2.0
#include "core/record/maintenance.hpp"

#include "core/record/layout.hpp"

namespace ks::record {
namespace {

constexpr std::uint8_t kVersion = 1;

}  // namespace

std::string encode(const Maintenance& window) {
    Encoder out(kVersion);
    out.id(window.id);
    out.id(window.project);
    out.u64(window.version);
    out.i64(window.created_at.time_since_epoch().count());
    out.i64(window.updated_at.time_since_epoch().count());
    out.i64(window.starts_at.time_since_epoch().count());
    out.i64(window.ends_at.time_since_epoch().count());
    out.text(window.rrule);
    out.text(window.title);
    out.u16(static_cast<std::uint16_t>(window.monitors.size()));
    for (const MonitorId& monitor : window.monitors) {
        out.id(monitor);
    }
    out.long_text(window.description);
    return std::move(out).take();
}

Result<Maintenance> decode_maintenance(Bytes bytes) {
    KS_TRY(Decoder in, open_record(bytes, kVersion));
    Maintenance window;
    window.id = in.id<MaintenanceId>();
    window.project = in.id<ProjectId>();
    window.version = in.u64();
    window.created_at = UnixMillis(std::chrono::milliseconds(in.i64()));
    window.updated_at = UnixMillis(std::chrono::milliseconds(in.i64()));
    window.starts_at = UnixSeconds(std::chrono::seconds(in.i64()));
    window.ends_at = UnixSeconds(std::chrono::seconds(in.i64()));
    window.rrule = in.text();
    window.title = in.text();
    for (std::uint16_t left = in.u16(); left > 0 && in.ok(); --left) {
        window.monitors.push_back(in.id<MonitorId>());
    }
    window.description = in.long_text();
    if (in.ok() && window.ends_at <= window.starts_at) {
        return Errc::kMalformed;
    }
    KS_CHECK(in.finish());
    return window;
}

}  // namespace ks::record
