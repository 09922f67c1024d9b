// SPDX-License-Identifier: Apache-2.0
// Escaping for HTML (and XML) text, attributes and JSON strings. Malformed UTF-8 becomes U+FFFD, so
// that whatever was stored, what leaves is well formed.
#pragma once

#include <string>
#include <string_view>

namespace ks::text {

/// For element content: & < > are escaped. What XML 1.0 forbids (control characters but tab, LF and
/// CR; U+FFFE, U+FFFF) becomes U+FFFD.
void append_html_text(std::string& to, std::string_view text);

/// For an attribute value in double or single quotes; good as content too.
void append_html_attribute(std::string& to, std::string_view text);

/// A JSON string with its quotes (RFC 8259 section 7).
void append_json_string(std::string& to, std::string_view text);

/// The same without the quotes, for strings put together from pieces.
void append_json_escaped(std::string& to, std::string_view text);

}  // namespace ks::text
