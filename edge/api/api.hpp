// SPDX-License-Identifier: Apache-2.0
// Everything under app.B: /api/*, /ping/<token>, /status/<slug>, /.
#pragma once

#include "edge/loop/task.hpp"
#include "edge/serve/exchange.hpp"
#include "edge/serve/site.hpp"

#include <memory>

namespace ks::api {

/// Answers one request on app.B; fills `reply` whatever happens. `request_id` is echoed in
/// x-request-id.
[[nodiscard]] loop::Task<void> handle(serve::Site& site,
                                      const serve::Request& request,
                                      std::string_view request_id,
                                      serve::Reply& reply);

}  // namespace ks::api
