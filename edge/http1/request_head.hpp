// SPDX-License-Identifier: Apache-2.0
// A request head that has passed the gate, parsed by llhttp and then held to exact rules (RFC 9112
// sections 3, 6, 9).
#pragma once

#include "core/base/result.hpp"
#include "core/http/authority.hpp"
#include "core/http/fields.hpp"
#include "core/http/framing.hpp"
#include "core/http/method.hpp"

#include <string>
#include <string_view>

namespace ks::http1 {

/// Views point into the head given to parse_request_head(). Keep one a connection: its storage is
/// re-used.
struct RequestHead {
    http::Method method = http::Method::kGet;
    std::string_view target;  ///< as sent
    std::string_view path;    ///< starts with '/', or is "*" (OPTIONS only)
    std::string_view query;   ///< without '?'
    int version_minor = 1;
    http::Authority authority;  ///< authority.host is empty only for HTTP/1.0 without Host
    http::FieldsView fields;    ///< names with '_' are left out
    http::Framing framing;
    bool keep_alive = false;       ///< what the client wants
    bool expect_continue = false;  ///< HTTP/1.1 and a body is announced

    [[nodiscard]] std::string_view host() const noexcept { return authority.host; }
};

/// REQUIRES: `head` is exactly what HeadGate::scan() measured. On error `into` is unspecified and
/// the connection must be closed after the answer. kBadRequest, kVersionUnsupported,
/// kMethodUnknown, kMethodNotAllowed (CONNECT), kExpectationFailed.
[[nodiscard]] Result<void> parse_request_head(std::string_view head, RequestHead& into);

}  // namespace ks::http1
