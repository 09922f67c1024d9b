// SPDX-License-Identifier: Apache-2.0
// The http check: one request on a connection of its own, judged by status, body, speed and
// certificate.
#pragma once

#include "edge/probe/probe.hpp"

namespace ks::probe {

/// Timeout, redirects and the certificate rules are the monitor's; response_ms is from start to the
/// last body byte.
[[nodiscard]] loop::Task<record::CheckResult> check_http(ProbeContext& context,
                                                         const record::Monitor& monitor);

}  // namespace ks::probe
