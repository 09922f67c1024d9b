// SPDX-License-Identifier: Apache-2.0
#include "edge/serve/dispatch.hpp"

#include "core/text/json_out.hpp"
#include "edge/api/api.hpp"
#include "edge/page/page_routes.hpp"
#include "edge/tls/server_name.hpp"
#include "render/asset/assets.hpp"
#include "render/page/error_page.hpp"
#include "storage/store/certificates.hpp"
#include "storage/store/readers.hpp"

namespace ks::serve {
namespace {

constexpr std::string_view kAppLabel = "app.";
constexpr std::string_view kChallengePath = "/.well-known/acme-challenge/";

bool is_app_host(std::string_view host, std::string_view base_domain) noexcept {
    return host.size() == base_domain.size() + kAppLabel.size() && host.starts_with(kAppLabel) &&
           host.ends_with(base_domain);
}

void set_text(Reply& reply, std::string_view content_type, std::string body) {
    reply.set("Content-Type", std::string(content_type));
    reply.set("Cache-Control", "no-store");
    reply.set("X-Content-Type-Options", "nosniff");
    reply.body = std::move(body);
}

}  // namespace

Result<Dispatcher::Owner> Dispatcher::owner_of(std::string_view host) {
    using enum route::HostKind;
    const route::HostClass found = route::classify_host(host, site_.facts.base_domain);
    if (found.kind == kApp || found.kind == kPages) {
        return Owner{found.kind, {}};
    }
    if (found.kind == kBase || host.empty()) {
        return Errc::kNotFound;
    }
    const bool verify = site_.facts.verify_dns;
    return site_.reactor.reader().read([&](const store::Snapshot& snapshot) -> Result<Owner> {
        if (found.kind == kSlug) {
            KS_TRY(const PageId page, store::page_by_slug(snapshot, found.label));
            return Owner{kSlug, page};
        }
        KS_TRY(const record::DomainClaim claim, store::domain_claim(snapshot, host));
        return tls::is_served(claim, verify) ? Result<Owner>(Owner{kForeign, claim.page})
                                             : Errc::kNotFound;
    });
}

bool Dispatcher::answer_now(const Request& request,
                            const tls::Session* session,
                            std::string_view /*request_id*/,
                            Reply& reply) {
    if (request.path.starts_with(kChallengePath) && answer_challenge(request, reply)) {
        return true;
    }
    const Result<Owner> owner = owner_of(request.host);
    if (!owner) {
        if (owner.error().code == Errc::kNotFound) {
            no_such_host(request, reply);
        } else {
            refuse(owner.error().code, request.host, reply);
        }
        return true;
    }
    if (session == nullptr) {
        // Where HTTPS would fail, a page over HTTP is better than none. Only for reading: passwords
        // and addresses do not travel in the clear.
        const bool reads =
            request.method == http::Method::kGet || request.method == http::Method::kHead;
        if (reads && owner->kind == route::HostKind::kForeign &&
            !certificates_.has_custom(request.host)) {
            return page::serve_page(site_, cache_, owner->page, request, reply);
        }
        redirect(request, reply);
        return true;
    }
    // RFC 9110 section 7.4: a client may only ask for hosts that the certificate it saw speaks for.
    if (!tls::covers(*session->identity, request.host)) {
        refuse(Errc::kMisdirected, request.host, reply);
        return true;
    }
    switch (owner->kind) {
        case route::HostKind::kApp:
            return page::serve_on_app(site_, cache_, request, reply);
        case route::HostKind::kPages:
            page::serve_cname_target(site_, cache_, request, reply);
            return true;
        default:
            return page::serve_page(site_, cache_, owner->page, request, reply);
    }
}

loop::Task<void> Dispatcher::answer(const Request& request,
                                    std::string_view request_id,
                                    Reply& reply) {
    const Result<Owner> owner = owner_of(request.host);
    if (!owner) {  // gone since answer_now()
        refuse(owner.error().code, request.host, reply);
        co_return;
    }
    if (owner->kind == route::HostKind::kApp) {
        if (!co_await page::act_on_app(site_, cache_, request, reply)) {
            co_await api::handle(site_, request, request_id, reply);
        }
    } else {
        co_await page::act_on_page(site_, cache_, owner->page, request, reply);
    }
}

bool Dispatcher::answer_challenge(const Request& request, Reply& reply) {
    const std::string_view token = request.path.substr(kChallengePath.size());
    const auto found = site_.reactor.reader().read([&](const store::Snapshot& snapshot) {
        return store::http_challenge(store::View(snapshot), request.host, token);
    });
    if (!found || found->expires <= site_.reactor.clock().now_seconds()) {
        return false;
    }
    set_text(reply, "text/plain; charset=utf-8", found->key_authorization);
    return true;
}

void Dispatcher::redirect(const Request& request, Reply& reply) const {
    std::string target = site_.facts.https_origin(request.host);
    target += request.path.starts_with('/') ? request.path : std::string_view("/");
    if (!request.query.empty()) {
        target += '?';
        target += request.query;
    }
    reply.status = 308;
    set_text(reply, "text/plain; charset=utf-8", "Moved to " + target + "\n");
    reply.set("Location", std::move(target));
}

void Dispatcher::no_such_host(const Request& request, Reply& reply) const {
    const bool readable =
        request.method == http::Method::kGet || request.method == http::Method::kHead;
    reply.status = 404;
    if (!readable) {
        set_text(reply, "text/plain; charset=utf-8", "There is nothing at this address.\n");
        return;
    }
    std::string page;
    page_html::notice_page(page, page_html::Notice::kNoSuchPage, asset::style_path({}));
    set_text(reply, "text/html; charset=utf-8", std::move(page));
}

void Dispatcher::refuse(Errc code, std::string_view host, Reply& reply) {
    const ErrcInfo& row = info(code);
    reply.status = row.http_status;
    if (row.http_status == 503) {
        reply.set("Retry-After", "5");
    }
    if (!is_app_host(host, site_.facts.base_domain)) {
        set_text(reply, "text/plain; charset=utf-8", std::string(row.text) + "\n");
        return;
    }
    std::string body;
    text::JsonOut json(body);
    json.begin_object().key("error").string(row.text).key("code").string(row.name).end_object();
    set_text(reply, "application/json", std::move(body));
}

}  // namespace ks::serve
