// SPDX-License-Identifier: Apache-2.0
#include "edge/page/page_routes.hpp"

#include "core/http/conditional.hpp"
#include "core/text/json_out.hpp"
#include "edge/page/asset_routes.hpp"
#include "edge/page/page_render.hpp"
#include "edge/page/response_maker.hpp"
#include "edge/serve/compress.hpp"
#include "render/asset/assets.hpp"
#include "render/page/error_page.hpp"
#include "storage/store/readers.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace ks::page {
namespace {

using page_html::Notice;

/// Together with the age of a cached page (10 s) well below the 30 s that a shown state may be old.
constexpr std::string_view kCacheControl = "public, max-age=15";

/// One request for one page.
struct Visit {
    serve::Site& site;
    PageCache& cache;
    PageId id;
    const serve::Request& request;
    serve::Reply& reply;
    HostKind host;
    std::int64_t now;

    [[nodiscard]] PageKey key(http::Coding coding) const noexcept {
        return {.page = id, .coding = coding, .secure = host.secure, .own_host = host.own};
    }
};

void write_notice(serve::Reply& reply,
                  HostKind host,
                  std::uint16_t status,
                  Notice notice,
                  std::string_view target = {}) {
    std::string html;
    page_html::notice_page(html, notice, asset::style_path({}), target);
    write_small(reply, host, status, "text/html; charset=utf-8", std::move(html));
}

void write_failure(serve::Reply& reply, HostKind host, Error error) {
    if (error.code == Errc::kNotFound) {
        write_notice(reply, host, 404, Notice::kNoSuchPage);
        return;
    }
    write_notice(reply, host, 503, Notice::kUnavailable);
    reply.set("Retry-After", "10");
}

bool is_read(http::Method method) noexcept {
    return method == http::Method::kGet || method == http::Method::kHead;
}

void refuse_method(serve::Reply& reply, HostKind host, http::Method method) {
    const bool asking = method == http::Method::kOptions;
    write_small(reply,
                host,
                asking ? 204 : 405,
                "text/plain; charset=utf-8",
                asking ? "" : "Only GET and HEAD are allowed here.\n");
    reply.set("Allow", "GET, HEAD");
}

/// The weight of `type` in an Accept field, in thousandths; 0 where it is not named. Wildcards do
/// not count: they are no wish.
int accept_weight(std::string_view accept, std::string_view type) noexcept {
    while (!accept.empty()) {
        const std::size_t comma = accept.find(',');
        std::string_view element = accept.substr(0, comma);
        accept = comma == std::string_view::npos ? std::string_view{} : accept.substr(comma + 1);
        element.remove_prefix(std::min(element.find_first_not_of(" \t"), element.size()));
        const std::size_t end = std::min(element.find_first_of("; \t"), element.size());
        if (!http::same_name(element.substr(0, end), type)) {
            continue;
        }
        const std::size_t q = element.find("q=", end);
        double weight = 1;
        if (q != std::string_view::npos) {
            std::from_chars(element.data() + q + 2, element.data() + element.size(), weight);
        }
        // Written so that "q=nan" is none.
        return static_cast<int>((weight > 1 ? 1 : weight > 0 ? weight : 0) * 1000);
    }
    return 0;
}

bool wants_json(const serve::Request& request) {
    const std::string_view accept = request.fields.find("Accept").value_or("");
    return request.path.ends_with(".json") ||
           accept_weight(accept, "application/json") > accept_weight(accept, "text/html");
}

/// 404 and 401 are answers to the page's address whatever stands behind its host.
bool refuse_hidden(const Visit& visit, const record::PageView& page) {
    if (page.published && page.password_hash.empty()) {
        return false;
    }
    const Errc code = page.published ? Errc::kUnauthorized : Errc::kNotFound;
    const std::uint16_t status = info(code).http_status;
    if (!wants_json(visit.request)) {
        write_notice(visit.reply,
                     visit.host,
                     status,
                     page.published ? Notice::kPrivate : Notice::kNoSuchPage);
        return true;
    }
    std::string body;
    text::JsonOut out(body);
    out.begin_object().key("error").string(
        page.published ? "This status page is protected by a password." : info(code).text);
    out.key("code").string(info(code).name).end_object();
    write_small(visit.reply, visit.host, status, "application/json", std::move(body));
    return true;
}

void answer_from(const Visit& visit, const PageEntry& entry) {
    const auto verdict = http::evaluate(visit.request.fields, visit.request.method, entry.etag);
    visit.reply.ready =
        verdict == http::Precondition::kNotModified ? entry.not_modified : entry.full;
}

PageEntry make_entry(const Visit& visit,
                     const record::PageView& page,
                     const RenderedPage& rendered,
                     http::Coding coding) {
    std::string body = rendered.html;
    if (auto made = serve::compress(coding, rendered.html);
        made && coding != http::Coding::kIdentity) {
        body = *std::move(made);
    } else {
        coding = http::Coding::kIdentity;
    }
    PageEntry entry{.version = page.version,
                    .rendered_at = visit.now,
                    .valid_until = rendered.valid_until,
                    .etag = entity_tag(body),
                    .full = {},
                    .not_modified = {}};
    ResponseFields fields{{"Cache-Control", std::string(kCacheControl)},
                          {"Vary", "Accept-Encoding"},
                          {"ETag", entry.etag}};
    add_security_fields(fields, visit.host);
    entry.not_modified = make_ready(304, fields, {});
    fields.emplace_back("Content-Type", "text/html; charset=utf-8");
    fields.emplace_back("Content-Security-Policy", content_policy(page.logo_url, page.favicon_url));
    if (coding != http::Coding::kIdentity) {
        fields.emplace_back("Content-Encoding", http::name(coding));
    }
    if (page.noindex) {
        fields.emplace_back("X-Robots-Tag", "noindex");
    }
    entry.full = make_ready(200, fields, body);
    return entry;
}

Result<void> answer_page(const store::Snapshot& snapshot, const Visit& visit) {
    const http::Coding coding = http::choose_coding(visit.request.fields);
    const PageKey key = visit.key(coding);
    KS_TRY(const std::uint64_t version, store::page_version(snapshot, visit.id));
    if (const PageEntry* entry = visit.cache.find(key, version, visit.now)) {
        answer_from(visit, *entry);
        return {};
    }
    KS_TRY(const auto page, store::page(snapshot, visit.id));
    if (refuse_hidden(visit, page)) {
        return {};
    }
    KS_TRY(const auto rendered,
           render_page(snapshot,
                       page,
                       {.now = visit.now, .frozen_at = visit.site.frozen_at},
                       visit.cache.renderer()));
    PageEntry entry = make_entry(visit, page, rendered, coding);
    answer_from(visit, entry);
    visit.cache.put(key, std::move(entry));
    return {};
}

Result<void> answer_robots(const store::Snapshot& snapshot, const Visit& visit) {
    KS_TRY(const auto page, store::page(snapshot, visit.id));
    if (!refuse_hidden(visit, page)) {
        write_small(visit.reply,
                    visit.host,
                    200,
                    "text/plain; charset=utf-8",
                    page.noindex ? "User-agent: *\nDisallow: /\n" : "User-agent: *\nAllow: /\n");
    }
    return {};
}

Result<void> answer_unknown_path(const store::Snapshot& snapshot, const Visit& visit) {
    KS_TRY(const auto page, store::page(snapshot, visit.id));
    if (!refuse_hidden(visit, page)) {
        write_notice(visit.reply, visit.host, 404, Notice::kNoSuchPath);
    }
    return {};
}

}  // namespace

