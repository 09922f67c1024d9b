// SPDX-License-Identifier: Apache-2.0
#include "edge/page/private_page.hpp"

#include "core/text/base64url.hpp"
#include "edge/serve/ready_response.hpp"

#include <algorithm>
#include <charconv>
#include <memory>

namespace ks::page {
namespace {

constexpr std::string_view kCookie = "__Host-kamustatus";
constexpr std::string_view kCookieRules = "; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=";
/// A visitor has one; what else calls itself so is not worth a signature's time.
constexpr int kCookiesTried = 4;

tls::Sha256 signature(const serve::ServerSecret& secret,
                      const record::PageView& page,
                      std::string_view expiry) {
    std::string text = "signed in\n" + page.id.text() + "\n";
    text.append(expiry).append("\n").append(page.password_hash);
    return tls::hmac_sha256(secret, text);
}

/// `value` is "<Unix seconds>.<signature>".
bool admits(std::string_view value, const Visit& visit, const record::PageView& page) {
    const std::size_t dot = value.find('.');
    if (dot == std::string_view::npos) {
        return false;
    }
    const std::string_view expiry = value.substr(0, dot);
    std::int64_t until = 0;
    const auto [end, fault] = std::from_chars(expiry.data(), expiry.data() + expiry.size(), until);
    if (fault != std::errc() || end != expiry.data() + expiry.size() || visit.now >= until) {
        return false;
    }
    const auto given = text::base64url_decode(value.substr(dot + 1));
    return given && tls::equal_secrets(as_bytes(*given),
                                       signature(visit.site.passwords->secret, page, expiry));
}

bool has_cookie(const Visit& visit, const record::PageView& page) {
    int tried = 0;
    for (const http::Field& field : visit.request.fields.all()) {
        std::string_view rest = http::same_name(field.name, "Cookie") ? field.value : "";
        while (!rest.empty() && tried < kCookiesTried) {
            const std::size_t end = rest.find(';');
            std::string_view pair = rest.substr(0, end);
            rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
            pair.remove_prefix(std::min(pair.find_first_not_of(' '), pair.size()));
            if (!pair.starts_with(kCookie) || pair.size() <= kCookie.size() ||
                pair[kCookie.size()] != '=') {
                continue;
            }
            ++tried;
            if (admits(pair.substr(kCookie.size() + 1), visit, page)) {
                return true;
            }
        }
    }
    return false;
}

bool is_replaced(std::string_view name) noexcept {
    constexpr std::string_view cors = "Access-Control-";
    return http::same_name(name, "Cache-Control") || http::same_name(name, "Vary") ||
           http::same_name(name.substr(0, cors.size()), cors);
}

/// The same response with the fields of a private one. A whole copy: it is shared with others.
std::shared_ptr<const serve::ReadyResponse> sealed(const serve::ReadyResponse& from) {
    auto made = std::make_shared<serve::ReadyResponse>();
    const std::string_view head = std::string_view(from.bytes).substr(0, from.head_size);
    for (std::size_t at = 0; at < head.size();) {
        const std::size_t next = head.find("\r\n", at) + 2;
        const std::string_view line = head.substr(at, next - at);
        if (line == "\r\n") {
            made->bytes.append("Cache-Control: ").append(kPrivateCacheControl);
            made->bytes.append("\r\nVary: ").append(kPrivateVary).append("\r\n");
        }
        if (!is_replaced(line.substr(0, line.find(':')))) {
            if (from.date_offset >= at && from.date_offset < next) {
                made->date_offset = made->bytes.size() + (from.date_offset - at);
            }
            made->bytes.append(line);
        }
        at = next;
    }
    made->head_size = made->bytes.size();
    made->bytes.append(from.bytes, from.head_size);
    return made;
}

bool is_sealed(const serve::ReadyResponse& response) {
    const std::size_t at = response.bytes.find(kPrivateCacheControl);
    return at < response.head_size;
}

}  // namespace

std::string signed_in_cookie(const serve::ServerSecret& secret,
                             const record::PageView& page,
                             std::int64_t now) {
    const std::string expiry = std::to_string(now + kSignedIn_s);
    std::string cookie(kCookie);
    cookie.append("=").append(expiry).append(".");
    cookie.append(text::base64url_encode(signature(secret, page, expiry)));
    return cookie.append(kCookieRules).append(std::to_string(kSignedIn_s));
}

std::string signed_out_cookie() {
    return std::string(kCookie).append("=").append(kCookieRules).append("0");
}

std::optional<std::string> basic_password(const http::FieldsView& fields) {
    constexpr std::string_view scheme = "Basic ";
    const std::string_view field = fields.find("Authorization").value_or("");
    if (field.size() > 2 * kPasswordBytesMax ||
        !http::same_name(field.substr(0, scheme.size()), scheme)) {
        return std::nullopt;
    }
    // Theirs is base64 with padding, ours the other alphabet without.
    std::string encoded(field.substr(scheme.size()));
    encoded.erase(0, encoded.find_first_not_of(' '));
    encoded.erase(encoded.find_last_not_of('=') + 1);
    std::ranges::replace(encoded, '+', '-');
    std::ranges::replace(encoded, '/', '_');
    const auto pair = text::base64url_decode(encoded);
    const std::size_t colon = pair ? pair->find(':') : std::string::npos;
    return colon == std::string::npos ? std::nullopt : std::optional(pair->substr(colon + 1));
}

tls::Sha256 password_proof(const serve::ServerSecret& secret,
                           const record::PageView& page,
                           std::string_view password) {
    std::string text = "password\n" + page.id.text() + "\n";
    text.append(page.password_hash).append("\n").append(password);
    return tls::hmac_sha256(secret, text);
}

bool is_signed_in(const Visit& visit, const record::PageView& page) {
    if (visit.site.passwords == nullptr) {
        return false;
    }
    if (has_cookie(visit, page)) {
        return true;
    }
    const auto password = basic_password(visit.request.fields);
    return password && visit.cache.known_passwords().has(
                           password_proof(visit.site.passwords->secret, page, *password));
}

void seal_private(serve::Reply& reply) {
    if (reply.ready) {
        reply.ready = is_sealed(*reply.ready) ? reply.ready : sealed(*reply.ready);
        return;
    }
    std::erase_if(reply.fields, [](const auto& field) { return is_replaced(field.first); });
    reply.set("Cache-Control", std::string(kPrivateCacheControl));
    reply.set("Vary", std::string(kPrivateVary));
}

}  // namespace ks::page
