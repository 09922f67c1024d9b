// SPDX-License-Identifier: Apache-2.0
// The llhttp adapter: splits a gated head into target and fields. The only file that knows llhttp.
#pragma once

#include "core/base/result.hpp"
#include "core/http/fields.hpp"

#include <string_view>

namespace ks::http1 {

/// REQUIRES: `head` begins with its request line and ends with its empty line. Replaces `fields`
/// (views into `head`, values trimmed, names with '_' left out); returns the target as llhttp saw
/// it. kBadRequest.
[[nodiscard]] Result<std::string_view> read_fields(std::string_view head, http::FieldsView& fields);

}  // namespace ks::http1
