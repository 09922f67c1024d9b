// SPDX-License-Identifier: Apache-2.0
// Values of mail header fields (RFC 5322). Whatever goes in, what comes out is printable ASCII on
// lines of our own making: no text can add a field or end the header.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace ks::mail {

/// Unstructured text, such as a subject: as it is where it is short printable ASCII, else
/// encoded-words (RFC 2047) on folded lines. Control characters become blanks; cut at 400 bytes.
[[nodiscard]] std::string header_text(std::string_view text);

/// `Acme Status <status@example.com>` with the name encoded where it has to be. REQUIRES:
/// `address` as of text::normalise_email().
[[nodiscard]] std::string mailbox(std::string_view name, std::string_view address);

/// "Tue, 24 Nov 2026 15:23:29 +0000".
[[nodiscard]] std::string header_date(std::chrono::sys_seconds at);

}  // namespace ks::mail
