// SPDX-License-Identifier: Apache-2.0
// What the demo consists of: its monitors, how their past looks and how their live services behave.
// Plain data.
#pragma once

#include "core/record/monitor.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ks::demo {

/// How a service behaved over the last 90 days.
enum class Past : std::uint8_t {
    kSteady,   ///< without fault
    kTypical,  ///< a few short outages
    kFlaky,    ///< many, and slow phases
    kNew,      ///< as typical, but only 30 days old
};

/// What a live service does at times, counted from the start of the demo. Outside of these times it
/// is well.
struct Cycle {
    std::string_view service;  ///< path, or name of a TCP service
    enum class Kind : std::uint8_t { kDown, kSlow } kind;
    std::uint32_t every_s;
    std::uint32_t from_s;
    std::uint32_t length_s;  ///< every_s: always
};

/// TCP services of the live listener, in the order of its ports.
enum class TcpService : std::uint8_t { kPrimary, kReplica };

struct PlannedMonitor {
    std::string name;
    std::string group;
    record::MonitorType type = record::MonitorType::kHttp;
    std::string path;  ///< http: what it asks the live listener for
    TcpService tcp = TcpService::kPrimary;
    Past past = Past::kTypical;
    std::uint32_t past_interval_s = 300;
    std::uint32_t live_interval_s = 5;
    std::uint32_t degraded_above_ms = 0;
};

struct PlannedPage {
    std::string slug;
    std::string name;
    std::string description;
    std::string custom_domain;
    std::vector<PlannedMonitor> monitors;
    std::string locale{};
    std::string timezone{};
};

[[nodiscard]] std::vector<PlannedPage> pages();
[[nodiscard]] std::span<const Cycle> cycles() noexcept;

/// How a slow service is.
inline constexpr std::uint32_t kSlow_ms = 700;
inline constexpr std::uint32_t kDegradedAbove_ms = 400;
/// Names that the live part looks for.
inline constexpr std::string_view kManualName = "E-mail delivery";

}  // namespace ks::demo
