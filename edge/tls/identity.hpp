// SPDX-License-Identifier: Apache-2.0
// A certificate with its chain and key, parsed once and then shared by the connections of one
// reactor.
#pragma once

#include "core/base/result.hpp"
#include "core/time/clock.hpp"
#include "edge/tls/openssl_ptr.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ks::tls {

struct Identity {
    X509Ptr leaf;
    ChainPtr chain;  ///< intermediates, without the root; may be null
    KeyPtr key;
    std::vector<std::string> names;  ///< DNS names of the certificate, lower case; "*.x" as it is
    UnixSeconds not_before{};
    UnixSeconds not_after{};
    std::string issuer;        ///< common name; empty without one
    bool development = false;  ///< of the development CA
};

/// kMalformed: no certificate, an unreadable key, or a key of another certificate. PEM; the leaf
/// comes first in `chain`.
[[nodiscard]] Result<Identity> read_identity(std::string_view chain_pem, std::string_view key_pem);

/// Whether a client would accept this certificate for `host`, which is normalised (RFC 6125: a
/// wildcard is one label).
[[nodiscard]] bool covers(const Identity& identity, std::string_view host) noexcept;

/// The certificate's names; for the development CA, which has just made it.
[[nodiscard]] std::vector<std::string> dns_names(const X509& leaf);

}  // namespace ks::tls
