// SPDX-License-Identifier: Apache-2.0
// What a certificate is called in renewal information (RFC 9773 section 4.1).
#pragma once

#include "core/text/base64url.hpp"
#include "edge/tls/chain_check.hpp"

#include <string>

namespace ks::acme {

/// base64url of the authority key identifier, ".", base64url of the serial number; empty for a
/// certificate without that identifier.
[[nodiscard]] inline std::string ari_id(const tls::CheckedChain& chain) {
    return chain.authority_key_id.empty()
               ? std::string{}
               : text::base64url_encode(as_bytes(chain.authority_key_id)) + "." +
                     text::base64url_encode(as_bytes(chain.serial));
}

}  // namespace ks::acme
