// SPDX-License-Identifier: Apache-2.0
#include "edge/page/page_routes.hpp"

#include "core/route/path_table.hpp"
#include "edge/page/asset_routes.hpp"
#include "edge/page/dialect/app_path.hpp"
#include "edge/page/dialect/renders.hpp"
#include "edge/page/event_answers.hpp"
#include "edge/page/front_page.hpp"
#include "edge/page/private_page.hpp"
#include "edge/page/sign_in.hpp"
#include "edge/page/subscribe_routes.hpp"
#include "edge/page/visit.hpp"
#include "storage/store/readers.hpp"

#include <vector>

namespace ks::page {
namespace {

using page_html::Notice;
using enum http::Method;

Result<void> answer_robots(const store::Snapshot& snapshot, const Visit& visit) {
    KS_TRY(const auto page, store::page(snapshot, visit.id));
    write_small(visit.reply,
                visit.host,
                200,
                "text/plain; charset=utf-8",
                page.noindex ? "User-agent: *\nDisallow: /\n" : "User-agent: *\nAllow: /\n");
    return {};
}

Result<void> answer_unknown_path(const store::Snapshot& /*snapshot*/, const Visit& visit) {
    write_notice(visit.reply, visit.host, 404, Notice::kNoSuchPath, {}, visit.accepted_words());
    return {};
}

/// Who asks whether the visitor may see the page at all.
enum class Guard : std::uint8_t {
    kPage,  ///< serve_page, before the handler
    kOwn,   ///< the handler
};

/// One address of a page: `answer` for what only reads, `act` for what writes; the other is null.
/// A GET row answers HEAD, too.
struct PageRoute {
    http::Method method;
    std::string_view pattern;  ///< as route::PathRow's
    Guard guard;
    Answer answer;
    Act act;
    bool open = false;  ///< other origins may read it, and app.B has it under the page's slug
};

constexpr PageRoute kRoutes[] = {
    {kGet, "/", Guard::kOwn, answer_page, nullptr},
    {kGet, "/history", Guard::kPage, answer_history, nullptr},
    {kGet, "/history/:month", Guard::kPage, answer_history, nullptr},
    {kGet, "/incidents/:id", Guard::kPage, answer_incident, nullptr},
    {kGet, "/maintenance/:id", Guard::kPage, answer_maintenance, nullptr},
    {kGet, "/robots.txt", Guard::kPage, answer_robots, nullptr},
    {kGet, "/api/v2/summary.json", Guard::kPage, answer_json<statuspage_summary>, nullptr, true},
    {kGet, "/api/v2/status.json", Guard::kPage, answer_json<statuspage_status>, nullptr, true},
    {kGet,
     "/api/v2/components.json",
     Guard::kPage,
     answer_json<statuspage_components>,
     nullptr,
     true},
    {kGet,
     "/api/v2/incidents.json",
     Guard::kPage,
     answer_json<statuspage_incidents>,
     nullptr,
     true},
    {kGet,
     "/api/v2/incidents/unresolved.json",
     Guard::kPage,
     answer_json<statuspage_unresolved>,
     nullptr,
     true},
    {kGet,
     "/api/v2/scheduled-maintenances.json",
     Guard::kPage,
     answer_json<statuspage_maintenances>,
     nullptr,
     true},
    {kGet,
     "/api/v2/scheduled-maintenances/upcoming.json",
     Guard::kPage,
     answer_json<statuspage_upcoming>,
     nullptr,
     true},
    {kGet,
     "/api/v2/scheduled-maintenances/active.json",
     Guard::kPage,
     answer_json<statuspage_active>,
     nullptr,
     true},
    {kGet, "/summary.json", Guard::kPage, answer_json<instatus_summary>, nullptr, true},
    {kGet, "/history.atom", Guard::kPage, answer_atom, nullptr, true},
    {kGet, "/history.rss", Guard::kPage, answer_rss, nullptr, true},
    {kGet, "/rss", Guard::kPage, answer_rss, nullptr, true},
    {kGet, "/maintenance.ics", Guard::kPage, answer_calendar, nullptr, true},
    {kGet, "/badge.svg", Guard::kPage, answer_badge, nullptr, true},
    {kGet, "/badge/:file", Guard::kPage, answer_badge, nullptr, true},
    {kGet, "/badge.json", Guard::kPage, answer_shields, nullptr, true},
    {kGet, "/preview.svg", Guard::kPage, answer_preview, nullptr, true},
    {kGet, "/embed", Guard::kPage, answer_embed, nullptr},
    {kGet, "/api/status-page/:slug", Guard::kPage, answer_kuma_page, nullptr, true},
    {kGet, "/api/status-page/heartbeat/:slug", Guard::kPage, answer_kuma_heartbeats, nullptr, true},
    {kGet,
     "/api/status-page/:slug/incident-history",
     Guard::kPage,
     answer_kuma_history,
     nullptr,
     true},
    {kGet, "/api/status-page/:slug/badge", Guard::kPage, answer_kuma_page_badge, nullptr, true},
    {kGet, "/status/:slug/rss", Guard::kPage, answer_kuma_rss, nullptr, true},
    {kGet, "/api/badge/:id/:kind", Guard::kPage, answer_kuma_badge, nullptr, true},
    {kGet, "/api/badge/:id/:kind/:duration", Guard::kPage, answer_kuma_badge, nullptr, true},
    {kGet, "/api/v1/endpoints/statuses", Guard::kPage, answer_gatus_statuses, nullptr, true},
    {kGet, "/api/v1/endpoints/:key/statuses", Guard::kPage, answer_gatus_status, nullptr, true},
    {kGet,
     "/api/v1/endpoints/:key/uptimes/:duration",
     Guard::kPage,
     answer_gatus_uptime,
     nullptr,
     true},
    {kGet,
     "/api/v1/endpoints/:key/uptimes/:duration/badge.svg",
     Guard::kPage,
     answer_gatus_uptime_badge,
     nullptr,
     true},
    {kGet,
     "/api/v1/endpoints/:key/response-times/:duration",
     Guard::kPage,
     answer_gatus_response,
     nullptr,
     true},
    {kGet,
     "/api/v1/endpoints/:key/response-times/:duration/badge.svg",
     Guard::kPage,
     answer_gatus_response_badge,
     nullptr,
     true},
    {kGet,
     "/api/v1/endpoints/:key/health/badge.svg",
     Guard::kPage,
     answer_gatus_health_badge,
     nullptr,
     true},
    {kGet,
     "/api/v1/endpoints/:key/health/badge.shields",
     Guard::kPage,
     answer_gatus_health_shields,
     nullptr,
     true},
    {kGet, "/sign-in", Guard::kPage, answer_sign_in, nullptr},
    {kPost, "/sign-in", Guard::kOwn, nullptr, sign_in},
    {kPost, "/sign-out", Guard::kOwn, nullptr, sign_out},
    {kGet, "/subscribe", Guard::kPage, answer_subscribe, nullptr},
    {kPost, "/subscribe", Guard::kPage, nullptr, act_subscribe},
    // Whoever has the token was let in before.
    {kGet, "/subscribe/confirm/:token", Guard::kOwn, answer_confirm, nullptr},
    {kPost, "/subscribe/confirm/:token", Guard::kOwn, nullptr, act_confirm},
    {kGet, "/subscribe/manage/:token", Guard::kOwn, answer_manage, nullptr},
    {kPost, "/subscribe/manage/:token", Guard::kOwn, nullptr, act_manage},
    {kGet, "/unsubscribe/:token", Guard::kOwn, answer_unsubscribe, nullptr},
    {kPost, "/unsubscribe/:token", Guard::kOwn, nullptr, act_unsubscribe},
};
constexpr PageRoute kUnknownPath{kGet, "", Guard::kPage, answer_unknown_path, nullptr};

const route::PathTable& table() {
    static const std::vector<route::PathRow> rows = [] {
        std::vector<route::PathRow> out;
        for (const PageRoute& route : kRoutes) {
            out.push_back({.method = route.method,
                           .pattern = route.pattern,
                           .id = static_cast<std::uint16_t>(out.size())});
        }
        return out;
    }();
    static const route::PathTable made(rows);
    return made;
}

bool is_read(http::Method method) noexcept {
    return method == kGet || method == kHead;
}

void refuse_method(serve::Reply& reply,
                   HostKind host,
                   http::Method method,
                   const std::string& allowed) {
    const bool asking = method == kOptions;
    write_small(reply,
                host,
                asking ? 204 : 405,
                "text/plain; charset=utf-8",
                asking ? "" : "Only " + allowed + " are allowed here.\n");
    reply.set("Allow", allowed);
}

/// The row for a request; nothing once the reply says that the method is not allowed.
const PageRoute* find_route(Visit& visit) {
    const serve::Request& request = visit.request;
    const route::PathMatch match = table().match(request.method, request.path);
    visit.params = match.params;
    if (match.kind == route::PathMatch::Kind::kFound) {
        return &kRoutes[match.id];
    }
    if (match.kind == route::PathMatch::Kind::kNotFound && is_read(request.method)) {
        return &kUnknownPath;
    }
    refuse_method(visit.reply,
                  visit.host,
                  request.method,
                  match.kind == route::PathMatch::Kind::kNotFound ? "GET, HEAD"
                                                                  : route::PathTable::allow(match));
    return nullptr;
}

/// Whether the reply is finished because the visitor may not see the page.
Result<bool> guarded(const store::Snapshot& snapshot, const Visit& visit, Guard guard) {
    if (guard == Guard::kOwn) {
        return false;
    }
    KS_TRY(const auto page, store::page(snapshot, visit.id));
    if (page.noindex) {
        visit.reply.set("X-Robots-Tag", "noindex");  // a finished answer has its own
    }
    return refuse_hidden(visit, page);
}

/// The row that answers GET at the address, if other origins may read it.
const PageRoute* find_open(std::string_view path) {
    const route::PathMatch match = table().match(kGet, path);
    return match.kind == route::PathMatch::Kind::kFound && kRoutes[match.id].open
               ? &kRoutes[match.id]
               : nullptr;
}

/// The answer to a browser that asks whether a script of another origin may send a request with
/// fields of its own (Fetch standard, "CORS-preflight request"). Private pages do not say.
Result<void> allow_origins(const store::Snapshot& snapshot, const Visit& visit) {
    KS_TRY(const auto page, store::page(snapshot, visit.id));
    if (page.published && page.password_hash.empty()) {
        visit.reply.set("Access-Control-Allow-Origin", "*");
        visit.reply.set("Access-Control-Allow-Methods", "GET, HEAD");
        visit.reply.set("Access-Control-Allow-Headers", "*");
        visit.reply.set("Access-Control-Max-Age", "86400");
    }
    return {};
}

Visit make_visit(serve::Site& site,
                 PageCache& cache,
                 PageId id,
                 const serve::Request& request,
                 serve::Reply& reply) {
    return {.site = site,
            .cache = cache,
            .id = id,
            .request = request,
            .reply = reply,
            .host = host_kind(site, request),
            .now = site.reactor.clock().now_seconds().time_since_epoch().count()};
}

void seal(const Visit& visit) {
    if (visit.reply.for_one) {
        seal_private(visit.reply);
    }
}

void answer_read(const Visit& visit, const PageRoute& route) {
    const auto done =
        visit.site.reactor.reader().read([&](const store::Snapshot& snapshot) -> Result<void> {
            KS_TRY(const bool refused, guarded(snapshot, visit, route.guard));
            return refused ? Result<void>() : route.answer(snapshot, visit);
        });
    if (!done) {
        write_failure(visit, done.error());
    }
    seal(visit);
}

/// Whether check_basic() has to be awaited first.
bool brings_password(const Visit& visit) {
    if (!basic_password(visit.request.fields)) {
        return false;
    }
    const auto needs =
        visit.site.reactor.reader().read([&](const store::Snapshot& snapshot) -> Result<bool> {
            KS_TRY(const auto page, store::page(snapshot, visit.id));
            return needs_basic_check(visit, page);
        });
    return needs && *needs;
}

}  // namespace

std::vector<PageAddress> page_addresses() {
    std::vector<PageAddress> all;
    for (const PageRoute& route : kRoutes) {
        all.push_back({.method = route.method, .pattern = route.pattern});
    }
    return all;
}

bool serve_page(serve::Site& site,
                PageCache& cache,
                PageId id,
                const serve::Request& request,
                serve::Reply& reply) {
    Visit visit = make_visit(site, cache, id, request, reply);
    // The sign-in page needs its style, too: assets are the same for everybody and no secret.
    if (is_read(request.method) && request.path.starts_with("/assets/") &&
        serve_asset(cache, visit.host, request, reply)) {
        return true;
    }
    const PageRoute* const route = find_route(visit);
    if (route == nullptr) {
        if (request.method == kOptions && find_open(request.path) != nullptr) {
            // Of a page that cannot be read nothing is allowed.
            (void)site.reactor.reader().read(
                [&](const store::Snapshot& snapshot) { return allow_origins(snapshot, visit); });
        }
        return true;
    }
    if (route->act != nullptr || brings_password(visit)) {
        return false;
    }
    answer_read(visit, *route);
    return true;
}

namespace {

/// The page that an address of app.B is about.
Result<PageId> page_of(serve::Site& site, const AppPath& address) {
    return site.reactor.reader().read([&](const store::Snapshot& snapshot) {
        return store::page_by_slug(snapshot, address.slug);
    });
}

}  // namespace

bool serve_on_app(serve::Site& site,
                  PageCache& cache,
                  const serve::Request& request,
                  serve::Reply& reply) {
    const auto address = parse_app_path(request.path);
    if (!address || find_open(address->path) == nullptr) {
        return false;
    }
    const auto page = page_of(site, *address);
    if (!page) {
        write_failure(make_visit(site, cache, {}, request, reply), page.error());
        return true;
    }
    serve::Request inner = request;
    inner.path = address->path;
    return serve_page(site, cache, *page, inner, reply);
}

loop::Task<void> act_on_page(serve::Site& site,
                             PageCache& cache,
                             PageId id,
                             const serve::Request& request,
                             serve::Reply& reply) {
    Visit visit = make_visit(site, cache, id, request, reply);
    const PageRoute* const route = find_route(visit);
    if (route == nullptr || (brings_password(visit) && !co_await check_basic(visit))) {
        co_return;
    }
    if (route->act == nullptr) {
        answer_read(visit, *route);
        co_return;
    }
    const auto refused = site.reactor.reader().read(
        [&](const store::Snapshot& snapshot) { return guarded(snapshot, visit, route->guard); });
    if (!refused) {
        write_failure(visit, refused.error());
    } else if (!*refused) {
        co_await route->act(visit);
        seal(visit);
    }
}

loop::Task<bool> act_on_app(serve::Site& site,
                            PageCache& cache,
                            const serve::Request& request,
                            serve::Reply& reply) {
    const auto address = parse_app_path(request.path);
    if (!address || find_open(address->path) == nullptr) {
        co_return false;
    }
    const auto page = page_of(site, *address);
    if (!page) {
        write_failure(make_visit(site, cache, {}, request, reply), page.error());
        co_return true;
    }
    serve::Request inner = request;
    inner.path = address->path;
    co_await act_on_page(site, cache, *page, inner, reply);
    co_return true;
}

void serve_cname_target(serve::Site& site,
                        PageCache& cache,
                        const serve::Request& request,
                        serve::Reply& reply) {
    const HostKind host = host_kind(site, request);
    if (!is_read(request.method)) {
        refuse_method(reply, host, request.method, "GET, HEAD");
    } else if (request.path == "/") {
        write_notice(reply, host, 200, Notice::kCnameTarget, request.host);
    } else if (!(request.path.starts_with("/assets/") &&
                 serve_asset(cache, host, request, reply))) {
        write_notice(reply, host, 404, Notice::kNoSuchPath);
    }
}

}  // namespace ks::page
