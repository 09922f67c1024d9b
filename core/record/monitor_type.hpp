// SPDX-License-Identifier: Apache-2.0
// What tells the monitor types apart, one row each. Who treats types differently asks the row, so
// that a new type costs a row here and its check in edge/probe.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace ks::record {

enum class MonitorType : std::uint8_t { kHttp = 1, kTcp, kDns, kPing, kHeartbeat, kManual };

/// What Monitor::target holds.
enum class TargetKind : std::uint8_t { kNone, kUrl, kHost };

struct MonitorTypeInfo {
    MonitorType type;
    std::string_view name;             ///< wire name
    bool available;                    ///< this version takes it
    bool checked;                      ///< by a probe of edge/probe, not by pings or posted results
    TargetKind target;                 ///< what the owner must name
    bool port;                         ///< the target needs a port as well
    std::uint32_t default_timeout_ms;  ///< the interval caps it; 0: has no timeout
    bool http_options;                 ///< Monitor::http, and the certificate seen, mean something
    bool heartbeat;                    ///< pings under a token, with a grace and without regions

    /// Whether this server checks it on a schedule.
    [[nodiscard]] constexpr bool scheduled() const noexcept { return available && checked; }
};

/// A row per type, in the order of the enumerators.
[[nodiscard]] std::span<const MonitorTypeInfo> monitor_types() noexcept;
[[nodiscard]] const MonitorTypeInfo& info(MonitorType type) noexcept;

/// Wire names: "http" ...
[[nodiscard]] std::string_view name(MonitorType type) noexcept;
[[nodiscard]] std::optional<MonitorType> parse_monitor_type(std::string_view text) noexcept;

}  // namespace ks::record
