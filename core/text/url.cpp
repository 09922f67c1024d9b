// SPDX-License-Identifier: Apache-2.0
#include "core/text/url.hpp"

#include "core/text/hostname.hpp"
#include "core/text/percent.hpp"
#include "core/text/utf8.hpp"

#include <algorithm>
#include <optional>

namespace ks::text {
namespace {

constexpr std::uint16_t kHttp = 80;
constexpr std::uint16_t kHttps = 443;

/// Characters of path and query that stand as they are (RFC 3986 sections 3.3 and 3.4).
constexpr std::string_view kPlain =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~!$&'()*+,;=:@/?";
/// Not in the grammar, yet sent by every browser: these travel percent-encoded.
constexpr std::string_view kTolerated = "[]{}|^`";

Error fault(Errc code, std::size_t offset) {
    return Error{code, static_cast<std::int32_t>(offset)};
}

bool has_scheme(std::string_view text, std::string_view scheme) noexcept {
    return text.size() >= scheme.size() &&
           std::equal(scheme.begin(), scheme.end(), text.begin(), [](char want, char c) {
               return want == (c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c);
           });
}

/// Names of containers and services have underscores, so a check's host is not held to LDH.
std::optional<HostPort> parse_target_host(std::string_view authority) {
    std::string letters(authority);
    std::ranges::replace(letters, '_', 'x');
    auto parsed = parse_host(letters);
    if (parsed && authority.contains('_')) {
        parsed->host = normalise_host(authority.substr(0, authority.find(':')));
    }
    return parsed;
}

Result<std::string> encode_target(std::string_view text, std::size_t offset) {
    std::string target;
    target.reserve(text.size() + 1);
    if (!text.starts_with('/')) {
        target.push_back('/');
    }
    for (std::size_t at = 0; at < text.size();) {
        const char c = text[at];
        const Utf8Step step = utf8_step(text.substr(at));
        const std::string_view sequence = text.substr(at, step.length);
        if (c == '%') {
            if (!percent_decode(text.substr(at, 3)) || at + 3 > text.size()) {
                return fault(Errc::kMalformed, offset + at);
            }
            target.push_back(c);
        } else if (kPlain.contains(c)) {
            target.push_back(c);
        } else if (step.valid && (step.length > 1 || kTolerated.contains(c))) {
            append_percent_encoded(target, sequence);
        } else {
            return fault(Errc::kMalformed, offset + at);
        }
        at += step.length;
    }
    return target;
}

}  // namespace

std::string Url::authority() const {
    std::string text = host.contains(':') ? "[" + host + "]" : host;
    if (port != (https ? kHttps : kHttp)) {
        text += ":" + std::to_string(port);
    }
    return text;
}

std::string Url::text() const {
    return (https ? "https://" : "http://") + authority() + target;
}

Result<Url> parse_url(std::string_view text) {
    if (text.size() > kUrlMax) {
        return fault(Errc::kTooLarge, kUrlMax);
    }
    Url url;
    url.https = has_scheme(text, "https://");
    if (!url.https && !has_scheme(text, "http://")) {
        return fault(text.contains("://") ? Errc::kUnsupported : Errc::kMalformed, 0);
    }
    const std::size_t start = url.https ? 8 : 7;
    const std::size_t end = std::min(text.find_first_of("/?#", start), text.size());
    auto host = parse_target_host(text.substr(start, end - start));
    if (!host) {
        return fault(Errc::kMalformed, start);
    }
    url.host = std::move(host->host);
    url.ip_literal = host->ip_literal;
    url.port = host->port != 0 ? host->port : url.https ? kHttps : kHttp;
    const std::size_t fragment = std::min(text.find('#', end), text.size());
    KS_TRY(url.target, encode_target(text.substr(end, fragment - end), end));
    return url;
}

}  // namespace ks::text
