// SPDX-License-Identifier: Apache-2.0
// Fields of a query string.
#pragma once

#include "edge/api/problem.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace ks::api {

/// `query` without the fields of that name.
[[nodiscard]] std::string without_field(std::string_view query, std::string_view name);

/// A whole number from `min` to `max`, else 422 naming the field. Absent: `value` stays.
struct QueryRange {
    std::int64_t min;
    std::int64_t max;
};

[[nodiscard]] Problem query_number(std::string_view query,
                                   std::string_view name,
                                   QueryRange range,
                                   std::int64_t& value);

}  // namespace ks::api
