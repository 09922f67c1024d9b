// SPDX-License-Identifier: Apache-2.0
// Host names as ASCII text (RFC 1123 section 2.1, RFC 5890's A-labels taken as they are). No
// look-ups, no IDNA.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ks::text {

/// A Host field's, SNI's or option's host.
struct HostPort {
    std::string host;        ///< lower case, no trailing dot; an IPv6 literal without brackets
    std::uint16_t port = 0;  ///< 0: none given
    bool ip_literal = false;

    friend bool operator==(const HostPort&, const HostPort&) = default;
};

/// "Example.COM.:8443" -> {"example.com", 8443}. nullopt unless the host is a name of LDH labels,
/// an IPv4 address or a bracketed IPv6 address, and the port, if a colon stands, 1 to 65535.
[[nodiscard]] std::optional<HostPort> parse_host(std::string_view text);

/// ASCII letters in lower case, one trailing dot less. Checks nothing.
[[nodiscard]] std::string normalise_host(std::string_view text);

/// Labels of a-z 0-9 and inner dashes, each at most 63, in all at most 253. REQUIRES nothing; upper
/// case is not a normalised name and so is no.
[[nodiscard]] bool is_hostname(std::string_view host) noexcept;

/// A name that can stand in the public DNS: at least two labels, the last not a number (RFC 3696
/// section 2).
[[nodiscard]] bool is_public_hostname(std::string_view host) noexcept;

/// An IPv4 address or an IPv6 address, with or without brackets.
[[nodiscard]] bool is_ip_literal(std::string_view text) noexcept;

/// "www" for ("www.example.com", "example.com"); nullopt when there is no label or more than one in
/// front. REQUIRES: both normalised. The answer is a view into `host`.
[[nodiscard]] std::optional<std::string_view> single_label_under(std::string_view host,
                                                                 std::string_view base) noexcept;

/// `host` is `base` or ends in "." + `base`. REQUIRES: both normalised.
[[nodiscard]] bool is_inside(std::string_view host, std::string_view base) noexcept;

}  // namespace ks::text
