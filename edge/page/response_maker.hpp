// SPDX-License-Identifier: Apache-2.0
// Responses of the page hosts: the security fields that all of them carry, and finished bytes for
// the cache.
#pragma once

#include "core/http/accept_encoding.hpp"
#include "edge/serve/exchange.hpp"
#include "edge/serve/ready_response.hpp"
#include "edge/serve/site.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ks::page {

using ResponseFields = std::vector<std::pair<std::string_view, std::string>>;

/// How the request came; decides about HSTS.
struct HostKind {
    bool secure = false;
    bool own = false;  ///< under the base domain
};

[[nodiscard]] HostKind host_kind(const serve::Site& site, const serve::Request& request);

/// nosniff, Referrer-Policy, Permissions-Policy, COOP and, over TLS, HSTS; sub-domains only on our
/// own hosts, for those of a custom domain are not ours to bind.
void add_security_fields(ResponseFields& fields, HostKind host);

/// The policy of page/notes.md. Images may also come from the origins of these addresses; empty:
/// none.
[[nodiscard]] std::string content_policy(std::string_view logo_url, std::string_view favicon_url);

/// A strong tag of these bytes.
[[nodiscard]] std::string entity_tag(std::string_view bytes);

[[nodiscard]] std::shared_ptr<const serve::ReadyResponse> make_ready(std::uint16_t status,
                                                                     const ResponseFields& fields,
                                                                     std::string_view body);

/// A reply that is not cached here: small HTML or text with the policy of an error page.
void write_small(serve::Reply& reply,
                 HostKind host,
                 std::uint16_t status,
                 std::string_view content_type,
                 std::string body);

}  // namespace ks::page
