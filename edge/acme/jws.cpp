// SPDX-License-Identifier: Apache-2.0
#include "edge/acme/jws.hpp"

#include "core/text/base64url.hpp"
#include "core/text/json_out.hpp"
#include "edge/tls/digest.hpp"

namespace ks::acme {
namespace {

std::string encoded(std::string_view bytes) {
    return text::base64url_encode(as_bytes(bytes));
}

std::string flattened(std::string_view header, std::string_view payload, std::string_view mac) {
    std::string body;
    text::JsonOut(body)
        .begin_object()
        .key("protected")
        .string(header)
        .key("payload")
        .string(payload)
        .key("signature")
        .string(mac)
        .end_object();
    return body;
}

}  // namespace

std::string public_jwk(const tls::SigningKey& key) {
    std::string jwk;
    text::JsonOut(jwk)
        .begin_object()
        .key("crv")
        .string("P-256")
        .key("kty")
        .string("EC")
        .key("x")
        .string(encoded(key.x()))
        .key("y")
        .string(encoded(key.y()))
        .end_object();
    return jwk;
}

std::string thumbprint(const tls::SigningKey& key) {
    return text::base64url_encode(tls::sha256(public_jwk(key)));
}

Result<std::string> sign_request(const tls::SigningKey& key,
                                 const ProtectedHeader& header,
                                 std::string_view payload) {
    std::string json;
    text::JsonOut out(json);
    out.begin_object().key("alg").string("ES256");
    if (header.kid.empty()) {
        out.key("jwk").raw(public_jwk(key));
    } else {
        out.key("kid").string(header.kid);
    }
    out.key("nonce").string(header.nonce).key("url").string(header.url).end_object();
    const std::string head = encoded(json);
    const std::string body = encoded(payload);
    KS_TRY(const std::string signature, key.sign(head + "." + body));
    return flattened(head, body, encoded(signature));
}

Result<std::string> bind_account(const tls::SigningKey& key,
                                 std::string_view key_id,
                                 std::string_view hmac_key,
                                 std::string_view url) {
    // CAs hand the key out with padding, too.
    while (hmac_key.ends_with('=')) {
        hmac_key.remove_suffix(1);
    }
    const auto secret = text::base64url_decode(hmac_key);
    if (!secret || secret->empty()) {
        return Errc::kInvalidValue;
    }
    std::string json;
    text::JsonOut(json)
        .begin_object()
        .key("alg")
        .string("HS256")
        .key("kid")
        .string(key_id)
        .key("url")
        .string(url)
        .end_object();
    const std::string head = encoded(json);
    const std::string body = encoded(public_jwk(key));
    const tls::Sha256 mac = tls::hmac_sha256(as_bytes(*secret), head + "." + body);
    return flattened(head, body, text::base64url_encode(mac));
}

}  // namespace ks::acme
