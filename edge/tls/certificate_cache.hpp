// SPDX-License-Identifier: Apache-2.0
// Which certificate a host gets: the operator's if one covers it, else the stored one, else one of
// the development CA, made on first use. Parsed certificates are kept in an LRU within a budget of
// memory; nothing is loaded at start. One a reactor, so that OpenSSL's reference counts never
// travel between cores.
#pragma once

#include "core/base/result.hpp"
#include "core/time/clock.hpp"
#include "edge/tls/dev_ca.hpp"
#include "edge/tls/identity.hpp"
#include "edge/tls/sealer.hpp"
#include "storage/store/store.hpp"

#include <cstddef>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace ks::tls {

/// The operator's certificate files as text; immutable, shared by the reactors.
struct PemPair {
    std::string chain_file;
    std::string chain_pem;
    std::string key_pem;
};

using PemPairs = std::vector<PemPair>;

class CertificateCache {
public:
    struct Options {
        std::string base_domain;
        /// A CA issues for custom domains: those without a certificate have none. The base domain
        /// is bootstrapped by the development CA all the same, for the API must be reachable.
        bool acme = false;
        std::size_t bytes_max = std::size_t{16} << 20U;  ///< of parsed certificates
    };

    CertificateCache(
        Options options, DevCa ca, Sealer sealer, store::Reader& reader, const Clock& clock)
        : options_(std::move(options)),
          ca_(std::move(ca)),
          sealer_(sealer),
          reader_(reader),
          clock_(clock) {}

    /// Replaces the operator's certificates; kMalformed (nothing changes) if one cannot be parsed.
    [[nodiscard]] Result<void> set_operator_certificates(const PemPairs& pairs);

    /// For a host under the base domain; empty host: what a client without a server name gets.
    [[nodiscard]] Result<std::shared_ptr<const Identity>> for_base(std::string_view host);
    /// For a custom domain that is to be served. kNotFound: there is none yet.
    [[nodiscard]] Result<std::shared_ptr<const Identity>> for_custom(std::string_view host);
    /// Whether for_custom() would find one; costs a look-up in the store at most.
    [[nodiscard]] bool has_custom(std::string_view host);

    [[nodiscard]] bool acme() const noexcept { return options_.acme; }

    [[nodiscard]] std::size_t size() const noexcept { return rows_.size(); }

private:
    struct Row {
        std::string host;
        CertificateId id;  ///< of the stored certificate; all zero: the development CA's
        std::shared_ptr<const Identity> identity;
        std::size_t bytes = 0;
    };

    struct TextHash : std::hash<std::string_view> {
        using is_transparent = void;
    };

    [[nodiscard]] std::shared_ptr<const Identity> of_operator(std::string_view host) const;
    [[nodiscard]] Result<std::shared_ptr<const Identity>> stored(std::string_view host);
    [[nodiscard]] Result<std::shared_ptr<const Identity>> load(std::string_view host);
    [[nodiscard]] Result<std::shared_ptr<const Identity>> of_dev_ca(
        std::string_view host, const std::vector<std::string>& names);
    [[nodiscard]] std::vector<std::string> base_names(std::string_view host) const;
    [[nodiscard]] Row* find(std::string_view host);
    std::shared_ptr<const Identity> keep(std::string_view host, CertificateId id, Identity made);

    Options options_;
    DevCa ca_;
    Sealer sealer_;
    store::Reader& reader_;
    const Clock& clock_;
    std::vector<std::shared_ptr<const Identity>> operator_;
    std::list<Row> rows_;  ///< most recently used first
    std::unordered_map<std::string, std::list<Row>::iterator, TextHash, std::equal_to<>> index_;
    std::size_t bytes_ = 0;
};

/// What the key of a stored certificate is sealed for.
[[nodiscard]] std::string certificate_purpose(std::string_view host, CertificateId id);

}  // namespace ks::tls
