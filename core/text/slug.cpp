// SPDX-License-Identifier: Apache-2.0
#include "core/text/slug.hpp"

#include "core/text/hostname.hpp"

#include <algorithm>
#include <array>

namespace ks::text {
namespace {

// Ours (app, api, pages and what may join them), the operator's usual hosts, and names that clients
// look up by themselves under a domain and trust what answers (autodiscover, isatap, mta-sts,
// wpad).
constexpr auto kReserved = std::to_array<std::string_view>({
    "admin", "api",   "app",     "assets",     "auth",         "autoconfig", "autodiscover",
    "cdn",   "cname", "dns",     "ftp",        "imap",         "isatap",     "localhost",
    "login", "mail",  "mta-sts", "mx",         "mx1",          "mx2",        "ns",
    "ns1",   "ns2",   "ns3",     "ns4",        "pages",        "pop",        "pop3",
    "smtp",  "sso",   "static",  "status-api", "status-pages", "vpn",        "webmail",
    "wpad",  "www",
});
static_assert(std::ranges::is_sorted(kReserved), "binary search below");

}  // namespace

SlugCheck check_slug(std::string_view slug) noexcept {
    if (!is_hostname(slug) || slug.contains('.')) {
        return SlugCheck::kBad;
    }
    return std::ranges::binary_search(kReserved, slug) ? SlugCheck::kReserved : SlugCheck::kOk;
}

std::span<const std::string_view> reserved_slugs() noexcept {
    return kReserved;
}

}  // namespace ks::text
