// SPDX-License-Identifier: Apache-2.0
// E-mail addresses (RFC 5321 section 4.1.2): a dot-atom, an @ and a public host name. Quoted local
// parts, address literals and SMTPUTF8 (RFC 6531) are not taken; international domains are written
// as A-labels.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace ks::text {

/// The address without blanks around it, its domain in lower case; at most 254 bytes. nullopt for
/// all else, so that what comes out may stand in any mail header or SMTP command as it is.
[[nodiscard]] std::optional<std::string> normalise_email(std::string_view text);

}  // namespace ks::text
