// SPDX-License-Identifier: Apache-2.0
// Results that other programs push in their own ways: the token or key is in their request.
#pragma once

#include "core/record/check_result.hpp"
#include "edge/api/call.hpp"

namespace ks::api {

/// Stores one result, whoever's monitor it is, and returns once it is on disk. kNotFound if the
/// monitor has gone meanwhile.
[[nodiscard]] loop::Task<Problem> store_pushed(Call& call, record::CheckResult result);

}  // namespace ks::api
