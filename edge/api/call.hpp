// SPDX-License-Identifier: Apache-2.0
// One API request on its way through a handler.
#pragma once

#include "core/record/project.hpp"
#include "core/route/path_table.hpp"
#include "edge/api/problem.hpp"
#include "edge/loop/task.hpp"
#include "edge/serve/exchange.hpp"
#include "edge/serve/site.hpp"

#include <array>
#include <string_view>

namespace ks::api {

/// Whom the key speaks for.
struct Caller {
    record::KeyScope scope = record::KeyScope::kProject;
    ProjectId project{};  ///< all zero for kAdmin
};

/// Lives in handle()'s frame, so that handlers may keep a reference across suspensions.
struct Call {
    serve::Site& site;
    const serve::Request& request;
    serve::Reply& reply;
    std::array<std::string_view, route::kPathParamsMax> params{};
    Caller caller{};

    [[nodiscard]] store::Reader& reader() const noexcept { return site.reactor.reader(); }

    [[nodiscard]] UnixMillis now() const noexcept { return site.reactor.clock().now(); }

    [[nodiscard]] UnixSeconds now_seconds() const noexcept {
        return site.reactor.clock().now_seconds();
    }

    template <class AnyId>
    [[nodiscard]] AnyId make_id() const noexcept {
        return site.reactor.ids().make<AnyId>(now().time_since_epoch().count());
    }
};

/// Fills `call.reply` or says what is wrong.
using Handler = loop::Task<Problem> (*)(Call& call);

}  // namespace ks::api
