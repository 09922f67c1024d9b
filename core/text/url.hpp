// SPDX-License-Identifier: Apache-2.0
// Absolute http and https addresses (RFC 3986, RFC 9110 section 4.2): targets of checks, links on a
// page.
#pragma once

#include "core/base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace ks::text {

inline constexpr std::size_t kUrlMax = 2048;

struct Url {
    bool https = false;
    std::string host;        ///< lower case; an IPv6 literal without brackets
    std::uint16_t port = 0;  ///< never 0: the scheme's own if none was given
    bool ip_literal = false;
    std::string target;  ///< path and query, starts with '/'; other characters percent-encoded

    /// "https://example.com:8443/x?y"; the scheme's own port is left out.
    [[nodiscard]] std::string text() const;
    /// "example.com:8443" or "[::1]", as in a Host field.
    [[nodiscard]] std::string authority() const;
};

/// A fragment is dropped. Errors, detail is the offset of the fault: kTooLarge over kUrlMax bytes,
/// kUnsupported for another scheme, kMalformed for all else, user information too: passwords do not
/// belong into addresses that are shown.
[[nodiscard]] Result<Url> parse_url(std::string_view text);

}  // namespace ks::text
