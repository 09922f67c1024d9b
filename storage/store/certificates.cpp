// SPDX-License-Identifier: Apache-2.0
#include "storage/store/certificates.hpp"

#include "core/record/layout.hpp"
#include "storage/lmdb/cursor.hpp"
#include "storage/store/record_rows.hpp"

namespace ks::store {

Result<record::Certificate> certificate(const View& view, std::string_view host) {
    KS_TRY(const Bytes bytes, view.tables.certificates.get(view.txn, as_bytes(host)));
    return record::decode_certificate(bytes);
}

Result<CertificateId> certificate_id(const View& view, std::string_view host) {
    KS_TRY(const Bytes bytes, view.tables.certificates.get(view.txn, as_bytes(host)));
    return record::read_certificate_id(bytes);
}

Result<std::string> certificate_chain(const View& view, CertificateId id) {
    std::string scratch;
    KS_TRY(const Bytes bytes,
           joined_pieces(view.txn, view.tables.certificate_chains, id.key(), scratch));
    return std::string(as_text(bytes));
}

Result<std::size_t> certificate_count(const View& view) {
    return view.tables.certificates.size(view.txn);
}

Result<record::DomainWork> domain_work(const View& view, std::string_view host) {
    KS_TRY(const Bytes bytes, view.tables.domain_work.get(view.txn, as_bytes(host)));
    return record::decode_domain_work(bytes);
}

Result<std::vector<std::string>> due_hosts(const View& view, UnixSeconds now, std::size_t limit) {
    std::vector<std::string> hosts;
    lmdb::Cursor cursor(view.txn, view.tables.domain_due);
    KS_TRY(bool found, cursor.first());
    const std::string end = due_key(now + std::chrono::seconds(1), {});
    while (found && hosts.size() < limit && as_text(cursor.key()) < end) {
        hosts.emplace_back(as_text(cursor.key()).substr(sizeof(std::uint64_t)));
        KS_TRY(found, cursor.next());
    }
    return hosts;
}

Result<std::vector<std::pair<std::string, record::DomainWork>>> domain_works(const View& view,
                                                                             std::string_view after,
                                                                             std::size_t limit) {
    std::vector<std::pair<std::string, record::DomainWork>> works;
    lmdb::Cursor cursor(view.txn, view.tables.domain_work);
    KS_TRY(bool found, after.empty() ? cursor.first() : cursor.seek_ge(as_bytes(after)));
    if (found && as_text(cursor.key()) == after) {
        KS_TRY(found, cursor.next());
    }
    while (found && works.size() < limit) {
        KS_TRY(record::DomainWork work, record::decode_domain_work(cursor.value()));
        works.emplace_back(as_text(cursor.key()), std::move(work));
        KS_TRY(found, cursor.next());
    }
    return works;
}

Result<record::Challenge> http_challenge(const View& view,
                                         std::string_view host,
                                         std::string_view token) {
    const std::string key = http_challenge_key(host, token);
    KS_TRY(const Bytes bytes, view.tables.challenges.get(view.txn, as_bytes(key)));
    return record::decode_challenge(bytes);
}

Result<record::Challenge> tls_challenge(const View& view, std::string_view host) {
    const std::string key = tls_challenge_key(host);
    KS_TRY(const Bytes bytes, view.tables.challenges.get(view.txn, as_bytes(key)));
    return record::decode_challenge(bytes);
}

Result<record::AcmeAccount> acme_account(const View& view, std::string_view directory) {
    KS_TRY(const Bytes bytes, view.tables.acme_accounts.get(view.txn, as_bytes(directory)));
    return record::decode_acme_account(bytes);
}

Result<UnixMillis> rate(const View& view, std::string_view name) {
    const auto bytes = view.tables.rates.get(view.txn, as_bytes(name));
    if (!bytes) {
        return bytes.error().code == Errc::kNotFound ? Result<UnixMillis>(UnixMillis{})
                                                     : Result<UnixMillis>(bytes.error());
    }
    if (bytes->size() != sizeof(std::int64_t)) {
        return Errc::kMalformed;
    }
    return UnixMillis(std::chrono::milliseconds(load_le<std::int64_t>(bytes->data())));
}

Result<record::Lease> lease(const View& view, std::string_view name) {
    KS_TRY(const Bytes bytes, view.tables.leases.get(view.txn, as_bytes(name)));
    return record::decode_lease(bytes);
}

std::string http_challenge_key(std::string_view host, std::string_view token) {
    std::string key = "h";
    key += host;
    key += '/';  // in neither a host nor a base64url token
    key += token;
    return key;
}

std::string tls_challenge_key(std::string_view host) {
    std::string key = "t";
    key += host;
    return key;
}

std::string due_key(UnixSeconds at, std::string_view host) {
    std::array<std::byte, sizeof(std::uint64_t)>
        second;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled by the next line
    store_be(second.data(), static_cast<std::uint64_t>(at.time_since_epoch().count()));
    std::string key(as_text(second));
    key += host;
    return key;
}

}  // namespace ks::store
