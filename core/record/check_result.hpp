// SPDX-License-Identifier: Apache-2.0
// One check result, as it comes through the one door, and as a raw row kept for a limited time.
#pragma once

#include "core/base/id.hpp"
#include "core/base/result.hpp"
#include "core/record/monitor.hpp"
#include "core/time/clock.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ks::record {

/// What an https check saw of the server's certificate.
struct CertificateSeen {
    UnixSeconds expires_at{};
    bool valid = false;
    std::string issuer;
};

struct CheckResult {
    MonitorId monitor;
    UnixSeconds at{};  ///< when the check started, whole seconds
    CheckStatus status = CheckStatus::kUp;
    std::uint16_t status_code = 0;  ///< HTTP status, 0: none
    std::int32_t response_ms = -1;  ///< -1: not measured
    std::string region = "local";
    std::string error;  ///< at most limits::kErrorText bytes
    std::optional<CertificateSeen> certificate;
};

/// The raw row of a result, read in place. Time and region are in its key.
struct RawResultView {
    CheckStatus status;
    std::uint16_t status_code;
    std::int32_t response_ms;
    std::string_view region;
    std::string_view error;
};

[[nodiscard]] std::string encode_raw(const CheckResult& result);
[[nodiscard]] Result<RawResultView> read_raw(Bytes bytes) noexcept;

[[nodiscard]] std::string encode(const CertificateSeen& certificate);
[[nodiscard]] Result<CertificateSeen> decode_certificate_seen(Bytes bytes);

}  // namespace ks::record
