// SPDX-License-Identifier: Apache-2.0
#include "edge/tls/chain_check.hpp"

#include "edge/tls/identity.hpp"
#include "edge/tls/openssl_ptr.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <ctime>
#include <optional>
#include <vector>

namespace ks::tls {
namespace {

/// More would only make every handshake larger; public chains have two to four.
constexpr std::size_t kChainMax = 8;
/// Clocks of two machines differ a little; visitors' clocks do too.
constexpr std::chrono::minutes kClockDifference{5};
constexpr std::chrono::hours kLifeMin{1};

using Certificates = std::vector<X509Ptr>;

int no_password(char* /*buffer*/, int /*size*/, int /*writing*/, void* /*data*/) {
    return -1;
}

/// nullopt: not a single certificate, or one of them is cut off or unreadable.
std::optional<Certificates> parse(std::string_view pem) {
    Certificates all;
    ERR_clear_error();
    const BioPtr bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    while (bio && all.size() <= kChainMax) {
        X509Ptr one(PEM_read_bio_X509(bio.get(), nullptr, no_password, nullptr));
        if (!one) {
            break;
        }
        all.push_back(std::move(one));
    }
    const unsigned long fault = ERR_peek_last_error();
    ERR_clear_error();
    const bool at_end = fault == 0 || (ERR_GET_LIB(fault) == ERR_LIB_PEM &&
                                       ERR_GET_REASON(fault) == PEM_R_NO_START_LINE);
    if (all.empty() || !at_end) {
        return std::nullopt;
    }
    return all;
}

std::string to_pem(const Certificates& chain) {
    const BioPtr bio(BIO_new(BIO_s_mem()));
    for (const X509Ptr& one : chain) {
        if (!bio || PEM_write_bio_X509(bio.get(), one.get()) != 1) {
            return {};
        }
    }
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &data);
    return {data, static_cast<std::size_t>(size)};
}

std::string to_der(X509& certificate) {
    const int size = i2d_X509(&certificate, nullptr);
    std::string der(size > 0 ? static_cast<std::size_t>(size) : 0, '\0');
    auto* at = reinterpret_cast<unsigned char*>(der.data());  // NOLINT: OpenSSL's bytes
    if (size > 0) {
        i2d_X509(&certificate, &at);
    }
    return der;
}

std::string bytes_of(const ASN1_STRING* text) {
    return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),  // NOLINT: OpenSSL's bytes
            static_cast<std::size_t>(ASN1_STRING_length(text))};
}

/// Two's complement, as DER has it: a first byte of 0x80 and more gets a zero in front.
std::string serial_of(X509& leaf) {
    const ASN1_INTEGER* const number = X509_get0_serialNumber(&leaf);
    std::string bytes = number != nullptr ? bytes_of(number) : std::string{};
    if (bytes.empty() || (static_cast<unsigned char>(bytes.front()) & 0x80U) != 0) {
        bytes.insert(bytes.begin(), '\0');
    }
    return bytes;
}

