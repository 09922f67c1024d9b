// SPDX-License-Identifier: Apache-2.0
// The write form of a monitor (spec 2.2), merged into the monitor as it is. A new monitor starts
// from an empty one.
#pragma once

#include "core/record/monitor.hpp"
#include "edge/api/object_in.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace ks::api {

enum class MergeKind : std::uint8_t { kCreate, kPatch };

/// Absent fields stay, null sets the default. kCreate: required fields must be there; kPatch: the
/// type cannot change. Settings are changed in place at monitor.settings.back(); append_settings()
/// makes the timeline.
void merge_monitor(ObjectIn& in, record::Monitor& monitor, MergeKind kind);

/// `interval`, `timeout`, `grace`, `confirmations`, `enabled`; called by merge_monitor.
void merge_settings(ObjectIn& in,
                    record::MonitorType type,
                    record::Settings& settings,
                    MergeKind kind);

/// The options of an http monitor; called by merge_monitor.
void merge_http(ObjectIn& in, record::HttpOptions& http);

/// Puts settings that differ from `before`'s newest on the timeline: in force from `now` on, or
/// from the second after the newest entry's, if that is later.
/// Entries that ended more than 91 days ago go, and so do the oldest above kSettingsMax.
inline constexpr std::size_t kSettingsMax = 256;
void append_settings(const std::vector<record::Settings>& before,
                     const record::Settings& changed,
                     UnixSeconds now,
                     std::vector<record::Settings>& out);

/// Whether `text` is a region's name: 1 to 40 of a-z 0-9 - _ .
[[nodiscard]] bool is_region(std::string_view text) noexcept;

}  // namespace ks::api
