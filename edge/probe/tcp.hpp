// SPDX-License-Identifier: Apache-2.0
// The tcp check: resolve, connect to the first address that answers, close.
#pragma once

#include "edge/probe/probe.hpp"

namespace ks::probe {

[[nodiscard]] loop::Task<record::CheckResult> check_tcp(ProbeContext& context,
                                                        const record::Monitor& monitor);

}  // namespace ks::probe
