// SPDX-License-Identifier: Apache-2.0
// Socket addresses: "[::]:80", "0.0.0.0:443", "127.0.0.1:0"; keys for limits per address.
#pragma once

#include "core/base/result.hpp"
#include "core/text/ip.hpp"

#include <asio/ip/address.hpp>
#include <asio/ip/tcp.hpp>

#include <string>
#include <string_view>

namespace ks::io {

/// An address to listen on. "[::]" takes IPv4 as well. kMalformed unless an IP literal and a port
/// 0-65535.
[[nodiscard]] Result<asio::ip::tcp::endpoint> parse_endpoint(std::string_view text);

/// "127.0.0.1:80", "[::1]:80".
[[nodiscard]] std::string to_text(const asio::ip::tcp::endpoint& endpoint);
/// Without the port; an IPv4 address that came over an IPv6 socket is written as IPv4.
[[nodiscard]] std::string peer_text(const asio::ip::address& address);

[[nodiscard]] text::IpAddress ip_of(const asio::ip::address& address) noexcept;
/// What limits per address count by: an IPv4 address, the /64 of an IPv6 one (what one customer
/// gets).
[[nodiscard]] text::IpAddress limit_key(const asio::ip::address& address) noexcept;

}  // namespace ks::io
