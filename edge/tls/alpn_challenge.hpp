// SPDX-License-Identifier: Apache-2.0
// TLS-ALPN-01 (RFC 8737), the server's side: who asks, and the certificate that answers.
#pragma once

#include "core/base/bytes.hpp"
#include "core/base/result.hpp"
#include "core/time/clock.hpp"
#include "edge/tls/identity.hpp"

#include <string_view>

namespace ks::tls {

/// Whether a ClientHello's ALPN extension offers "acme-tls/1" and nothing else.
[[nodiscard]] bool offers_only_acme(Bytes extension) noexcept;

/// A certificate for `host` alone, signed by its own new key, with the critical acmeIdentifier: the
/// SHA-256 of `key_authorization` (section 3). kInternal.
[[nodiscard]] Result<Identity> challenge_identity(std::string_view host,
                                                  std::string_view key_authorization,
                                                  UnixSeconds now);

}  // namespace ks::tls
