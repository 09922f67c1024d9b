// SPDX-License-Identifier: Apache-2.0
// Internationalised host names (UTS 46, non-transitional) to the form that DNS and certificates
// use. The only place that knows libidn2.
#pragma once

#include "core/base/result.hpp"

#include <string>
#include <string_view>

namespace ks::api {

/// "Status.B\u00fccher.example." -> "status.xn--bcher-kva.example": lower case, no trailing dot.
/// kMalformed if it is no host name. `name` is valid UTF-8.
[[nodiscard]] Result<std::string> to_a_labels(std::string_view name);

}  // namespace ks::api
