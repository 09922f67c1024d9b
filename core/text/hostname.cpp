// SPDX-License-Identifier: Apache-2.0
#include "core/text/hostname.hpp"

#include "core/text/ip.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>

namespace ks::text {
namespace {

constexpr std::size_t kLabelMax = 63;
constexpr std::size_t kNameMax = 253;

constexpr bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}

constexpr char lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is_label(std::string_view label) noexcept {
    return !label.empty() && label.size() <= kLabelMax && label.front() != '-' &&
           label.back() != '-' && std::ranges::all_of(label, [](char c) {
               return (c >= 'a' && c <= 'z') || is_digit(c) || c == '-';
           });
}

/// 1 to 65535 in at most five digits.
std::optional<std::uint16_t> parse_port(std::string_view text) noexcept {
    std::uint16_t port = 0;
    const char* const end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), end, port);
    if (text.size() > 5 || parsed.ec != std::errc{} || parsed.ptr != end || port == 0) {
        return std::nullopt;
    }
    return port;
}

}  // namespace

std::string normalise_host(std::string_view text) {
    if (text.ends_with('.')) {
        text.remove_suffix(1);
    }
    std::string host(text);
    std::ranges::transform(host, host.begin(), lower);
    return host;
}

bool is_hostname(std::string_view host) noexcept {
    if (host.empty() || host.size() > kNameMax) {
        return false;
    }
    for (;;) {
        const std::size_t dot = host.find('.');
        if (!is_label(host.substr(0, dot))) {
            return false;
        }
        if (dot == std::string_view::npos) {
            return true;
        }
        host.remove_prefix(dot + 1);
    }
}

bool is_public_hostname(std::string_view host) noexcept {
    const std::size_t dot = host.rfind('.');
    return dot != std::string_view::npos && is_hostname(host) &&
           !std::ranges::all_of(host.substr(dot + 1), is_digit);
}

bool is_ip_literal(std::string_view text) noexcept {
    if (text.starts_with('[')) {
        return text.ends_with(']') && parse_ipv6(text.substr(1, text.size() - 2)).has_value();
    }
    return parse_ip(text).has_value();
}

std::optional<HostPort> parse_host(std::string_view text) {
    HostPort result;
    const bool bracketed = text.starts_with('[');
    const std::size_t end = std::min(bracketed ? text.find(']') : text.find(':'), text.size());
    const std::string_view rest = text.substr(std::min(end + (bracketed ? 1 : 0), text.size()));
    if (!rest.empty()) {
        const auto port = rest.starts_with(':') ? parse_port(rest.substr(1)) : std::nullopt;
        if (!port) {
            return std::nullopt;
        }
        result.port = *port;
    }
    if (bracketed) {
        const std::string_view inner = text.substr(1, end - 1);
        if (end == text.size() || !parse_ipv6(inner)) {
            return std::nullopt;
        }
        result.host = normalise_host(inner);
        result.ip_literal = true;
        return result;
    }
    result.host = normalise_host(text.substr(0, end));
    result.ip_literal = parse_ipv4(result.host).has_value();
    return is_hostname(result.host) ? std::optional(std::move(result)) : std::nullopt;
}

bool is_inside(std::string_view host, std::string_view base) noexcept {
    return host == base || (host.size() > base.size() && host.ends_with(base) &&
                            host[host.size() - base.size() - 1] == '.');
}

std::optional<std::string_view> single_label_under(std::string_view host,
                                                   std::string_view base) noexcept {
    if (host.size() <= base.size() || !is_inside(host, base)) {
        return std::nullopt;
    }
    const std::string_view label = host.substr(0, host.size() - base.size() - 1);
    return label.empty() || label.contains('.') ? std::nullopt : std::optional(label);
}

}  // namespace ks::text
