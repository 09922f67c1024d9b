// SPDX-License-Identifier: Apache-2.0
// ECDSA P-256 keys that sign: an account's requests (RFC 7518 section 3.4) and requests for
// certificates (PKCS#10).
#pragma once

#include "core/base/result.hpp"
#include "edge/tls/openssl_ptr.hpp"

#include <span>
#include <string>
#include <string_view>

namespace ks::tls {

/// A new key as PEM (PKCS#8). kInternal: OpenSSL could not make one.
[[nodiscard]] Result<std::string> new_p256_key();

class SigningKey {
public:
    /// kMalformed: not a private key in PEM, or not one on P-256.
    [[nodiscard]] static Result<SigningKey> parse(std::string_view pem);

    /// ES256: 64 bytes, r then s. kInternal.
    [[nodiscard]] Result<std::string> sign(std::string_view text) const;

    /// The public point, 32 bytes each.
    [[nodiscard]] const std::string& x() const noexcept { return x_; }

    [[nodiscard]] const std::string& y() const noexcept { return y_; }

    /// A certificate request in DER with `names` as its alternative names and an empty subject:
    /// common names are at most 64 bytes long, and nobody reads them any more. kInternal.
    [[nodiscard]] Result<std::string> certificate_request(std::span<const std::string> names) const;

private:
    SigningKey(KeyPtr key, std::string x, std::string y)
        : key_(std::move(key)), x_(std::move(x)), y_(std::move(y)) {}

    KeyPtr key_;
    std::string x_;
    std::string y_;
};

}  // namespace ks::tls
