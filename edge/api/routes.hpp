// SPDX-License-Identifier: Apache-2.0
// The table of endpoints.
#pragma once

#include "core/http/method.hpp"
#include "edge/api/auth.hpp"
#include "edge/api/call.hpp"

#include <span>
#include <string_view>

namespace ks::api {

struct Route {
    http::Method method;
    std::string_view pattern;
    Access access;
    Handler handler;
};

/// Every endpoint of app.B. A GET row also answers HEAD.
[[nodiscard]] std::span<const Route> routes() noexcept;

}  // namespace ks::api