void serve_page(serve::Site& site,
                PageCache& cache,
                PageId id,
                const serve::Request& request,
                serve::Reply& reply) {
    const HostKind host = host_kind(site, request);
    if (!is_read(request.method)) {
        refuse_method(reply, host, request.method);
        return;
    }
    // The sign-in page needs its style, too: assets are the same for everybody and no secret.
    if (request.path.starts_with("/assets/") && serve_asset(cache, host, request, reply)) {
        return;
    }
    const Visit visit{.site = site,
                      .cache = cache,
                      .id = id,
                      .request = request,
                      .reply = reply,
                      .host = host,
                      .now = site.reactor.clock().now_seconds().time_since_epoch().count()};
    const auto answer = request.path == "/"             ? answer_page
                        : request.path == "/robots.txt" ? answer_robots
                                                        : answer_unknown_path;
    const auto done = site.reactor.reader().read(
        [&](const store::Snapshot& snapshot) { return answer(snapshot, visit); });
    if (!done) {
        write_failure(reply, host, done.error());
    }
}

void serve_cname_target(serve::Site& site,
                        PageCache& cache,
                        const serve::Request& request,
                        serve::Reply& reply) {
    const HostKind host = host_kind(site, request);
    if (!is_read(request.method)) {
        refuse_method(reply, host, request.method);
    } else if (request.path == "/") {
        write_notice(reply, host, 200, Notice::kCnameTarget, request.host);
    } else if (!(request.path.starts_with("/assets/") &&
                 serve_asset(cache, host, request, reply))) {
        write_notice(reply, host, 404, Notice::kNoSuchPath);
    }
}

}  // namespace ks::page
