// SPDX-License-Identifier: Apache-2.0
// Posted check results (spec 2.2): one object, a JSON array, or NDJSON with one object a line.
#pragma once

#include "core/record/check_result.hpp"
#include "edge/api/json_in.hpp"
#include "edge/api/object_in.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace ks::api {

/// Everything but the monitor. `status` counts before `success`; `checkedAt` is `now` by default;
/// an error text is cut at limits::kErrorText bytes.
[[nodiscard]] record::CheckResult read_result(ObjectIn& in, UnixSeconds now);

/// One element of a bulk that is not even sent to the writer.
struct BadElement {
    std::uint32_t index;
    Problem problem;
};

/// The good elements, and which place in the body each came from.
struct Bulk {
    std::vector<record::CheckResult> results;
    std::vector<std::uint32_t> indices;
    std::vector<BadElement> bad;
};

/// kMalformedJson for a body that is no JSON, kInvalidValue for one that is no array.
[[nodiscard]] Problem read_array(std::string_view body, UnixSeconds now, Bulk& bulk);
/// Blank lines do not count. A line that is no JSON is a bad element.
void read_lines(std::string_view body, UnixSeconds now, Bulk& bulk);

/// A heartbeat's optional body: a flat object of at most kPingBytes, numbers and strings only.
/// `response_ms`: its `duration` or `responseTimeMs`, if there is one. kBodyTooLarge,
/// kMalformedJson.
inline constexpr std::size_t kPingBytes = 1024;
[[nodiscard]] Problem read_ping(std::string_view body, std::int32_t& response_ms);

}  // namespace ks::api
