// SPDX-License-Identifier: Apache-2.0
#include "edge/subscribe/token.hpp"

#include "core/text/base64url.hpp"
#include "edge/tls/digest.hpp"

#include <algorithm>

namespace ks::subscribe {
namespace {

constexpr std::size_t kTagBytes = 16;

std::string tagged(Bytes key, Purpose purpose, SubscriberId id) {
    const std::string raw(as_text(id.bytes));
    const tls::Sha256 tag = tls::hmac_sha256(key, std::string(1, static_cast<char>(purpose)) + raw);
    return raw + std::string(as_text(Bytes(tag).first(kTagBytes)));
}

}  // namespace

std::string make_token(Bytes key, Purpose purpose, SubscriberId id) {
    return text::base64url_encode(as_bytes(tagged(key, purpose, id)));
}

std::optional<SubscriberId> check_token(Bytes key, Purpose purpose, std::string_view token) {
    const auto bytes = text::base64url_decode(token);
    SubscriberId id;
    if (!bytes || bytes->size() != id.bytes.size() + kTagBytes) {
        return std::nullopt;
    }
    std::ranges::copy(as_bytes(*bytes).first(id.bytes.size()), id.bytes.begin());
    const bool ours = tls::equal_secrets(as_bytes(*bytes), as_bytes(tagged(key, purpose, id)));
    return ours ? std::optional(id) : std::nullopt;
}

}  // namespace ks::subscribe
