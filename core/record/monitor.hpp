// SPDX-License-Identifier: Apache-2.0
// A monitor as its owner configured it, with the timeline of the settings that decide what a result
// means.
#pragma once

#include "core/base/id.hpp"
#include "core/base/result.hpp"
#include "core/record/monitor_type.hpp"
#include "core/time/clock.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ks::record {

/// What one check found; ordered from best to worst.
enum class CheckStatus : std::uint8_t { kUp = 1, kDegraded = 2, kDown = 3 };

/// What a monitor is at an instant (spec 2.2).
enum class State : std::uint8_t { kNoData = 0, kUp, kDegraded, kDown, kMaintenance, kPaused };

/// Wire names: "up|degraded|down", "up|degraded|down|maintenance|paused|no_data".
[[nodiscard]] std::string_view name(CheckStatus status) noexcept;
[[nodiscard]] std::string_view name(State state) noexcept;
[[nodiscard]] std::optional<CheckStatus> parse_check_status(std::string_view text) noexcept;

/// In force from `from` until the next entry. The first entry also covers everything before it.
struct Settings {
    UnixSeconds from{};
    std::uint32_t interval_s = 60;
    std::uint32_t timeout_ms = 30000;
    std::uint32_t grace_s = 30;  ///< heartbeat only
    std::uint16_t confirmations = 2;
    bool enabled = true;

    /// How long a result holds: 2 x interval + timeout, in whole seconds (timeout rounded up).
    [[nodiscard]] std::int64_t hold_s() const noexcept {
        return 2LL * interval_s + (timeout_ms + 999) / 1000;
    }

    friend bool operator==(const Settings&, const Settings&) = default;
};

/// Inclusive bounds.
struct StatusRange {
    std::uint16_t low = 200;
    std::uint16_t high = 299;
    friend bool operator==(const StatusRange&, const StatusRange&) = default;
};

struct HttpOptions {
    std::string method = "GET";
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    std::vector<StatusRange> expected_status{StatusRange{}};
    std::string body_contains;
    bool follow_redirects = true;
    bool verify_tls = true;
    std::uint16_t certificate_expiry_days = 14;
};

struct Monitor {
    MonitorId id;
    ProjectId project;
    std::uint64_t version = 1;
    UnixMillis created_at{};
    UnixMillis updated_at{};
    MonitorType type = MonitorType::kHttp;
    std::string name;
    std::string display_group;                   ///< empty: none
    std::string target;                          ///< URL or host; empty for heartbeat and manual
    std::uint16_t port = 0;                      ///< tcp
    std::uint32_t degraded_above_ms = 0;         ///< 0: never
    std::vector<std::string> regions;            ///< empty: all
    std::string token;                           ///< heartbeat: 32 characters, its ping address
    HttpOptions http;                            ///< http only
    std::vector<Settings> settings{Settings{}};  ///< oldest first, never empty

    [[nodiscard]] const Settings& now() const noexcept { return settings.back(); }
};

[[nodiscard]] std::string encode(const Monitor& monitor);
[[nodiscard]] Result<Monitor> decode_monitor(Bytes bytes);

/// The little that a page row needs, read in place. Text is valid inside the read scope.
struct MonitorFace {
    ProjectId project;
    MonitorType type;
    std::string_view name;
    std::string_view display_group;
    bool enabled;
};

/// Reads only the leading fields of an encoded Monitor.
[[nodiscard]] Result<MonitorFace> read_monitor_face(Bytes bytes) noexcept;

/// What decides the meaning of a result.
struct MonitorRules {
    ProjectId project;
    MonitorType type;
    std::vector<Settings> settings;  ///< oldest first, never empty
};

/// Reads the leading fields up to the settings.
[[nodiscard]] Result<MonitorRules> read_monitor_rules(Bytes bytes);

}  // namespace ks::record
