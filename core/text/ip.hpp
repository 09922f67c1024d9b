// SPDX-License-Identifier: Apache-2.0
// IP addresses and networks as values: text in, bytes out; no sockets.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ks::text {

/// Both families as 16 bytes; IPv4 is ::ffff:a.b.c.d, the form in which a dual-stack socket sees it
/// too.
struct IpAddress {
    std::array<std::uint8_t, 16> bytes{};

    [[nodiscard]] bool is_v4() const noexcept;

    friend auto operator<=>(const IpAddress&, const IpAddress&) = default;
};

/// Four decimal numbers without leading zeros.
[[nodiscard]] std::optional<IpAddress> parse_ipv4(std::string_view text) noexcept;
/// RFC 4291 section 2.2, all forms; no brackets, no zone.
[[nodiscard]] std::optional<IpAddress> parse_ipv6(std::string_view text) noexcept;
/// Either family, without brackets.
[[nodiscard]] std::optional<IpAddress> parse_ip(std::string_view text) noexcept;

/// A network: an address and how many of its 128 leading bits count.
struct Network {
    IpAddress address;
    std::uint8_t prefix = 128;

    [[nodiscard]] bool contains(const IpAddress& other) const noexcept;

    friend bool operator==(const Network&, const Network&) = default;
};

/// "10.0.0.0/8", "::1/128", or a single address. Bits beyond the prefix must be zero: "10.1.0.0/8"
/// is an error, not a guess.
[[nodiscard]] std::optional<Network> parse_network(std::string_view text) noexcept;

/// What parse_network() reads as the same network; IPv6 without "::" but for the loopback's.
[[nodiscard]] std::string format_network(const Network& network);

/// An address to listen on or to send to.
struct Endpoint {
    IpAddress address;
    std::uint16_t port = 0;

    friend bool operator==(const Endpoint&, const Endpoint&) = default;
};

/// "127.0.0.1:8080" or "[::]:80". Port 0 is allowed: the system chooses one.
[[nodiscard]] std::optional<Endpoint> parse_endpoint(std::string_view text) noexcept;

}  // namespace ks::text
