// SPDX-License-Identifier: Apache-2.0
// What answers the requests of a connection: the dispatcher, or a script in a test. Lives on the
// connection's reactor.
#pragma once

#include "core/base/errc.hpp"
#include "edge/loop/task.hpp"
#include "edge/serve/exchange.hpp"
#include "edge/tls/context.hpp"

#include <string_view>

namespace ks::serve {

class Handler {
public:
    Handler() = default;
    Handler(const Handler&) = delete;
    Handler& operator=(const Handler&) = delete;
    virtual ~Handler() = default;

    /// Fills `reply` at once and returns true, or returns false: then answer() must be awaited.
    /// Most requests take this way, which costs no coroutine. `session` is null over plain HTTP.
    [[nodiscard]] virtual bool answer_now(const Request& request,
                                          const tls::Session* session,
                                          std::string_view request_id,
                                          Reply& reply) = 0;
    /// Fills `reply` whatever happens.
    [[nodiscard]] virtual loop::Task<void> answer(const Request& request,
                                                  std::string_view request_id,
                                                  Reply& reply) = 0;
    /// Fills `reply` for a request that is refused before it is dispatched. `host` is empty when
    /// none is known.
    virtual void refuse(Errc code, std::string_view host, Reply& reply) = 0;
};

}  // namespace ks::serve
