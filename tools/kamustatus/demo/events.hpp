// SPDX-License-Identifier: Apache-2.0
// What the demo's pages tell: past incidents, one that is open, maintenance done and to come.
#pragma once

#include "storage/write/command.hpp"

#include <functional>
#include <string_view>
#include <vector>

namespace ks::demo {

/// What the planned events need to know of the demo.
struct EventContext {
    ProjectId project;
    UnixMillis now{};
    IdMaker& ids;
    /// The monitor of a page by its planned name.
    std::function<MonitorId(std::string_view page, std::string_view name)> monitor;
};

/// The commands that make them, in their order.
[[nodiscard]] std::vector<write::Command> event_commands(EventContext& context);

}  // namespace ks::demo
