// SPDX-License-Identifier: Apache-2.0
#include "storage/rows/domain_rows.hpp"

#include "storage/store/certificates.hpp"

#include <string>

namespace ks::rows {
namespace {

/// Whatever `found` is about; kNotFound is no error.
template <class T>
Result<bool> is_there(const Result<T>& found) {
    if (found) {
        return true;
    }
    return found.error().code == Errc::kNotFound ? Result<bool>(false)
                                                 : Result<bool>(found.error());
}

Result<void> erase_due(const Changes& changes, std::string_view host) {
    const auto old = store::domain_work({changes.txn, changes.tables}, host);
    KS_TRY(const bool there, is_there(old));
    if (there) {
        const std::string key = store::due_key(old->next, host);
        KS_CHECK(changes.tables.domain_due.erase(changes.txn, as_bytes(key)));
    }
    return {};
}

Result<void> erase_certificate(const Changes& changes, std::string_view host) {
    const auto old = store::certificate_id({changes.txn, changes.tables}, host);
    KS_TRY(const bool there, is_there(old));
    if (there) {
        KS_CHECK(erase_pieces(changes, changes.tables.certificate_chains, old->key()));
        KS_CHECK(changes.tables.certificates.erase(changes.txn, as_bytes(host)));
    }
    return {};
}

}  // namespace

Result<void> claim_domain(const Changes& changes,
                          std::string_view host,
                          const record::DomainClaim& claim) {
    KS_CHECK(
        changes.tables.domains.put(changes.txn, as_bytes(host), as_bytes(record::encode(claim))));
    record::DomainWork work;
    work.page = claim.page;
    work.claimed_at = claim.claimed_at;
    work.next = std::chrono::floor<std::chrono::seconds>(claim.claimed_at);
    return put_work(changes, host, work);
}

Result<void> release_domain(const Changes& changes, std::string_view host) {
    KS_CHECK(changes.tables.domains.erase(changes.txn, as_bytes(host)));
    KS_CHECK(erase_due(changes, host));
    KS_CHECK(changes.tables.domain_work.erase(changes.txn, as_bytes(host)));
    KS_CHECK(erase_certificate(changes, host));
    KS_CHECK(
        changes.tables.challenges.erase(changes.txn, as_bytes(store::tls_challenge_key(host))));
    const std::string prefix = store::http_challenge_key(host, {});
    return erase_prefix(changes, changes.tables.challenges, as_bytes(prefix));
}

Result<void> put_work(const Changes& changes,
                      std::string_view host,
                      const record::DomainWork& work) {
    KS_CHECK(erase_due(changes, host));
    const std::string encoded = record::encode(work);
    KS_CHECK(changes.tables.domain_work.put(changes.txn, as_bytes(host), as_bytes(encoded)));
    const std::string key = store::due_key(work.next, host);
    return changes.tables.domain_due.put(changes.txn, as_bytes(key), {});
}

Result<void> put_certificate(const Changes& changes,
                             std::string_view host,
                             const record::Certificate& certificate,
                             std::string_view chain_pem) {
    KS_CHECK(erase_certificate(changes, host));
    KS_CHECK(put_in_pieces(
        changes, changes.tables.certificate_chains, certificate.id.key(), as_bytes(chain_pem)));
    const std::string encoded = record::encode(certificate);
    return changes.tables.certificates.put(changes.txn, as_bytes(host), as_bytes(encoded));
}

}  // namespace ks::rows
