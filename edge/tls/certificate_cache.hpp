// SPDX-License-Identifier: Apache-2.0
// Which certificate a host gets: the operator's if one covers it, else one of the development CA,
// made on first use and kept in an LRU. One a reactor, so that OpenSSL's reference counts never
// travel between cores.
#pragma once

#include "core/base/result.hpp"
#include "core/time/clock.hpp"
#include "edge/tls/dev_ca.hpp"
#include "edge/tls/identity.hpp"

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
    /// `identities` kept at most: 8.4 KB each.
    static constexpr std::size_t kEntriesMax = 2048;

    CertificateCache(std::string base_domain,
                     DevCa ca,
                     const Clock& clock,
                     std::size_t entries_max = kEntriesMax)
        : base_domain_(std::move(base_domain)),
          ca_(std::move(ca)),
          clock_(clock),
          entries_max_(entries_max) {}

    /// Replaces the operator's certificates; kMalformed (nothing changes) if one cannot be parsed.
    [[nodiscard]] Result<void> set_operator_certificates(const PemPairs& pairs);

    /// For a host under the base domain; empty host: what a client without a server name gets.
    [[nodiscard]] Result<std::shared_ptr<const Identity>> for_base(std::string_view host);
    /// For a custom domain that is to be served.
    [[nodiscard]] Result<std::shared_ptr<const Identity>> for_custom(std::string_view host);

    [[nodiscard]] std::size_t size() const noexcept { return rows_.size(); }

private:
    struct Row {
        std::string host;
        std::shared_ptr<const Identity> identity;
    };

    struct TextHash : std::hash<std::string_view> {
        using is_transparent = void;
    };

    [[nodiscard]] std::shared_ptr<const Identity> of_operator(std::string_view host) const;
    [[nodiscard]] Result<std::shared_ptr<const Identity>> of_dev_ca(
        std::string_view host, const std::vector<std::string>& names);
    [[nodiscard]] std::vector<std::string> base_names(std::string_view host) const;

    std::string base_domain_;
    DevCa ca_;
    const Clock& clock_;
    std::size_t entries_max_;
    std::vector<std::shared_ptr<const Identity>> operator_;
    std::list<Row> rows_;  ///< most recently used first
    std::unordered_map<std::string, std::list<Row>::iterator, TextHash, std::equal_to<>> index_;
};

}  // namespace ks::tls
