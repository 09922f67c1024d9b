// SPDX-License-Identifier: Apache-2.0
// Typed readers of certificates and the work on them. Over any transaction, as the writer needs
// them too. Errors as in readers.hpp.
#pragma once

#include "core/record/certificate.hpp"
#include "storage/store/store.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ks::store {

/// A transaction and the tables to read through it.
struct View {
    View(const lmdb::Txn& transaction, const Tables& all) noexcept
        : txn(transaction), tables(all) {}

    explicit View(const Snapshot& snapshot) noexcept
        : txn(snapshot.txn()), tables(snapshot.tables()) {}

    const lmdb::Txn& txn;
    const Tables& tables;
};

[[nodiscard]] Result<record::Certificate> certificate(const View& view, std::string_view host);
/// Which certificate a host has, at the price of one look-up: to see whether a kept one is current.
[[nodiscard]] Result<CertificateId> certificate_id(const View& view, std::string_view host);
/// PEM, leaf first.
[[nodiscard]] Result<std::string> certificate_chain(const View& view, CertificateId id);
[[nodiscard]] Result<std::size_t> certificate_count(const View& view);

[[nodiscard]] Result<record::DomainWork> domain_work(const View& view, std::string_view host);
/// Hosts whose work is due, the longest due first, at most `limit`. Costs one seek when none is.
[[nodiscard]] Result<std::vector<std::string>> due_hosts(const View& view,
                                                         UnixSeconds now,
                                                         std::size_t limit);
/// Every host with work after `after`, by name, at most `limit`.
[[nodiscard]] Result<std::vector<std::pair<std::string, record::DomainWork>>> domain_works(
    const View& view, std::string_view after, std::size_t limit);

/// The answer of HTTP-01 for a host and token.
[[nodiscard]] Result<record::Challenge> http_challenge(const View& view,
                                                       std::string_view host,
                                                       std::string_view token);
/// The answer of TLS-ALPN-01 for a host.
[[nodiscard]] Result<record::Challenge> tls_challenge(const View& view, std::string_view host);

[[nodiscard]] Result<record::AcmeAccount> acme_account(const View& view,
                                                       std::string_view directory);
/// When the bucket of that name is full again; the epoch for an untouched one.
[[nodiscard]] Result<UnixMillis> rate(const View& view, std::string_view name);
[[nodiscard]] Result<record::Lease> lease(const View& view, std::string_view name);

// --- keys, for the writer
[[nodiscard]] std::string http_challenge_key(std::string_view host, std::string_view token);
[[nodiscard]] std::string tls_challenge_key(std::string_view host);
/// Second and host.
[[nodiscard]] std::string due_key(UnixSeconds at, std::string_view host);

}  // namespace ks::store
