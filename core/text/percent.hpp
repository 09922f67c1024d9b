// SPDX-License-Identifier: Apache-2.0
// Percent-encoding (RFC 3986 section 2.1) and the parameters of a query
// (application/x-www-form-urlencoded).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace ks::text {

enum class Plus : bool {
    kStays,
    kIsBlank,  ///< as in queries and forms
};

/// nullopt when a '%' lacks its two hexadecimal digits. The result may hold any byte, NUL too.
[[nodiscard]] std::optional<std::string> percent_decode(std::string_view text,
                                                        Plus plus = Plus::kStays);

/// All but the unreserved characters (letters, digits, "-._~") are encoded.
void append_percent_encoded(std::string& to, std::string_view text);

/// The value of the first parameter called `name` of a query without its '?', decoded. "a" alone
/// has the empty value. nullopt when it is absent or not well encoded.
[[nodiscard]] std::optional<std::string> query_value(std::string_view query, std::string_view name);

}  // namespace ks::text
