// SPDX-License-Identifier: Apache-2.0
#include "edge/tls/digest.hpp"

#include "core/base/assert.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

namespace ks::tls {
namespace {

/// Fetched once: an implicit fetch on each use takes locks and costs more than hashing a short
/// text.
const EVP_MD* fetched_sha256() {
    static EVP_MD* const kDigest = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    KS_ASSERT(kDigest != nullptr);
    return kDigest;
}

unsigned char* raw(std::byte* bytes) noexcept {
    return reinterpret_cast<unsigned char*>(bytes);  // NOLINT: OpenSSL's bytes
}

const unsigned char* raw(const std::byte* bytes) noexcept {
    return reinterpret_cast<const unsigned char*>(bytes);  // NOLINT: OpenSSL's bytes
}

}  // namespace

Sha256 sha256(Bytes bytes) {
    Sha256 result{};
    KS_ASSERT(
        EVP_Digest(
            bytes.data(), bytes.size(), raw(result.data()), nullptr, fetched_sha256(), nullptr) ==
        1);
    return result;
}

Sha256 sha256(std::string_view text) {
    return sha256(as_bytes(text));
}

Sha256 hmac_sha256(Bytes key, std::string_view text) {
    Sha256 result{};
    const Bytes data = as_bytes(text);
    unsigned size = 0;
    KS_ASSERT(HMAC(fetched_sha256(),
                   key.data(),
                   static_cast<int>(key.size()),
                   raw(data.data()),
                   data.size(),
                   raw(result.data()),
                   &size) != nullptr);
    return result;
}

void random_bytes(std::span<std::byte> into) {
    KS_ASSERT(RAND_bytes(raw(into.data()), static_cast<int>(into.size())) == 1);
}

std::uint64_t random_u64() {
    std::array<std::byte, 8> bytes{};
    random_bytes(bytes);
    return load_le<std::uint64_t>(bytes.data());
}

std::string hex(Bytes bytes) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const std::byte byte : bytes) {
        const auto value = std::to_integer<unsigned>(byte);
        text += kDigits[value >> 4U];
        text += kDigits[value & 15U];
    }
    return text;
}

bool equal_secrets(Bytes a, Bytes b) noexcept {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string library_version() {
    return ::OpenSSL_version(OPENSSL_VERSION_STRING);
}

}  // namespace ks::tls
