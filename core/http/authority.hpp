// SPDX-License-Identifier: Apache-2.0
// The authority of a request: the Host field, :authority or an absolute target's (RFC 9110
// section 7.2), normalised so that it can be compared and looked up.
#pragma once

#include "core/base/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace ks::http {

struct Authority {
    std::string host;        ///< lower case, no trailing dot; an IPv6 literal keeps its brackets
    std::uint16_t port = 0;  ///< 0: none given
    bool ip_literal = false;
};

/// Fills `into`, re-using its storage. kBadRequest: empty, user information, a list, a label that
/// is not letters, digits and inner dashes, a bad port, a zone or a future address form. detail:
/// offset of the fault.
[[nodiscard]] Result<void> parse_authority(std::string_view text, Authority& into);

}  // namespace ks::http
