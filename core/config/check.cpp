// SPDX-License-Identifier: Apache-2.0
#include "core/config/check.hpp"

#include "core/base/limits.hpp"
#include "core/text/email.hpp"
#include "core/text/hostname.hpp"
#include "core/text/ip.hpp"

#include <algorithm>

namespace ks::config {
namespace {

constexpr std::size_t kPathMax = 4096;

bool is_line(std::string_view text) noexcept {
    return text.size() < kPathMax &&
           std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
}

bool is_region_character(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
}

}  // namespace

std::string_view check_path(std::string& text) {
    return !text.empty() && is_line(text) ? "" : "give the path of a file or folder";
}

std::string_view check_optional_path(std::string& text) {
    return is_line(text) ? "" : "give the path of a file";
}

std::string_view check_domain(std::string& text) {
    std::string host = text::normalise_host(text);
    if (!text::is_hostname(host) || text::is_ip_literal(host)) {
        return "give a host name such as \"example.com\": letters, digits and inner dashes, "
               "international names in their xn-- form";
    }
    text = std::move(host);
    return "";
}

std::string_view check_endpoint(std::string& text) {
    return text::parse_endpoint(text) ? ""
                                      : "give an address and a port, such as \"[::]:443\" or "
                                        "\"127.0.0.1:8443\"";
}

std::string_view check_address(std::string& text) {
    return text::parse_ip(text) ? "" : "give an IP address, such as \"203.0.113.7\"";
}

std::string_view check_server(std::string& text) {
    const auto endpoint = text::parse_endpoint(text);
    return text::parse_ip(text) || (endpoint && endpoint->port != 0)
               ? ""
               : "give the IP address of a name server, with its port if that is not 53, such as "
                 "\"127.0.0.1:8053\"";
}

std::string_view check_region(std::string& text) {
    return !text.empty() && text.size() <= limits::kRegionName &&
                   std::ranges::all_of(text, is_region_character)
               ? ""
               : "give a short name of letters, digits, dots, dashes and underscores, at most 40";
}

std::string_view check_directory(std::string& text) {
    constexpr std::size_t kBytesMax = 300;  // it is a key of the store
    const bool fits = text.starts_with("https://") && text.size() > 8 && text.size() <= kBytesMax &&
                      is_line(text) && text.find(' ') == std::string::npos;
    return fits ? ""
                : "give the https address of an ACME directory, for instance "
                  "\"https://acme-v02.api.letsencrypt.org/directory\"";
}

std::string_view check_challenge(std::string& text) {
    return text == "tls-alpn-01" || text == "http-01" ? "" : "give \"tls-alpn-01\" or \"http-01\"";
}

std::string_view check_text(std::string& text) {
    return is_line(text) ? "" : "give one line of text";
}

std::string_view check_smtp_url(std::string& text) {
    std::string_view rest = text;
    for (const std::string_view scheme : {"smtp://", "smtps://"}) {
        if (rest.starts_with(scheme) && text::parse_host(rest.substr(scheme.size()))) {
            return "";
        }
    }
    return text.empty() ? ""
                        : "give the address of a mail server, such as "
                          "\"smtp://mail.example.com:587\"";
}

std::string_view check_smtp_tls(std::string& text) {
    return text == "required" || text == "opportunistic" || text == "off"
               ? ""
               : "give \"required\", \"opportunistic\" or \"off\"";
}

std::string_view check_email(std::string& text) {
    if (text.empty()) {
        return "";
    }
    auto address = text::normalise_email(text);
    if (!address) {
        return "give an e-mail address such as \"status@example.com\", its domain in xn-- form";
    }
    text = *std::move(address);
    return "";
}

}  // namespace ks::config
