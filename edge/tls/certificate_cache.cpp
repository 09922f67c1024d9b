// SPDX-License-Identifier: Apache-2.0
#include "edge/tls/certificate_cache.hpp"

#include "storage/store/certificates.hpp"

#include <algorithm>

namespace ks::tls {
namespace {

/// A certificate of the development CA is made anew when less than this is left.
constexpr std::chrono::days kRenewBefore{30};
/// Of a parsed leaf with its key, measured, and of each further certificate of the chain.
constexpr std::size_t kIdentityBytes = 8400;
constexpr std::size_t kLinkBytes = 6000;

bool has_exact_name(const Identity& identity, std::string_view host) noexcept {
    return std::ranges::find(identity.names, host) != identity.names.end();
}

}  // namespace

Result<void> CertificateCache::set_operator_certificates(const PemPairs& pairs) {
    std::vector<std::shared_ptr<const Identity>> fresh;
    for (const PemPair& pair : pairs) {
        KS_TRY(Identity identity, read_identity(pair.chain_pem, pair.key_pem));
        fresh.push_back(std::make_shared<const Identity>(std::move(identity)));
    }
    operator_ = std::move(fresh);
    return {};
}

std::shared_ptr<const Identity> CertificateCache::of_operator(std::string_view host) const {
    std::shared_ptr<const Identity> by_wildcard;
    for (const auto& identity : operator_) {
        if (has_exact_name(*identity, host)) {
            return identity;
        }
        if (!by_wildcard && covers(*identity, host)) {
            by_wildcard = identity;
        }
    }
    return by_wildcard;
}

std::vector<std::string> CertificateCache::base_names(std::string_view host) const {
    std::vector<std::string> names{options_.base_domain,
                                   "*." + options_.base_domain,
                                   "app." + options_.base_domain,
                                   "pages." + options_.base_domain};
    // Many clients refuse a wildcard right under a top-level name such as "localhost": those hosts
    // are named each.
    if (!host.empty() && std::ranges::find(names, host) == names.end()) {
        names.emplace_back(host);
    }
    return names;
}

Result<std::shared_ptr<const Identity>> CertificateCache::for_base(std::string_view host) {
    const std::string_view wanted = host.empty() ? std::string_view(options_.base_domain) : host;
    if (auto found = of_operator(wanted)) {
        return found;
    }
    if (host.empty()) {
        // An operator's wildcard need not name the base domain itself.
        if (auto found = of_operator("app." + options_.base_domain)) {
            return found;
        }
    }
    // The host's own, else the one of the base domain if that is a wildcard's.
    for (const std::string_view name : {wanted, std::string_view(options_.base_domain)}) {
        auto found = stored(name);
        if (found && covers(**found, wanted)) {
            return found;
        }
        if (!found && found.error().code != Errc::kNotFound) {
            return found;
        }
    }
    const bool single_label = options_.base_domain.find('.') == std::string::npos;
    const std::string_view named = single_label ? host : std::string_view{};
    const std::vector<std::string> names = base_names(named);
    // One certificate serves all hosts that it names anyway.
    const bool is_extra = names.size() > 4;
    return of_dev_ca(is_extra ? named : std::string_view(options_.base_domain), names);
}

Result<std::shared_ptr<const Identity>> CertificateCache::for_custom(std::string_view host) {
    if (auto found = of_operator(host)) {
        return found;
    }
    auto found = stored(host);
    const bool missing = !found && found.error().code == Errc::kNotFound;
    return missing && !options_.acme ? of_dev_ca(host, {std::string(host)}) : std::move(found);
}

bool CertificateCache::has_custom(std::string_view host) {
    if (!options_.acme || of_operator(host)) {
        return true;
    }
    return reader_
        .read([&](const store::Snapshot& snapshot) {
            return store::certificate_id(store::View(snapshot), host);
        })
        .has_value();
}

CertificateCache::Row* CertificateCache::find(std::string_view host) {
    const auto found = index_.find(host);
    if (found == index_.end()) {
        return nullptr;
    }
    rows_.splice(rows_.begin(), rows_, found->second);
    return &rows_.front();
}

std::shared_ptr<const Identity> CertificateCache::keep(std::string_view host,
                                                       CertificateId id,
                                                       Identity made) {
    const int links = made.chain ? sk_X509_num(made.chain.get()) : 0;
    const std::size_t bytes =
        kIdentityBytes + static_cast<std::size_t>(std::max(links, 0)) * kLinkBytes;
    if (find(host) != nullptr) {
        bytes_ -= rows_.front().bytes;
        index_.erase(rows_.front().host);
        rows_.pop_front();
    }
    while (!rows_.empty() && bytes_ + bytes > options_.bytes_max) {
        bytes_ -= rows_.back().bytes;
        index_.erase(rows_.back().host);
        rows_.pop_back();
    }
    rows_.push_front(
        Row{std::string(host), id, std::make_shared<const Identity>(std::move(made)), bytes});
    bytes_ += bytes;
    index_.emplace(rows_.front().host, rows_.begin());
    return rows_.front().identity;
}

Result<std::shared_ptr<const Identity>> CertificateCache::stored(std::string_view host) {
    // One look-up tells whether the kept one is current, whoever wrote the store meanwhile.
    KS_TRY(const CertificateId id, reader_.read([&](const store::Snapshot& snapshot) {
        return store::certificate_id(store::View(snapshot), host);
    }));
    const Row* const row = find(host);
    if (row != nullptr && row->id == id) {
        return row->identity;
    }
    return load(host);
}

Result<std::shared_ptr<const Identity>> CertificateCache::load(std::string_view host) {
    record::Certificate certificate;
    std::string chain;
    KS_CHECK(reader_.read([&](const store::Snapshot& snapshot) -> Result<void> {
        KS_TRY(certificate, store::certificate(store::View(snapshot), host));
        KS_TRY(chain, store::certificate_chain(store::View(snapshot), certificate.id));
        return {};
    }));
    KS_TRY(const std::string key,
           sealer_.open(certificate.sealed_key, certificate_purpose(host, certificate.id)));
    KS_TRY(Identity identity, read_identity(chain, key));
    return keep(host, certificate.id, std::move(identity));
}

Result<std::shared_ptr<const Identity>> CertificateCache::of_dev_ca(
    std::string_view host, const std::vector<std::string>& names) {
    const UnixSeconds now = clock_.now_seconds();
    const Row* const row = find(host);
    if (row != nullptr && row->id == CertificateId{} &&
        row->identity->not_after - now > kRenewBefore) {
        return row->identity;
    }
    KS_TRY(Identity made, ca_.issue(names, now));
    made.development = true;
    return keep(host, CertificateId{}, std::move(made));
}

std::string certificate_purpose(std::string_view host, CertificateId id) {
    return "certificate " + std::string(host) + " " + id.text();
}

}  // namespace ks::tls
