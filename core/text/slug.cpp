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
constexpr std::array<std::string_view, 45> kReserved{
    "admin", "api",     "app",     "assets",  "auth", "autoconfig", "autodiscover", "cdn",
    "cname", "console", "dns",     "ftp",     "imap", "internal",   "isatap",       "localhost",
    "login", "mail",    "metrics", "mta-sts", "mx",   "mx1",        "mx2",          "ns",
    "ns1",   "ns2",     "ns3",     "ns4",     "page", "pages",      "ping",         "pop",
    "pop3",  "probe",   "proxy",   "smtp",    "sso",  "static",     "status-api",   "status-pages",
    "vpn",   "webmail", "wpad",    "ws",      "www",
};
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
