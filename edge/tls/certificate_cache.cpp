// SPDX-License-Identifier: Apache-2.0
#include "edge/tls/certificate_cache.hpp"

#include <algorithm>

namespace ks::tls {
namespace {

/// A certificate of the development CA is made anew when less than this is left.
constexpr std::chrono::days kRenewBefore{30};

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
    std::vector<std::string> names{
        base_domain_, "*." + base_domain_, "app." + base_domain_, "pages." + base_domain_};
    // Many clients refuse a wildcard right under a top-level name such as "localhost": those hosts
    // are named each.
    if (!host.empty() && std::ranges::find(names, host) == names.end()) {
        names.emplace_back(host);
    }
    return names;
}

Result<std::shared_ptr<const Identity>> CertificateCache::for_base(std::string_view host) {
    const std::string_view wanted = host.empty() ? std::string_view(base_domain_) : host;
    if (auto found = of_operator(wanted)) {
        return found;
    }
    if (host.empty()) {
        // An operator's wildcard need not name the base domain itself.
        if (auto found = of_operator("app." + base_domain_)) {
            return found;
        }
    }
    const bool single_label = base_domain_.find('.') == std::string::npos;
    const std::string_view named = single_label ? host : std::string_view{};
    const std::vector<std::string> names = base_names(named);
    // One certificate serves all hosts that it names anyway.
    const bool is_extra = names.size() > 4;
    return of_dev_ca(is_extra ? named : std::string_view(base_domain_), names);
}

Result<std::shared_ptr<const Identity>> CertificateCache::for_custom(std::string_view host) {
    if (auto found = of_operator(host)) {
        return found;
    }
    return of_dev_ca(host, {std::string(host)});
}

Result<std::shared_ptr<const Identity>> CertificateCache::of_dev_ca(
    std::string_view host, const std::vector<std::string>& names) {
    const UnixSeconds now = clock_.now_seconds();
    if (const auto found = index_.find(host); found != index_.end()) {
        const auto row = found->second;
        if (row->identity->not_after - now > kRenewBefore) {
            rows_.splice(rows_.begin(), rows_, row);
            return row->identity;
        }
        index_.erase(found);
        rows_.erase(row);
    }
    KS_TRY(Identity made, ca_.issue(names, now));
    if (rows_.size() >= entries_max_) {
        index_.erase(rows_.back().host);
        rows_.pop_back();
    }
    rows_.push_front(Row{std::string(host), std::make_shared<const Identity>(std::move(made))});
    index_.emplace(rows_.front().host, rows_.begin());
    return rows_.front().identity;
}

}  // namespace ks::tls
