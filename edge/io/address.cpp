// SPDX-License-Identifier: Apache-2.0
#include "edge/io/address.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace ks::io {
namespace {

template <class Number>
bool parse_number(std::string_view text, Number& into) noexcept {
    if (text.empty() || text.front() == '+' || text.front() == '-') {
        return false;
    }
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), into);
    return fault == std::errc{} && end == text.data() + text.size();
}

}  // namespace

Result<asio::ip::tcp::endpoint> parse_endpoint(std::string_view text) {
    const std::size_t colon = text.rfind(':');
    std::uint16_t port = 0;
    if (colon == std::string_view::npos || !parse_number(text.substr(colon + 1), port)) {
        return Errc::kMalformed;
    }
    std::string_view host = text.substr(0, colon);
    const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
    if (bracketed) {
        host = host.substr(1, host.size() - 2);
    }
    asio::error_code fault;
    const auto address = asio::ip::make_address(std::string(host), fault);
    if (fault || address.is_v6() != bracketed) {
        return Errc::kMalformed;
    }
    return asio::ip::tcp::endpoint(address, port);
}

std::string to_text(const asio::ip::tcp::endpoint& endpoint) {
    const std::string host = endpoint.address().to_string();
    const std::string port = std::to_string(endpoint.port());
    return endpoint.address().is_v6() ? "[" + host + "]:" + port : host + ":" + port;
}

std::string peer_text(const asio::ip::address& address) {
    if (address.is_v6() && address.to_v6().is_v4_mapped()) {
        return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
    }
    return address.to_string();
}

text::IpAddress ip_of(const asio::ip::address& address) noexcept {
    const auto v6 = address.is_v6()
                        ? address.to_v6()
                        : asio::ip::make_address_v6(asio::ip::v4_mapped, address.to_v4());
    const auto raw = v6.to_bytes();
    text::IpAddress result;
    std::ranges::copy(raw, result.bytes.begin());
    return result;
}

text::IpAddress limit_key(const asio::ip::address& address) noexcept {
    text::IpAddress key = ip_of(address);
    if (!key.is_v4()) {
        std::fill(key.bytes.begin() + 8, key.bytes.end(), std::uint8_t{0});
    }
    return key;
}

}  // namespace ks::io
