// SPDX-License-Identifier: Apache-2.0
// What every handler on a page reactor may use: the reactor, the configuration facts and the
// control reactor's ear.
#pragma once

#include "core/base/id.hpp"
#include "edge/loop/reactor.hpp"
#include "edge/serve/exchange.hpp"
#include "edge/serve/password_gate.hpp"

#include <cstdint>
#include <functional>
#include <string>

namespace ks::serve {

/// Facts of the running configuration; immutable while the server runs.
struct SiteFacts {
    std::string base_domain;  ///< lower case, no trailing dot
    std::uint16_t public_https_port = 443;
    bool verify_dns = true;  ///< [dns] verify: a custom domain waits for its DNS check
    bool acme = false;       ///< a CA issues certificates for custom domains
    std::size_t body_bytes_max = 1U << 20U;
    bool has_mail = false;  ///< [smtp] is set up: subscriptions by e-mail are offered

    /// "https://<host>" with the port unless it is 443.
    [[nodiscard]] std::string https_origin(std::string_view host) const;
};

struct Site {
    loop::Reactor& reactor;
    const SiteFacts& facts;
    /// Asks the control reactor to check this monitor at once (new or changed); never blocks.
    const std::function<void(MonitorId)>& check_soon;
    /// Nothing could be stored since then (Unix seconds), which pages say; 0: all is well.
    std::int64_t frozen_at = 0;
    /// Null: nobody can sign in to a private page (a test without passwords).
    PasswordGate* passwords = nullptr;
    /// Whether this visitor (Request::peer) may send one more form that costs others something;
    /// none: always.
    std::function<bool(std::string_view peer)> may_ask{};
};

}  // namespace ks::serve
