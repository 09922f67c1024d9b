// SPDX-License-Identifier: Apache-2.0
#include "edge/page/response_maker.hpp"

#include "core/http/status.hpp"
#include "core/text/hostname.hpp"
#include "core/text/url.hpp"
#include "edge/http1/response_head.hpp"
#include "render/out/hash.hpp"

#include <algorithm>

namespace ks::page {
namespace {

/// Replaced by the connection before the first byte is sent.
constexpr std::string_view kNoDate = "Thu, 01 Jan 1970 00:00:00 GMT";

std::string image_origin(std::string_view address) {
    const auto url = text::parse_url(address);
    return url ? (url->https ? " https://" : " http://") + url->authority() : std::string();
}

}  // namespace

HostKind host_kind(const serve::Site& site, const serve::Request& request) {
    return {.secure = request.secure, .own = text::is_inside(request.host, site.facts.base_domain)};
}

void add_security_fields(ResponseFields& fields, HostKind host) {
    fields.emplace_back("X-Content-Type-Options", "nosniff");
    fields.emplace_back("Referrer-Policy", "strict-origin-when-cross-origin");
    fields.emplace_back("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
    fields.emplace_back("Cross-Origin-Opener-Policy", "same-origin");
    if (host.secure) {
        fields.emplace_back("Strict-Transport-Security",
                            host.own ? "max-age=63072000; includeSubDomains" : "max-age=63072000");
    }
}

std::string content_policy(std::string_view logo_url, std::string_view favicon_url) {
    const std::string logo = image_origin(logo_url);
    const std::string favicon = image_origin(favicon_url);
    return "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:" + logo +
           (favicon == logo ? "" : favicon) +
           "; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
}

std::string entity_tag(std::string_view bytes) {
    const auto digest = out::hex(out::content_hash(bytes));
    return "\"" + std::string(digest.data(), digest.size()) + "\"";
}

std::shared_ptr<const serve::ReadyResponse> make_ready(std::uint16_t status,
                                                       const ResponseFields& fields,
                                                       std::string_view body) {
    auto ready = std::make_shared<serve::ReadyResponse>();
    const http1::ResponseHead head{.status = status,
                                   .fields = fields,
                                   .body = http::has_no_body(status) ? http1::ResponseBody::kNone
                                                                     : http1::ResponseBody::kLength,
                                   .length = body.size(),
                                   .persistence = http1::Persistence::kDefault};
    ready->date_offset = http1::append_response_head(ready->bytes, head, kNoDate);
    ready->head_size = ready->bytes.size();
    ready->bytes.append(body);
    ready->bytes.shrink_to_fit();
    return ready;
}

void write_small(serve::Reply& reply,
                 HostKind host,
                 std::uint16_t status,
                 std::string_view content_type,
                 std::string body) {
    reply.status = status;
    reply.set("Content-Type", std::string(content_type));
    reply.set("Cache-Control", status == 200 ? "public, max-age=300" : "no-store");
    reply.set("Content-Security-Policy", content_policy({}, {}));
    add_security_fields(reply.fields, host);
    reply.body = std::move(body);
}

}  // namespace ks::page
