// SPDX-License-Identifier: Apache-2.0
// Arbitrary bytes as a host name, an address, a URL and a slug: what is accepted keeps its promises
// and reads back.
#include "core/base/assert.hpp"
#include "core/text/hostname.hpp"
#include "core/text/ip.hpp"
#include "core/text/slug.hpp"
#include "core/text/url.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace {

void check_host(std::string_view text) {
    const auto parsed = ks::text::parse_host(text);
    if (!parsed) {
        return;
    }
    KS_ASSERT(parsed->ip_literal == ks::text::is_ip_literal(parsed->host));
    KS_ASSERT(parsed->host.contains(':') || ks::text::is_hostname(parsed->host));
    KS_ASSERT(!parsed->ip_literal || !ks::text::is_public_hostname(parsed->host));
    const std::string printed =
        parsed->host.contains(':') ? "[" + parsed->host + "]" : parsed->host;
    const auto again = ks::text::parse_host(printed);
    KS_ASSERT(again && again->host == parsed->host && again->port == 0);
    const std::string longer = "x." + parsed->host;
    KS_ASSERT(ks::text::single_label_under(longer, parsed->host) == "x");
    KS_ASSERT(ks::text::is_inside(parsed->host, parsed->host));
}

void check_url(std::string_view text) {
    const auto url = ks::text::parse_url(text);
    if (!url) {
        return;
    }
    KS_ASSERT(url->port != 0 && url->target.starts_with('/'));
    for (const char c : url->text()) {
        KS_ASSERT(c > 0x20 && c < 0x7F);
    }
    if (url->text().size() <= ks::text::kUrlMax) {
        const auto again = ks::text::parse_url(url->text());
        KS_ASSERT(again && again->text() == url->text());
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data),
                                size);  // NOLINT: bytes as text
    check_host(text);
    check_url(text);
    if (const auto network = ks::text::parse_network(text)) {
        KS_ASSERT(network->contains(network->address));
    }
    if (ks::text::check_slug(text) != ks::text::SlugCheck::kBad) {
        KS_ASSERT(ks::text::is_hostname(text) && text.size() <= 63);
    }
    return 0;
}
