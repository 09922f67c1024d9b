// SPDX-License-Identifier: Apache-2.0
#include "core/base/limits.hpp"
#include "edge/api/monitor_in.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace ks::api {
namespace {

using record::MonitorType;
using record::Settings;

constexpr std::int64_t kTimelineAge_s = 91LL * 86400;
constexpr std::uint32_t kDefaultInterval_s = 60;
constexpr std::uint32_t kDefaultGrace_s = 30;
constexpr std::uint16_t kDefaultConfirmations = 2;

std::uint32_t default_timeout_ms(MonitorType type, std::uint32_t interval_s) noexcept {
    return std::min(record::info(type).default_timeout_ms, interval_s * 1000U);
}

/// Milliseconds from `timeout` (seconds, fractions allowed) or `timeoutMs`; nullopt: not given. 0:
/// null, the default.
std::optional<std::uint32_t> read_timeout(ObjectIn& in) {
    double per_unit = 1000;
    auto value = in.find({"timeout"});
    if (!value) {
        value = in.find({"timeoutMs"});
        per_unit = 1;
    }
    if (!value) {
        return std::nullopt;
    }
    if (value->is(JsonKind::kNull)) {
        return 0U;
    }
    const auto number = value->number();
    const double ms = number ? std::round(*number * per_unit) : 0;
    if (!(ms >= 1 && ms <= limits::kIntervalMax_s * 1000.0)) {
        in.refuse("must be a number above 0 and at most the interval");
        return std::nullopt;
    }
    return static_cast<std::uint32_t>(ms);
}

void merge_timeout(ObjectIn& in, MonitorType type, Settings& settings, MergeKind kind) {
    const auto timeout = read_timeout(in);
    if (timeout && *timeout > settings.interval_s * 1000U) {
        in.refuse("must be at most the interval");
        return;
    }
    if (timeout && *timeout > 0) {
        settings.timeout_ms = *timeout;
    } else if (timeout || kind == MergeKind::kCreate) {
        settings.timeout_ms = default_timeout_ms(type, settings.interval_s);
    } else {
        // Nobody asked for a timeout above the new interval: it follows.
        settings.timeout_ms = std::min(settings.timeout_ms, settings.interval_s * 1000U);
    }
}

}  // namespace

void merge_settings(ObjectIn& in, MonitorType type, Settings& settings, MergeKind kind) {
    std::int64_t number = 0;
    if (in.number({"interval", "intervalSeconds"},
                  number,
                  {.min = 1, .max = limits::kIntervalMax_s, .null_is = kDefaultInterval_s})) {
        settings.interval_s = static_cast<std::uint32_t>(number);
    }
    if (record::info(type).heartbeat) {
        if (in.number({"grace", "graceSeconds"},
                      number,
                      {.min = 0, .max = limits::kIntervalMax_s, .null_is = kDefaultGrace_s})) {
            settings.grace_s = static_cast<std::uint32_t>(number);
        }
        settings.timeout_ms = 0;
    } else {
        merge_timeout(in, type, settings, kind);
    }
    if (in.number({"confirmations"},
                  number,
                  {.min = 1, .max = limits::kConfirmationsMax, .null_is = kDefaultConfirmations})) {
        settings.confirmations = static_cast<std::uint16_t>(number);
    }
    in.flag({"enabled"}, settings.enabled, true);
}

void append_settings(const std::vector<Settings>& before,
                     const Settings& changed,
                     UnixSeconds now,
                     std::vector<Settings>& out) {
    out = before;
    Settings next = changed;
    next.from = out.back().from;
    if (next == out.back()) {
        return;
    }
    // An entry that stands is never changed: results of any time may have been judged by it. So a
    // second change within a second, or after the clock was set back, is in force a little later.
    next.from = std::max(now, out.back().from + std::chrono::seconds(1));
    out.push_back(next);
    // An entry ends where the next one starts.
    std::size_t gone = out.size() > kSettingsMax ? out.size() - kSettingsMax : 0;
    while (gone + 1 < out.size() && (now - out[gone + 1].from).count() > kTimelineAge_s) {
        ++gone;
    }
    out.erase(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(gone));
}

}  // namespace ks::api
