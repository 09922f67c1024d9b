// SPDX-License-Identifier: Apache-2.0
#include "edge/tls/sealer.hpp"

#include "edge/tls/files.hpp"
#include "edge/tls/openssl_ptr.hpp"

#include <openssl/crypto.h>
#include <openssl/err.h>

#include <array>
#include <cstdlib>
#include <cstring>
#include <optional>

namespace ks::tls {
namespace {

using CipherCtxPtr = std::unique_ptr<EVP_CIPHER_CTX, OpensslFree<EVP_CIPHER_CTX_free>>;

/// Version byte, nonce, ciphertext, tag.
constexpr char kVersion = 1;
constexpr std::size_t kNonce = 12;
constexpr std::size_t kTag = 16;
constexpr std::size_t kOverhead = 1 + kNonce + kTag;

unsigned char* raw(char* text) noexcept {
    return reinterpret_cast<unsigned char*>(text);  // NOLINT: OpenSSL's bytes
}

const unsigned char* raw(const void* bytes) noexcept {
    return static_cast<const unsigned char*>(bytes);
}

/// One pass of AES-256-GCM over `from` into `to`, with `purpose` authenticated too.
bool run(EVP_CIPHER_CTX& ctx,
         const Sha256& key,
         const char* nonce,
         std::string_view purpose,
         std::string_view from,
         char* to,
         bool seals) {
    int size = 0;
    const auto length = [](std::string_view text) { return static_cast<int>(text.size()); };
    return EVP_CipherInit_ex(&ctx,
                             EVP_aes_256_gcm(),
                             nullptr,
                             raw(static_cast<const void*>(key.data())),
                             raw(static_cast<const void*>(nonce)),
                             seals ? 1 : 0) == 1 &&
           EVP_CipherUpdate(&ctx,
                            nullptr,
                            &size,
                            raw(static_cast<const void*>(purpose.data())),
                            length(purpose)) == 1 &&
           EVP_CipherUpdate(
               &ctx, raw(to), &size, raw(static_cast<const void*>(from.data())), length(from)) == 1;
}

std::optional<Sha256> key_from(std::string_view text) {
    Sha256 key{};
    if (text.size() == key.size()) {
        std::memcpy(key.data(), text.data(), key.size());
        return key;
    }
    while (text.ends_with('\n') || text.ends_with('\r')) {
        text.remove_suffix(1);
    }
    if (text.size() != 2 * key.size()) {
        return std::nullopt;
    }
    for (std::size_t i = 0; i < key.size(); ++i) {
        const std::string digits(text.substr(2 * i, 2));
        if (digits.find_first_not_of("0123456789abcdefABCDEF") != std::string::npos) {
            return std::nullopt;
        }
        key[i] = static_cast<std::byte>(std::stoul(digits, nullptr, 16));
    }
    return key;
}

/// Two processes may come here at once: the first one's file stays.
Result<void> make_master_key(const std::filesystem::path& path) {
    Sha256 key{};
    random_bytes(key);
    std::filesystem::path draft = path;
    draft += "." + std::to_string(random_u64());
    KS_CHECK(write_file(draft, hex(key) + "\n", 0600));
    std::error_code fault;
    std::filesystem::create_hard_link(draft, path, fault);
    std::error_code ignored;
    std::filesystem::remove(draft, ignored);
    if (fault && fault != std::errc::file_exists) {
        return Error{Errc::kIo, fault.value()};
    }
    return {};
}

std::string reason(const Error& error) {
    return error.detail > 0 ? std::string(std::strerror(error.detail))
                            : std::string(info(error.code).text);
}

}  // namespace

Sealer::~Sealer() {
    OPENSSL_cleanse(master_.data(), master_.size());
}

Result<std::string> Sealer::seal(std::string_view secret, std::string_view purpose) const {
    std::string sealed(secret.size() + kOverhead, '\0');
    sealed[0] = kVersion;
    random_bytes(std::as_writable_bytes(std::span(sealed).subspan(1, kNonce)));
    const CipherCtxPtr ctx(EVP_CIPHER_CTX_new());
    char* const body = sealed.data() + 1 + kNonce;
    int size = 0;
    const bool done =
        ctx && run(*ctx, master_, sealed.data() + 1, purpose, secret, body, true) &&
        EVP_CipherFinal_ex(ctx.get(), raw(body + secret.size()), &size) == 1 &&
        EVP_CIPHER_CTX_ctrl(ctx.get(), EVP_CTRL_AEAD_GET_TAG, kTag, raw(body + secret.size())) == 1;
    ERR_clear_error();
    return done ? Result<std::string>(std::move(sealed)) : Result<std::string>(Errc::kInternal);
}

Result<std::string> Sealer::open(std::string_view sealed, std::string_view purpose) const {
    if (sealed.size() < kOverhead || sealed[0] != kVersion) {
        return Errc::kMalformed;
    }
    const std::string_view nonce = sealed.substr(1, kNonce);
    const std::string_view body = sealed.substr(1 + kNonce, sealed.size() - kOverhead);
    std::string tag(sealed.substr(sealed.size() - kTag));
    std::string secret(body.size() + 1, '\0');
    const CipherCtxPtr ctx(EVP_CIPHER_CTX_new());
    int size = 0;
    const bool done =
        ctx && run(*ctx, master_, nonce.data(), purpose, body, secret.data(), false) &&
        EVP_CIPHER_CTX_ctrl(ctx.get(), EVP_CTRL_AEAD_SET_TAG, kTag, tag.data()) == 1 &&
        EVP_CipherFinal_ex(ctx.get(), raw(secret.data() + body.size()), &size) == 1;
    ERR_clear_error();
    secret.pop_back();
    if (!done) {
        OPENSSL_cleanse(secret.data(), secret.size());
        return Errc::kMalformed;
    }
    return secret;
}

std::expected<Sealer, std::string> open_sealer(const std::filesystem::path& data_directory,
                                               const std::string& configured) {
    std::filesystem::path path = data_directory / "master.key";
    const char* const credentials = std::getenv("CREDENTIALS_DIRECTORY");
    std::error_code ignored;
    if (!configured.empty()) {
        path = configured;
    } else if (credentials != nullptr &&
               std::filesystem::exists(std::filesystem::path(credentials) / "master.key",
                                       ignored)) {
        path = std::filesystem::path(credentials) / "master.key";
    } else if (!std::filesystem::exists(path, ignored)) {
        if (const auto made = make_master_key(path); !made) {
            return std::unexpected("cannot make the master key " + path.string() + ": " +
                                   reason(made.error()));
        }
    }
    const auto text = read_file(path);
    if (!text) {
        return std::unexpected("cannot read the master key " + path.string() + ": " +
                               reason(text.error()));
    }
    const auto key = key_from(*text);
    if (!key) {
        return std::unexpected("the master key " + path.string() +
                               " is neither 64 hexadecimal digits nor 32 bytes: restore it from "
                               "a backup; without it stored certificates cannot be used");
    }
    return Sealer(*key);
}

}  // namespace ks::tls
