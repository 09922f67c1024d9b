// SPDX-License-Identifier: Apache-2.0
// Which addresses a check may connect to. Customers choose the targets, so without this a monitor
// is a way to read what only this machine can reach: loopback services, the private network, the
// cloud's metadata address. It is asked after resolution, at connect time, so that neither a
// redirect nor a name that changes its answer gets round it.
#pragma once

#include <asio/ip/address.hpp>

#include <optional>
#include <string_view>

namespace ks::probe {

/// The range in words ("loopback", "private", ...) if `address` must not be connected to, else
/// nullopt. Addresses that carry an IPv4 address inside (mapped, NAT64, 6to4) are judged by it.
[[nodiscard]] std::optional<std::string_view> forbidden_range(
    const asio::ip::address& address) noexcept;

/// What is asked before each connect; tests bring their own.
using Guard = std::optional<std::string_view>(const asio::ip::address&) noexcept;

}  // namespace ks::probe
