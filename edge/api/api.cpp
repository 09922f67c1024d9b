// SPDX-License-Identifier: Apache-2.0
#include "edge/api/api.hpp"

#include "core/route/path_table.hpp"
#include "edge/api/problem.hpp"
#include "edge/api/routes.hpp"

#include <utility>
#include <vector>

namespace ks::api {
namespace {

const route::PathTable& table() {
    static const std::vector<route::PathRow> rows = [] {
        std::vector<route::PathRow> out;
        for (const Route& route : routes()) {
            out.push_back({.method = route.method,
                           .pattern = route.pattern,
                           .id = static_cast<std::uint16_t>(out.size())});
        }
        return out;
    }();
    static const route::PathTable made(rows);
    return made;
}

/// Fields of every answer.
void seal(const serve::Request& request, std::string_view request_id, serve::Reply& reply) {
    reply.set("x-request-id", std::string(request_id));
    reply.set("X-Content-Type-Options", "nosniff");
    if (request.secure) {
        reply.set("Strict-Transport-Security", "max-age=63072000; includeSubDomains");
    }
}

/// 405, or the answer to OPTIONS. Both say what is allowed.
Problem refuse_method(const route::PathMatch& match,
                      const serve::Request& request,
                      serve::Reply& reply) {
    if (request.method != http::Method::kOptions) {
        return plain(Errc::kMethodNotAllowed);
    }
    reply.status = 204;
    reply.set("Allow", route::PathTable::allow(match));
    return {};
}

loop::Task<Problem> run(Call& call, const Route& route) {
    if (Problem problem = authorise(call, route.access)) {
        co_return problem;
    }
    if (call.request.body.size() > call.site.facts.body_bytes_max) {
        co_return plain(Errc::kBodyTooLarge);
    }
    co_return co_await route.handler(call);
}

}  // namespace

loop::Task<void> handle(serve::Site& site,
                        const serve::Request& request,
                        std::string_view request_id,
                        serve::Reply& reply) {
    const route::PathMatch match = table().match(request.method, request.path);
    Problem problem;
    if (match.kind == route::PathMatch::Kind::kFound) {
        Call call{.site = site, .request = request, .reply = reply, .params = match.params};
        problem = co_await run(call, routes()[match.id]);
    } else if (match.kind == route::PathMatch::Kind::kMethodNotAllowed) {
        problem = refuse_method(match, request, reply);
    } else {
        problem = plain(Errc::kNotFound);
    }
    if (problem) {
        write_problem(problem, request_id, reply);
    }
    if (problem.code == Errc::kMethodNotAllowed) {
        reply.set("Allow", route::PathTable::allow(match));
    }
    seal(request, request_id, reply);
}

}  // namespace ks::api
