// SPDX-License-Identifier: Apache-2.0
// The registered domain of a host by the public suffix list, which CAs count their limits by.
#pragma once

#include <string>
#include <string_view>

namespace ks::certs {

/// "customer.co.uk" of "status.customer.co.uk"; the host itself where the list knows no better.
[[nodiscard]] std::string registered_domain(const std::string& host);

}  // namespace ks::certs
