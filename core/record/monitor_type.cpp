// SPDX-License-Identifier: Apache-2.0
#include "core/record/monitor_type.hpp"

#include <array>
#include <cstddef>

namespace ks::record {
namespace {

constexpr std::array<MonitorTypeInfo, 6> kRows{{
    {.type = MonitorType::kHttp,
     .name = "http",
     .available = true,
     .checked = true,
     .target = TargetKind::kUrl,
     .port = false,
     .default_timeout_ms = 30000,
     .http_options = true,
     .heartbeat = false},
    {.type = MonitorType::kTcp,
     .name = "tcp",
     .available = true,
     .checked = true,
     .target = TargetKind::kHost,
     .port = true,
     .default_timeout_ms = 10000,
     .http_options = false,
     .heartbeat = false},
    {.type = MonitorType::kDns,
     .name = "dns",
     .available = false,
     .checked = true,
     .target = TargetKind::kHost,
     .port = false,
     .default_timeout_ms = 10000,
     .http_options = false,
     .heartbeat = false},
    {.type = MonitorType::kPing,
     .name = "ping",
     .available = false,
     .checked = true,
     .target = TargetKind::kHost,
     .port = false,
     .default_timeout_ms = 10000,
     .http_options = false,
     .heartbeat = false},
    {.type = MonitorType::kHeartbeat,
     .name = "heartbeat",
     .available = true,
     .checked = false,
     .target = TargetKind::kNone,
     .port = false,
     .default_timeout_ms = 0,
     .http_options = false,
     .heartbeat = true},
    {.type = MonitorType::kManual,
     .name = "manual",
     .available = true,
     .checked = false,
     .target = TargetKind::kNone,
     .port = false,
     .default_timeout_ms = 10000,
     .http_options = false,
     .heartbeat = false},
}};

/// Where the row of `type` stands; the enumerators count from 1.
constexpr std::size_t row_of(MonitorType type) noexcept {
    return static_cast<std::size_t>(type) - 1;
}

consteval bool in_enum_order() {
    for (std::size_t i = 0; i < kRows.size(); ++i) {
        if (row_of(kRows[i].type) != i) {
            return false;
        }
    }
    return row_of(MonitorType::kManual) + 1 == kRows.size();
}

static_assert(in_enum_order(), "info() finds a row by its enumerator");

}  // namespace

std::span<const MonitorTypeInfo> monitor_types() noexcept {
    return kRows;
}

const MonitorTypeInfo& info(MonitorType type) noexcept {
    return kRows[row_of(type)];
}

std::string_view name(MonitorType type) noexcept {
    return info(type).name;
}

std::optional<MonitorType> parse_monitor_type(std::string_view text) noexcept {
    for (const MonitorTypeInfo& row : kRows) {
        if (row.name == text) {
            return row.type;
        }
    }
    return std::nullopt;
}

}  // namespace ks::record
