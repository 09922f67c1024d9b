// SPDX-License-Identifier: Apache-2.0
#include "edge/tls/dev_ca.hpp"

#include "edge/tls/digest.hpp"
#include "edge/tls/files.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

namespace ks::tls {
namespace {

constexpr std::chrono::days kCaLife{3650};
constexpr std::chrono::days kLeafLife{90};
/// Clocks of clients that are a little late must not see a certificate of the future.
constexpr std::chrono::hours kBackdate{1};

KeyPtr new_key() {
    return KeyPtr(EVP_EC_gen("P-256"));
}

bool set_serial(X509& certificate) {
    std::array<std::byte, 16> serial{};
    random_bytes(serial);
    serial[0] =
        (serial[0] & std::byte{0x7f}) | std::byte{0x40};  // positive and always 16 bytes long
    const std::unique_ptr<BIGNUM, OpensslFree<BN_free>> number(
        BN_bin2bn(reinterpret_cast<const unsigned char*>(serial.data()),
                  static_cast<int>(serial.size()),
                  nullptr));  // NOLINT
    return number &&
           BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(&certificate)) != nullptr;
}

bool set_times(X509& certificate, UnixSeconds now, std::chrono::seconds life) {
    return ASN1_TIME_set(X509_getm_notBefore(&certificate),
                         (now - kBackdate).time_since_epoch().count()) != nullptr &&
           ASN1_TIME_set(X509_getm_notAfter(&certificate),
                         (now + life).time_since_epoch().count()) != nullptr;
}

bool add_extension(X509& certificate, X509& issuer, int nid, const std::string& value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, &issuer, &certificate, nullptr, nullptr, 0);
    const std::unique_ptr<X509_EXTENSION, OpensslFree<X509_EXTENSION_free>> extension(
        X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str()));
    return extension && X509_add_ext(&certificate, extension.get(), -1) == 1;
}

bool set_common_name(X509_NAME& name, const std::string& text) {
    return X509_NAME_add_entry_by_txt(
               &name,
               "CN",
               MBSTRING_ASC,
               reinterpret_cast<const unsigned char*>(text.data()),  // NOLINT
               static_cast<int>(text.size()),
               -1,
               0) == 1;
}

template <class Write>
std::string to_pem(Write write) {
    const BioPtr bio(BIO_new(BIO_s_mem()));
    if (!bio || write(bio.get()) != 1) {
        return {};
    }
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &data);
    return {data, static_cast<std::size_t>(size)};
}

Result<DevCaFiles> make_ca(UnixSeconds now) {
    const KeyPtr key = new_key();
    const X509Ptr certificate(X509_new());
    if (!key || !certificate) {
        return Errc::kInternal;
    }
    X509& ca = *certificate;
    std::array<std::byte, 4> mark{};
    random_bytes(mark);
    // The mark keeps the CAs of several data directories apart in a client's trust store.
    X509_NAME* const name = X509_get_subject_name(&ca);
    const bool made = X509_set_version(&ca, X509_VERSION_3) == 1 && set_serial(ca) &&
                      set_times(ca, now, kCaLife) &&
                      set_common_name(*name, "kamustatus development CA " + hex(mark)) &&
                      X509_set_issuer_name(&ca, name) == 1 &&
                      X509_set_pubkey(&ca, key.get()) == 1 &&
                      add_extension(ca, ca, NID_basic_constraints, "critical,CA:TRUE,pathlen:0") &&
                      add_extension(ca, ca, NID_key_usage, "critical,keyCertSign,cRLSign") &&
                      add_extension(ca, ca, NID_subject_key_identifier, "hash") &&
                      X509_sign(&ca, key.get(), EVP_sha256()) > 0;
    if (!made) {
        ERR_clear_error();
        return Errc::kInternal;
    }
    DevCaFiles files;
    files.certificate_pem = to_pem([&](BIO* bio) { return PEM_write_bio_X509(bio, &ca); });
    files.key_pem = to_pem([&](BIO* bio) {
        return PEM_write_bio_PrivateKey(bio, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    });
    return files;
}

}  // namespace

Result<DevCaFiles> open_dev_ca(const std::filesystem::path& directory, UnixSeconds now) {
    const std::filesystem::path certificate_path = directory / "ca.pem";
    const std::filesystem::path key_path = directory / "ca.key";
    std::error_code ignored;
    const bool exists = std::filesystem::exists(certificate_path, ignored) &&
                        std::filesystem::exists(key_path, ignored);
    DevCaFiles files;
    if (exists) {
        KS_TRY(files.certificate_pem, read_file(certificate_path));
        KS_TRY(files.key_pem, read_file(key_path));
    } else {
        KS_TRY(files, make_ca(now));
        KS_CHECK(write_file(key_path, files.key_pem, 0600));
        KS_CHECK(write_file(certificate_path, files.certificate_pem, 0644));
    }
    files.certificate = certificate_path;
    KS_CHECK(DevCa::parse(files));
    return files;
}

Result<DevCa> DevCa::parse(const DevCaFiles& files) {
    KS_TRY(Identity identity, read_identity(files.certificate_pem, files.key_pem));
    return DevCa(std::move(identity.leaf), std::move(identity.key));
}

Result<Identity> DevCa::issue(std::span<const std::string> names, UnixSeconds now) const {
    Identity identity;
    identity.key = new_key();
    identity.leaf.reset(X509_new());
    if (!identity.key || !identity.leaf || names.empty()) {
        return Errc::kInternal;
    }
    std::string alternatives;
    for (const std::string& name : names) {
        alternatives += (alternatives.empty() ? "DNS:" : ",DNS:") + name;
    }
    X509& leaf = *identity.leaf;
    X509& ca = *certificate_;
    // A common name is at most 64 characters (RFC 5280); clients read the alternative names.
    const std::string common_name =
        names.front().size() <= 64 ? names.front() : std::string("kamustatus");
    const bool made = X509_set_version(&leaf, X509_VERSION_3) == 1 && set_serial(leaf) &&
                      set_times(leaf, now, kLeafLife) &&
                      set_common_name(*X509_get_subject_name(&leaf), common_name) &&
                      X509_set_issuer_name(&leaf, X509_get_subject_name(&ca)) == 1 &&
                      X509_set_pubkey(&leaf, identity.key.get()) == 1 &&
                      add_extension(leaf, ca, NID_basic_constraints, "critical,CA:FALSE") &&
                      add_extension(leaf, ca, NID_key_usage, "critical,digitalSignature") &&
                      add_extension(leaf, ca, NID_ext_key_usage, "serverAuth") &&
                      add_extension(leaf, ca, NID_subject_alt_name, alternatives) &&
                      add_extension(leaf, ca, NID_subject_key_identifier, "hash") &&
                      add_extension(leaf, ca, NID_authority_key_identifier, "keyid:always") &&
                      X509_sign(&leaf, key_.get(), EVP_sha256()) > 0;
    if (!made) {
        ERR_clear_error();
        return Errc::kInternal;
    }
    identity.names.assign(names.begin(), names.end());
    identity.not_after = now + kLeafLife;
    return identity;
}

}  // namespace ks::tls
