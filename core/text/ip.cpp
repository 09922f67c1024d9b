// SPDX-License-Identifier: Apache-2.0
#include "core/text/ip.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>

namespace ks::text {
namespace {

constexpr std::array<std::uint8_t, 12> kMapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};

/// All of `text` as a number in `base`; nullopt when empty, longer than `digits` or not a number.
std::optional<unsigned> number(std::string_view text, int base, std::size_t digits) noexcept {
    unsigned value = 0;
    const char* const end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), end, value, base);
    if (text.empty() || text.size() > digits || parsed.ec != std::errc{} || parsed.ptr != end) {
        return std::nullopt;
    }
    return value;
}

/// Cuts the text before the next `separator` off the front; the separator goes too.
std::string_view take_until(std::string_view& text, char separator) noexcept {
    const std::size_t at = std::min(text.find(separator), text.size());
    const std::string_view piece = text.substr(0, at);
    text.remove_prefix(std::min(at + 1, text.size()));
    return piece;
}

/// Groups of one side of "::", written from the front of `to`.
struct Groups {
    std::array<std::uint8_t, 16> bytes{};
    std::size_t length = 0;
};

std::optional<Groups> parse_groups(std::string_view text, bool may_end_in_v4) noexcept {
    Groups groups;
    if (text.empty()) {
        return groups;
    }
    if (text.back() == ':') {
        return std::nullopt;
    }
    while (!text.empty()) {
        const std::string_view piece = take_until(text, ':');
        if (may_end_in_v4 && text.empty() && piece.contains('.')) {
            const auto v4 = parse_ipv4(piece);
            if (!v4 || groups.length > 12) {
                return std::nullopt;
            }
            std::copy_n(v4->bytes.begin() + 12, 4, groups.bytes.begin() + groups.length);
            groups.length += 4;
            return groups;
        }
        const auto value = number(piece, 16, 4);
        if (!value || groups.length > 14) {
            return std::nullopt;
        }
        groups.bytes.at(groups.length++) = static_cast<std::uint8_t>(*value >> 8U);
        groups.bytes.at(groups.length++) = static_cast<std::uint8_t>(*value & 0xFFU);
    }
    return groups;
}

/// The bits of byte `index` that a network of `prefix` bits compares.
std::uint8_t mask_of(std::size_t index, unsigned prefix) noexcept {
    const int bits = std::clamp(static_cast<int>(prefix) - static_cast<int>(index) * 8, 0, 8);
    return static_cast<std::uint8_t>(0xFF00U >> static_cast<unsigned>(bits));
}

}  // namespace

bool IpAddress::is_v4() const noexcept {
    return std::equal(kMapped.begin(), kMapped.end(), bytes.begin());
}

std::optional<IpAddress> parse_ipv4(std::string_view text) noexcept {
    IpAddress address;
    std::ranges::copy(kMapped, address.bytes.begin());
    if (text.empty() || text.back() == '.' || std::ranges::count(text, '.') != 3) {
        return std::nullopt;
    }
    for (std::size_t i = 12; i < 16; ++i) {
        const std::string_view piece = take_until(text, '.');
        const auto value = number(piece, 10, 3);
        if (!value || *value > 255 || (piece.size() > 1 && piece.front() == '0')) {
            return std::nullopt;
        }
        address.bytes.at(i) = static_cast<std::uint8_t>(*value);
    }
    return address;
}

std::optional<IpAddress> parse_ipv6(std::string_view text) noexcept {
    const std::size_t gap = text.find("::");
    const bool whole = gap == std::string_view::npos;
    const auto head = parse_groups(whole ? text : text.substr(0, gap), whole);
    const auto tail = parse_groups(whole ? std::string_view{} : text.substr(gap + 2), true);
    if (!head || !tail) {
        return std::nullopt;
    }
    const std::size_t given = head->length + tail->length;
    if (whole ? given != 16 : given > 14) {  // "::" stands for one group at least
        return std::nullopt;
    }
    IpAddress address;
    std::copy_n(head->bytes.begin(), head->length, address.bytes.begin());
    std::copy_n(tail->bytes.begin(), tail->length, address.bytes.end() - tail->length);
    return address;
}

std::optional<IpAddress> parse_ip(std::string_view text) noexcept {
    return text.contains(':') ? parse_ipv6(text) : parse_ipv4(text);
}

bool Network::contains(const IpAddress& other) const noexcept {
    for (std::size_t i = 0; i < address.bytes.size(); ++i) {
        if (((address.bytes.at(i) ^ other.bytes.at(i)) & mask_of(i, prefix)) != 0) {
            return false;
        }
    }
    return true;
}

std::optional<Network> parse_network(std::string_view text) noexcept {
    const std::size_t slash = text.find('/');
    const std::string_view host = text.substr(0, slash);
    const auto address = parse_ip(host);
    if (!address) {
        return std::nullopt;
    }
    Network network{*address, 128};
    if (slash == std::string_view::npos) {
        return network;
    }
    const unsigned width = host.contains(':') ? 128 : 32;
    const auto bits = number(text.substr(slash + 1), 10, 3);
    if (!bits || *bits > width) {
        return std::nullopt;
    }
    network.prefix = static_cast<std::uint8_t>(128 - width + *bits);
    for (std::size_t i = 0; i < address->bytes.size(); ++i) {
        if ((address->bytes.at(i) & ~mask_of(i, network.prefix) & 0xFF) != 0) {
            return std::nullopt;
        }
    }
    return network;
}

std::string format_network(const Network& network) {
    const auto& bytes = network.address.bytes;
    std::string text;
    int prefix = network.prefix;
    if (network.address.is_v4()) {
        constexpr int kMappedBits = 96;
        for (std::size_t i = 12; i < bytes.size(); ++i) {
            text += (text.empty() ? "" : ".") + std::to_string(bytes[i]);
        }
        prefix -= kMappedBits;
    } else if (network.address == parse_ipv6("::1")) {
        text = "::1";
    } else {
        constexpr std::string_view kDigits = "0123456789abcdef";
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            text += i > 0 && i % 2 == 0 ? ":" : "";
            text += {kDigits[bytes[i] >> 4U], kDigits[bytes[i] & 15U]};
        }
    }
    return text + "/" + std::to_string(prefix);
}

std::optional<Endpoint> parse_endpoint(std::string_view text) noexcept {
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos) {
        return std::nullopt;
    }
    const std::string_view host = text.substr(0, colon);
    const bool bracketed = host.starts_with('[') && host.ends_with(']');
    const auto address = bracketed ? parse_ipv6(host.substr(1, host.size() - 2)) : parse_ipv4(host);
    const auto port = number(text.substr(colon + 1), 10, 5);
    if (!address || !port || *port > 65535) {
        return std::nullopt;
    }
    return Endpoint{*address, static_cast<std::uint16_t>(*port)};
}

}  // namespace ks::text
