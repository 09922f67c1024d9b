// SPDX-License-Identifier: Apache-2.0
#include "core/http/authority.hpp"

#include <cstddef>

namespace ks::http {
namespace {

constexpr std::size_t kHostMax = 253;
constexpr std::size_t kLabelMax = 63;
constexpr std::size_t kPortDigitsMax = 5;

constexpr bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}

constexpr bool is_hex(char c) noexcept {
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

constexpr char lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

Error bad(std::size_t at) noexcept {
    return {Errc::kBadRequest, static_cast<std::int32_t>(at)};
}

/// Four decimal numbers below 256 without leading zeros.
bool is_ipv4(std::string_view text) noexcept {
    int parts = 0;
    std::size_t i = 0;
    while (parts < 4) {
        const std::size_t start = i;
        int value = 0;
        while (i < text.size() && is_digit(text[i]) && i - start < 3) {
            value = value * 10 + (text[i] - '0');
            ++i;
        }
        const std::size_t digits = i - start;
        if (digits == 0 || value > 255 || (digits > 1 && text[start] == '0')) {
            return false;
        }
        ++parts;
        if (parts < 4 && (i >= text.size() || text[i++] != '.')) {
            return false;
        }
    }
    return i == text.size();
}

/// Colon-separated groups of 1 to 4 hex digits, the last perhaps an IPv4 address; -1 if malformed,
/// else how many 16-bit units they fill.
int ipv6_units(std::string_view text, bool ipv4_allowed) noexcept {
    int units = 0;
    while (!text.empty()) {
        const std::size_t colon = text.find(':');
        const std::string_view group = text.substr(0, colon);
        if (colon == std::string_view::npos && ipv4_allowed && is_ipv4(group)) {
            return units + 2;
        }
        if (group.empty() || group.size() > 4) {
            return -1;
        }
        for (const char c : group) {
            if (!is_hex(c)) {
                return -1;
            }
        }
        ++units;
        if (colon == std::string_view::npos) {
            return units;
        }
        text.remove_prefix(colon + 1);
        if (text.empty()) {
            return -1;  // ends with a single colon
        }
    }
    return units;
}

/// RFC 3986 section 3.2.2, without a zone.
bool is_ipv6(std::string_view text) noexcept {
    const std::size_t gap = text.find("::");
    if (gap == std::string_view::npos) {
        return ipv6_units(text, true) == 8;
    }
    const int before = ipv6_units(text.substr(0, gap), false);
    const int after = ipv6_units(text.substr(gap + 2), true);
    return before >= 0 && after >= 0 && before + after <= 7;
}

/// Offset of the first fault of a name of letters, digits, inner dashes and dots, or npos.
std::size_t name_fault(std::string_view host) noexcept {
    if (host.empty() || host.size() > kHostMax) {
        return 0;
    }
    std::size_t label = 0;
    for (std::size_t i = 0; i <= host.size(); ++i) {
        if (i < host.size() && host[i] != '.') {
            const char c = lower(host[i]);
            if (!is_digit(c) && !(c >= 'a' && c <= 'z') && c != '-') {
                return i;
            }
            continue;
        }
        const std::size_t size = i - label;
        if (size == 0 || size > kLabelMax || host[label] == '-' || host[i - 1] == '-') {
            return label;
        }
        label = i + 1;
    }
    return std::string_view::npos;
}

/// `digits` is what follows the colon.
Result<std::uint16_t> parse_port(std::string_view digits, std::size_t at) noexcept {
    if (digits.empty() || digits.size() > kPortDigitsMax) {
        return bad(at);
    }
    std::uint32_t port = 0;
    for (const char c : digits) {
        if (!is_digit(c)) {
            return bad(at);
        }
        port = port * 10 + static_cast<std::uint32_t>(c - '0');
    }
    if (port == 0 || port > 0xFFFF) {
        return bad(at);
    }
    return static_cast<std::uint16_t>(port);
}

}  // namespace

Result<void> parse_authority(std::string_view text, Authority& into) {
    into.host.clear();
    into.port = 0;
    into.ip_literal = text.starts_with('[');
    std::size_t host_end = 0;
    if (into.ip_literal) {
        const std::size_t bracket = text.find(']');
        if (bracket == std::string_view::npos || !is_ipv6(text.substr(1, bracket - 1))) {
            return bad(0);
        }
        host_end = bracket + 1;
    } else {
        host_end = text.find(':');
    }
    const std::string_view rest =
        host_end < text.size() ? text.substr(host_end) : std::string_view{};
    std::string_view host = text.substr(0, host_end);
    if (!rest.empty()) {
        if (rest.front() != ':') {
            return bad(host_end);
        }
        KS_TRY(into.port, parse_port(rest.substr(1), host_end + 1));
    }
    if (!into.ip_literal) {
        if (host.ends_with('.')) {
            host.remove_suffix(1);  // "example.com." is the same name, written absolutely
        }
        const std::size_t fault = name_fault(host);
        if (fault != std::string_view::npos) {
            return bad(fault);
        }
        into.ip_literal = is_ipv4(host);
    }
    for (const char c : host) {
        into.host.push_back(lower(c));
    }
    return {};
}

}  // namespace ks::http
