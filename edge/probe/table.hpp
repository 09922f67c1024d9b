// SPDX-License-Identifier: Apache-2.0
// Every monitor type that this server checks by itself.
#pragma once

#include "edge/probe/probe.hpp"

#include <span>
#include <string_view>

namespace ks::probe {

struct Row {
    record::MonitorType type;
    std::string_view name;
    Check* check;
};

[[nodiscard]] std::span<const Row> table() noexcept;

/// nullptr for types that are not checked from here (heartbeat, manual).
[[nodiscard]] const Row* find(record::MonitorType type) noexcept;

}  // namespace ks::probe
