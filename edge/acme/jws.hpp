// SPDX-License-Identifier: Apache-2.0
// What an ACME account signs: flattened JSON Web Signatures (RFC 7515, RFC 8555 section 6.2).
#pragma once

#include "core/base/result.hpp"
#include "edge/tls/signing_key.hpp"

#include <string>
#include <string_view>

namespace ks::acme {

/// The public key as a JSON Web Key, members in the order that its thumbprint wants (RFC 7638).
[[nodiscard]] std::string public_jwk(const tls::SigningKey& key);

/// SHA-256 of public_jwk(), base64url.
[[nodiscard]] std::string thumbprint(const tls::SigningKey& key);

struct ProtectedHeader {
    std::string_view nonce;
    std::string_view url;
    std::string_view kid;  ///< the account's URL; empty: the key itself goes along
};

/// ES256; an empty payload is a POST-as-GET. kInternal: OpenSSL failed.
[[nodiscard]] Result<std::string> sign_request(const tls::SigningKey& key,
                                               const ProtectedHeader& header,
                                               std::string_view payload);

/// The inner HS256 signature that ties a new account to one that exists outside ACME (RFC 8555
/// section 7.3.4). kInvalidValue: `hmac_key` is not base64url.
[[nodiscard]] Result<std::string> bind_account(const tls::SigningKey& key,
                                               std::string_view key_id,
                                               std::string_view hmac_key,
                                               std::string_view url);

}  // namespace ks::acme
