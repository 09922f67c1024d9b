// SPDX-License-Identifier: Apache-2.0
#include "edge/tls/identity.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>

namespace ks::tls {
namespace {

BioPtr memory_bio(std::string_view text) {
    return BioPtr(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

/// Never asks a terminal for a password: an encrypted key is an error.
int no_password(char* /*buffer*/, int /*size*/, int /*writing*/, void* /*data*/) {
    return -1;
}

UnixSeconds seconds_of(const ASN1_TIME* time) {
    std::tm fields{};
    if (ASN1_TIME_to_tm(time, &fields) != 1) {
        return {};
    }
    return UnixSeconds(std::chrono::seconds(::timegm(&fields)));
}

std::string common_name(const X509_NAME& name) {
    std::array<char, 256> text{};
    const int size = X509_NAME_get_text_by_NID(
        &name, NID_commonName, text.data(), static_cast<int>(text.size()));
    return size > 0 ? std::string(text.data(), static_cast<std::size_t>(size)) : std::string();
}

}  // namespace

std::vector<std::string> dns_names(const X509& leaf) {
    std::vector<std::string> names;
    auto* const raw = static_cast<GENERAL_NAMES*>(
        X509_get_ext_d2i(&leaf, NID_subject_alt_name, nullptr, nullptr));
    if (raw == nullptr) {
        return names;
    }
    for (int i = 0; i < sk_GENERAL_NAME_num(raw); ++i) {
        const GENERAL_NAME* name = sk_GENERAL_NAME_value(raw, i);
        if (name->type != GEN_DNS) {
            continue;
        }
        const auto* data = ASN1_STRING_get0_data(name->d.dNSName);
        std::string text(reinterpret_cast<const char*>(data),  // NOLINT: OpenSSL's bytes
                         static_cast<std::size_t>(ASN1_STRING_length(name->d.dNSName)));
        std::ranges::transform(text, text.begin(), [](char c) {
            return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        });
        names.push_back(std::move(text));
    }
    GENERAL_NAMES_free(raw);
    return names;
}

Result<Identity> read_identity(std::string_view chain_pem, std::string_view key_pem) {
    Identity identity;
    const BioPtr chain_bio = memory_bio(chain_pem);
    identity.leaf.reset(PEM_read_bio_X509(chain_bio.get(), nullptr, no_password, nullptr));
    const BioPtr key_bio = memory_bio(key_pem);
    identity.key.reset(PEM_read_bio_PrivateKey(key_bio.get(), nullptr, no_password, nullptr));
    if (!identity.leaf || !identity.key ||
        X509_check_private_key(identity.leaf.get(), identity.key.get()) != 1) {
        ERR_clear_error();
        return Errc::kMalformed;
    }
    identity.chain.reset(sk_X509_new_null());
    while (X509Ptr next{PEM_read_bio_X509(chain_bio.get(), nullptr, no_password, nullptr)}) {
        // The client has the root or does not trust it; sending it only makes the handshake larger.
        if (X509_check_issued(next.get(), next.get()) == X509_V_OK) {
            continue;
        }
        if (sk_X509_push(identity.chain.get(), next.get()) > 0) {
            (void)next.release();
        }
    }
    ERR_clear_error();
    identity.names = dns_names(*identity.leaf);
    identity.not_before = seconds_of(X509_get0_notBefore(identity.leaf.get()));
    identity.not_after = seconds_of(X509_get0_notAfter(identity.leaf.get()));
    identity.issuer = common_name(*X509_get_issuer_name(identity.leaf.get()));
    return identity;
}

bool covers(const Identity& identity, std::string_view host) noexcept {
    const std::size_t dot = host.find('.');
    const std::string_view parent =
        dot == std::string_view::npos || dot == 0 ? std::string_view{} : host.substr(dot);
    return std::ranges::any_of(identity.names, [&](std::string_view name) {
        return name == host ||
               (!parent.empty() && name.starts_with("*.") && name.substr(1) == parent);
    });
}

}  // namespace ks::tls