std::string common_name(const X509_NAME* name) {
    const int at = X509_NAME_get_index_by_NID(name, NID_commonName, -1);
    if (at < 0) {
        return {};
    }
    unsigned char* utf8 = nullptr;
    const int size =
        ASN1_STRING_to_UTF8(&utf8, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
    if (size < 0) {
        ERR_clear_error();
        return {};
    }
    std::string text(reinterpret_cast<const char*>(utf8),
                     static_cast<std::size_t>(size));  // NOLINT
    OPENSSL_free(utf8);
    return text;
}

UnixSeconds seconds_of(const ASN1_TIME* time) {
    std::tm fields{};
    return ASN1_TIME_to_tm(time, &fields) == 1
               ? UnixSeconds(std::chrono::seconds(::timegm(&fields)))
               : UnixSeconds{};
}

CheckedChain facts_of(const Certificates& chain) {
    X509& leaf = *chain.front();
    CheckedChain facts;
    facts.pem = to_pem(chain);
    facts.leaf_der = to_der(leaf);
    if (const ASN1_OCTET_STRING* const id = X509_get0_authority_key_id(&leaf)) {
        facts.authority_key_id = bytes_of(id);
    }
    facts.serial = serial_of(leaf);
    facts.not_before = seconds_of(X509_get0_notBefore(&leaf));
    facts.not_after = seconds_of(X509_get0_notAfter(&leaf));
    facts.issuer = common_name(X509_get_issuer_name(&leaf));
    facts.topmost_issuer = common_name(X509_get_issuer_name(chain.back().get()));
    return facts;
}

std::vector<std::string> sorted(std::span<const std::string> names) {
    std::vector<std::string> copy(names.begin(), names.end());
    std::ranges::sort(copy);
    const auto twice = std::ranges::unique(copy);
    copy.erase(twice.begin(), twice.end());
    return copy;
}

std::string joined(std::span<const std::string> names) {
    std::string text;
    for (const std::string& name : names) {
        text += (text.empty() ? "" : ", ") + name;
    }
    return text.empty() ? "no name" : text;
}

ChainFault leaf_fault(X509& leaf,
                      std::string_view key_pem,
                      std::span<const std::string> names,
                      const CheckedChain& facts,
                      UnixSeconds now) {
    const BioPtr bio(BIO_new_mem_buf(key_pem.data(), static_cast<int>(key_pem.size())));
    const KeyPtr key(PEM_read_bio_PrivateKey(bio.get(), nullptr, no_password, nullptr));
    if (!key || X509_check_private_key(&leaf, key.get()) != 1) {
        return "is for another key";
    }
    const std::vector<std::string> found = sorted(dns_names(leaf));
    if (found != sorted(names)) {
        return "names " + joined(found) + " instead of " + joined(names);
    }
    if (facts.not_before > now + kClockDifference) {
        return "is not valid yet: this server's clock or the CA's is wrong";
    }
    if (facts.not_after < now + kLifeMin) {
        return "has expired or is about to: this server's clock or the CA's is wrong";
    }
    return {};
}

ChainFault chain_fault(const Certificates& chain) {
    for (std::size_t i = 0; i + 1 < chain.size(); ++i) {
        X509& upper = *chain[i + 1];
        if (X509_check_issued(&upper, chain[i].get()) != X509_V_OK ||
            X509_verify(chain[i].get(), X509_get0_pubkey(&upper)) != 1) {
            return "has a chain that is broken or out of order after certificate " +
                   std::to_string(i + 1);
        }
        if (X509_check_ca(&upper) == 0) {
            return "has a chain whose certificate " + std::to_string(i + 2) + " is no CA";
        }
    }
    return {};
}

}  // namespace

std::expected<CheckedChain, ChainFault> read_chain(std::string_view chain_pem) {
    const std::optional<Certificates> chain = parse(chain_pem);
    if (!chain) {
        return std::unexpected("is not whole PEM");
    }
    return facts_of(*chain);
}

std::expected<CheckedChain, ChainFault> check_chain(std::string_view chain_pem,
                                                    std::string_view key_pem,
                                                    std::span<const std::string> names,
                                                    UnixSeconds now) {
    const std::optional<Certificates> parsed = parse(chain_pem);
    if (!parsed) {
        return std::unexpected("is not whole PEM");
    }
    const Certificates& chain = *parsed;
    if (chain.size() > kChainMax) {
        return std::unexpected("has a chain of more than " + std::to_string(kChainMax) +
                               " certificates");
    }
    CheckedChain facts = facts_of(chain);
    ChainFault fault = leaf_fault(*chain.front(), key_pem, names, facts, now);
    if (fault.empty()) {
        fault = chain_fault(chain);
    }
    ERR_clear_error();
    if (!fault.empty()) {
        return std::unexpected(std::move(fault));
    }
    return facts;
}

}  // namespace ks::tls
