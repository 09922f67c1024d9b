// SPDX-License-Identifier: Apache-2.0
#include "edge/tls/signing_key.hpp"

#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <array>
#include <memory>

namespace ks::tls {
namespace {

constexpr int kCoordinateBytes = 32;

using MdCtxPtr = std::unique_ptr<EVP_MD_CTX, OpensslFree<EVP_MD_CTX_free>>;
using SignaturePtr = std::unique_ptr<ECDSA_SIG, OpensslFree<ECDSA_SIG_free>>;
using NumberPtr = std::unique_ptr<BIGNUM, OpensslFree<BN_free>>;
using RequestPtr = std::unique_ptr<X509_REQ, OpensslFree<X509_REQ_free>>;
using NamesPtr = std::unique_ptr<GENERAL_NAMES, OpensslFree<GENERAL_NAMES_free>>;

void free_extensions(STACK_OF(X509_EXTENSION) * extensions) noexcept {
    sk_X509_EXTENSION_pop_free(extensions, X509_EXTENSION_free);
}

using ExtensionsPtr = std::unique_ptr<STACK_OF(X509_EXTENSION), OpensslFree<free_extensions>>;

Errc failed() {
    ERR_clear_error();
    return Errc::kInternal;
}

unsigned char* raw(std::string& bytes) noexcept {
    return reinterpret_cast<unsigned char*>(bytes.data());  // NOLINT: OpenSSL's bytes
}

/// Left-padded to a coordinate's size (RFC 7518 section 6.2.1.2); empty if it does not fit.
std::string coordinate(const BIGNUM* number) {
    std::string bytes(kCoordinateBytes, '\0');
    return BN_bn2binpad(number, raw(bytes), kCoordinateBytes) == kCoordinateBytes ? bytes
                                                                                  : std::string{};
}

std::string public_coordinate(const EVP_PKEY& key, const char* which) {
    BIGNUM* number = nullptr;
    if (EVP_PKEY_get_bn_param(&key, which, &number) != 1) {
        return {};
    }
    const NumberPtr owner(number);
    return coordinate(number);
}

bool is_p256(const EVP_PKEY& key) {
    std::array<char, 64> group{};
    std::size_t size = 0;
    return EVP_PKEY_get_base_id(&key) == EVP_PKEY_EC &&
           EVP_PKEY_get_group_name(&key, group.data(), group.size(), &size) == 1 &&
           std::string_view(group.data(), size) == SN_X9_62_prime256v1;
}

NamesPtr general_names(std::span<const std::string> names) {
    NamesPtr all(GENERAL_NAMES_new());
    for (const std::string& name : names) {
        GENERAL_NAME* const one = GENERAL_NAME_new();
        ASN1_IA5STRING* const text = ASN1_IA5STRING_new();
        if (all == nullptr || one == nullptr || text == nullptr ||
            ASN1_STRING_set(text, name.data(), static_cast<int>(name.size())) != 1 ||
            sk_GENERAL_NAME_push(all.get(), one) <= 0) {
            GENERAL_NAME_free(one);
            ASN1_IA5STRING_free(text);
            return nullptr;
        }
        GENERAL_NAME_set0_value(one, GEN_DNS, text);
    }
    return all;
}

bool add_names(X509_REQ& request, std::span<const std::string> names) {
    const NamesPtr all = general_names(names);
    STACK_OF(X509_EXTENSION)* list = nullptr;
    const bool added = all != nullptr && X509V3_add1_i2d(&list,
                                                         NID_subject_alt_name,
                                                         all.get(),
                                                         /*crit=*/1,  // RFC 5280: empty subject
                                                         X509V3_ADD_DEFAULT) == 1;
    const ExtensionsPtr extensions(list);
    return added && X509_REQ_add_extensions(&request, extensions.get()) == 1;
}

int no_password(char* /*buffer*/, int /*size*/, int /*writing*/, void* /*data*/) {
    return -1;
}

}  // namespace

Result<std::string> new_p256_key() {
    const KeyPtr key(EVP_EC_gen("P-256"));
    const BioPtr bio(BIO_new(BIO_s_secmem()));
    if (!key || !bio ||
        PEM_write_bio_PKCS8PrivateKey(
            bio.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1) {
        return failed();
    }
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &data);
    return std::string(data, static_cast<std::size_t>(size));
}

Result<SigningKey> SigningKey::parse(std::string_view pem) {
    const BioPtr bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    KeyPtr key(PEM_read_bio_PrivateKey(bio.get(), nullptr, no_password, nullptr));
    if (!key || !is_p256(*key)) {
        ERR_clear_error();
        return Errc::kMalformed;
    }
    std::string x = public_coordinate(*key, OSSL_PKEY_PARAM_EC_PUB_X);
    std::string y = public_coordinate(*key, OSSL_PKEY_PARAM_EC_PUB_Y);
    if (x.empty() || y.empty()) {
        ERR_clear_error();
        return Errc::kMalformed;
    }
    return SigningKey(std::move(key), std::move(x), std::move(y));
}

Result<std::string> SigningKey::sign(std::string_view text) const {
    const MdCtxPtr context(EVP_MD_CTX_new());
    std::array<unsigned char, 96> der{};  // SEQUENCE of two INTEGERs of up to 33 bytes: 72 at most
    std::size_t size = der.size();
    if (!context ||
        EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get()) != 1 ||
        EVP_DigestSign(context.get(),
                       der.data(),
                       &size,
                       reinterpret_cast<const unsigned char*>(text.data()),  // NOLINT
                       text.size()) != 1) {
        return failed();
    }
    const unsigned char* at = der.data();
    const SignaturePtr signature(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(size)));
    if (!signature) {
        return failed();
    }
    // JWS wants the two numbers, not their DER (RFC 7518 section 3.4).
    std::string both = coordinate(ECDSA_SIG_get0_r(signature.get())) +
                       coordinate(ECDSA_SIG_get0_s(signature.get()));
    if (both.size() != std::size_t{2} * kCoordinateBytes) {
        return failed();
    }
    return both;
}

Result<std::string> SigningKey::certificate_request(std::span<const std::string> names) const {
    const RequestPtr request(X509_REQ_new());
    if (!request || X509_REQ_set_version(request.get(), X509_REQ_VERSION_1) != 1 ||
        X509_REQ_set_pubkey(request.get(), key_.get()) != 1 || !add_names(*request, names) ||
        X509_REQ_sign(request.get(), key_.get(), EVP_sha256()) <= 0) {
        return failed();
    }
    const int size = i2d_X509_REQ(request.get(), nullptr);
    if (size <= 0) {
        return failed();
    }
    std::string der(static_cast<std::size_t>(size), '\0');
    unsigned char* at = raw(der);
    if (i2d_X509_REQ(request.get(), &at) != size) {
        return failed();
    }
    return der;
}

}  // namespace ks::tls
