// SPDX-License-Identifier: Apache-2.0
#include "edge/tls/alpn_challenge.hpp"

#include "edge/tls/digest.hpp"

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include <array>

namespace ks::tls {
namespace {

/// id-pe-acmeIdentifier (RFC 8737 section 6.1).
constexpr const char* kAcmeIdentifier = "1.3.6.1.5.5.7.1.31";
constexpr std::chrono::hours kLife{24};
constexpr std::chrono::hours kBackdate{1};

using ExtensionPtr = std::unique_ptr<X509_EXTENSION, OpensslFree<X509_EXTENSION_free>>;
using ObjectPtr = std::unique_ptr<ASN1_OBJECT, OpensslFree<ASN1_OBJECT_free>>;
using OctetsPtr = std::unique_ptr<ASN1_OCTET_STRING, OpensslFree<ASN1_OCTET_STRING_free>>;

/// The extension's value is itself an OCTET STRING of 32 bytes.
ExtensionPtr acme_identifier(std::string_view key_authorization) {
    const Sha256 digest = sha256(key_authorization);
    std::array<unsigned char, 2 + sizeof digest> value{0x04, sizeof digest};
    for (std::size_t i = 0; i < digest.size(); ++i) {
        value[2 + i] = std::to_integer<unsigned char>(digest[i]);
    }
    const ObjectPtr object(OBJ_txt2obj(kAcmeIdentifier, 1));
    const OctetsPtr octets(ASN1_OCTET_STRING_new());
    if (!object || !octets ||
        ASN1_OCTET_STRING_set(octets.get(), value.data(), static_cast<int>(value.size())) != 1) {
        return nullptr;
    }
    return ExtensionPtr(X509_EXTENSION_create_by_OBJ(nullptr, object.get(), 1, octets.get()));
}

ExtensionPtr alternative_name(X509& certificate, std::string_view host) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, &certificate, &certificate, nullptr, nullptr, 0);
    const std::string value = "DNS:" + std::string(host);
    return ExtensionPtr(
        X509V3_EXT_conf_nid(nullptr, &context, NID_subject_alt_name, value.c_str()));
}

bool set_head(X509& certificate, EVP_PKEY& key, UnixSeconds now) {
    const auto at = [](UnixSeconds time) { return time.time_since_epoch().count(); };
    return X509_set_version(&certificate, X509_VERSION_3) == 1 &&
           ASN1_INTEGER_set_uint64(X509_get_serialNumber(&certificate), random_u64() >> 1U) == 1 &&
           ASN1_TIME_set(X509_getm_notBefore(&certificate), at(now - kBackdate)) != nullptr &&
           ASN1_TIME_set(X509_getm_notAfter(&certificate), at(now + kLife)) != nullptr &&
           X509_set_pubkey(&certificate, &key) == 1;
}

}  // namespace

bool offers_only_acme(Bytes extension) noexcept {
    // uint16 size of the list, then one name behind its own size.
    constexpr std::string_view kOnly{
        "\x00\x0b\x0a"
        "acme-tls/1",
        13};
    return as_text(extension) == kOnly;
}

Result<Identity> challenge_identity(std::string_view host,
                                    std::string_view key_authorization,
                                    UnixSeconds now) {
    Identity identity;
    identity.key.reset(EVP_EC_gen("P-256"));
    identity.leaf.reset(X509_new());
    if (!identity.key || !identity.leaf) {
        ERR_clear_error();
        return Errc::kInternal;
    }
    X509& leaf = *identity.leaf;
    const ExtensionPtr name = alternative_name(leaf, host);
    const ExtensionPtr proof = acme_identifier(key_authorization);
    const bool made = name && proof && set_head(leaf, *identity.key, now) &&
                      X509_add_ext(&leaf, name.get(), -1) == 1 &&
                      X509_add_ext(&leaf, proof.get(), -1) == 1 &&
                      X509_sign(&leaf, identity.key.get(), EVP_sha256()) > 0;
    if (!made) {
        ERR_clear_error();
        return Errc::kInternal;
    }
    identity.names.emplace_back(host);
    identity.not_after = now + kLife;
    return identity;
}

}  // namespace ks::tls
