// SPDX-License-Identifier: Apache-2.0
// If-Match and If-None-Match (RFC 9110 section 13.1). Dates are not used as validators here.
#pragma once

#include "core/http/fields.hpp"
#include "core/http/method.hpp"

#include <cstdint>
#include <string_view>

namespace ks::http {

enum class Precondition : std::uint8_t { kProceed, kNotModified, kFailed };

/// `list` is a field value: "*" or entity tags; `etag` is ours, with its quotes. Weak comparison. A
/// malformed list matches nothing.
[[nodiscard]] bool matches_weakly(std::string_view list, std::string_view etag) noexcept;

/// Strong comparison: a weak tag on either side never matches.
[[nodiscard]] bool matches_strongly(std::string_view list, std::string_view etag) noexcept;

/// What to do with a request for an object that exists and has the tag `etag`. kNotModified only
/// for GET and HEAD.
[[nodiscard]] Precondition evaluate(const FieldsView& fields,
                                    Method method,
                                    std::string_view etag) noexcept;

}  // namespace ks::http
