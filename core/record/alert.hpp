// SPDX-License-Identifier: Apache-2.0
// Alerts that another tool reports, and the hooks they come through.
#pragma once

#include "core/base/id.hpp"
#include "core/base/result.hpp"
#include "core/record/monitor.hpp"
#include "core/record/project.hpp"
#include "core/time/clock.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace ks::record {

enum class HookKind : std::uint8_t { kAlertmanager = 1, kGrafana = 2 };

[[nodiscard]] std::string_view name(HookKind kind) noexcept;

/// An address that takes a project's alerts. Its token is known by its hash only.
struct Hook {
    KeyId id;
    ProjectId project;
    UnixMillis created_at{};
    HookKind kind = HookKind::kAlertmanager;
    KeyHash hash{};
    std::string monitor_label;  ///< names the monitor; tried before "monitor" and "component"
    std::string severity_label = "severity";
    std::vector<std::string> degraded_values{"warning", "info"};  ///< the rest is down
};

[[nodiscard]] std::string encode(const Hook& hook);
[[nodiscard]] Result<Hook> decode_hook(Bytes bytes);

/// Monitor, then what stands for the hook and the alert's fingerprint. All zero: the row of what
/// the monitor's alerts said together (AlertsHeld).
struct AlertKey {
    MonitorId monitor;
    std::array<std::byte, 16> alert{};

    [[nodiscard]] std::array<std::byte, 32> bytes() const noexcept;
    /// REQUIRES: 32 bytes.
    [[nodiscard]] static AlertKey read(Bytes bytes) noexcept;

    friend auto operator<=>(const AlertKey&, const AlertKey&) = default;
};

struct Alert {
    KeyId hook;
    bool firing = false;
    CheckStatus status = CheckStatus::kDown;  ///< what it means while it fires
    UnixMillis starts_at{};
    UnixSeconds seen_at{};  ///< when it was delivered last
    std::string summary;    ///< at most limits::kErrorText bytes

    /// Whether a delivery that says this comes after one that said `known`. One alert begins anew
    /// with a later start, and what has been resolved does not fire again with the same.
    [[nodiscard]] bool supersedes(const Alert& known) const noexcept {
        return starts_at != known.starts_at ? starts_at > known.starts_at : known.firing && !firing;
    }
};

[[nodiscard]] std::string encode(const Alert& alert);
[[nodiscard]] Result<Alert> decode_alert(Bytes bytes);

/// What was recorded last for a monitor because of its alerts.
struct AlertsHeld {
    CheckStatus status = CheckStatus::kUp;
    UnixSeconds at{};
};

[[nodiscard]] std::string encode(const AlertsHeld& held);
[[nodiscard]] Result<AlertsHeld> decode_alerts_held(Bytes bytes);

}  // namespace ks::record
