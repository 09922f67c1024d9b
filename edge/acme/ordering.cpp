// SPDX-License-Identifier: Apache-2.0
#include "edge/acme/ordering.hpp"

#include "core/base/errc.hpp"
#include "core/text/base64url.hpp"
#include "core/text/json_out.hpp"
#include "edge/acme/ari.hpp"
#include "edge/acme/validation.hpp"
#include "edge/acme/waiting.hpp"
#include "edge/loop/log.hpp"

#include <algorithm>
#include <utility>

namespace ks::acme {
namespace {

std::vector<std::string> sorted(std::vector<std::string> names) {
    std::ranges::sort(names);
    return names;
}

Failure local(std::string words) {
    return {.kind = FailureKind::kLocal, .words = std::move(words)};
}

Failure bad_answer(std::string words) {
    return {.kind = FailureKind::kBadAnswer, .words = std::move(words)};
}

/// Troubles that say nothing about the order itself.
bool is_passing(const Failure& failure) noexcept {
    const bool our_own = failure.kind == FailureKind::kLocal && failure.status == 0;
    return our_own || failure.kind == FailureKind::kRetryLater ||
           failure.kind == FailureKind::kRateLimited;
}

Failure ended(const Order& order) {
    if (order.error) {
        return failure_of(*order.error, ProblemPlace::kValidation);
    }
    return {.kind = FailureKind::kRetryLater,
            .words = "The CA gave the order up without telling why; it is ordered anew."};
}

Failure too_slow() {
    return {.kind = FailureKind::kRetryLater,
            .words = "The CA has not finished the order in time; the order goes on later."};
}

}  // namespace

Ordering::Ordering(Session& session,
                   IssueRequest request,
                   ChallengePublisher& publisher,
                   const Progress& progress)
    : session_(session), request_(std::move(request)), publisher_(publisher), progress_(progress) {}

loop::Task<Attempt<Issued>> Ordering::run() {
    KS_CO_TRY(login_, co_await session_.login());
    bool resuming = !request_.order_url.empty();
    for (;;) {
        Attempt<Order> order = resuming ? co_await find() : co_await place();
        Attempt<Issued> issued = order ? co_await finish(*order) : Attempt<Issued>(order.error());
        if (issued) {
            co_return issued;
        }
        const bool of_no_use = resuming && !failed_kind_ && !is_passing(issued.error());
        resuming = false;
        if (!of_no_use && !drop_failed_kind()) {
            co_return issued;
        }
    }
}

bool Ordering::drop_failed_kind() {
    const auto failed = std::exchange(failed_kind_, std::nullopt);
    if (!failed) {
        return false;
    }
    std::erase(request_.kinds, *failed);
    return !request_.kinds.empty();
}

loop::Task<Attempt<Order>> Ordering::find() {
    KS_CO_TRY(Order order, co_await reload(request_.order_url));
    if (order.status == OrderStatus::kInvalid || sorted(order.names) != sorted(request_.names)) {
        co_return bad_answer("The order that was under way is of no use any more.");
    }
    co_return order;
}

std::string Ordering::order_json(const std::string& profile) const {
    std::string json;
    text::JsonOut out(json);
    out.begin_object().key("identifiers").begin_array();
    for (const std::string& name : request_.names) {
        out.begin_object().key("type").string("dns").key("value").string(name).end_object();
    }
    out.end_array();
    if (!profile.empty()) {
        out.key("profile").string(profile);
    }
    if (!request_.replaces.empty()) {
        out.key("replaces").string(request_.replaces);
    }
    out.end_object();
    return json;
}

loop::Task<Attempt<Reply>> Ordering::request_order() {
    KS_CO_TRY(const DirectoryPtr directory, co_await session_.directory());
    const std::string& wanted = session_.options().profile;
    const bool listed = std::ranges::find(directory->profiles, wanted) != directory->profiles.end();
    profile_ = listed ? wanted : std::string{};
    Attempt<Reply> reply =
        co_await session_.post(login_, directory->new_order, order_json(profile_));
    if (reply || request_.replaces.empty()) {
        co_return reply;
    }
    // RFC 9773 section 5. Some CAs answer 409 or "malformed" for ever once a certificate was
    // replaced elsewhere, and the domain must not expire over a hint.
    const Failure& refusal = reply.error();
    if (refusal.type == "alreadyReplaced" || refusal.type == "malformed" || refusal.status == 409 ||
        refusal.status == 404) {
        loop::log(loop::LogLevel::kWarning,
                  "acme_replaces_refused",
                  {{"domain", request_.names.front()}, {"what", refusal.words}});
        request_.replaces.clear();
        reply = co_await session_.post(login_, directory->new_order, order_json(profile_));
    }
    co_return reply;
}

loop::Task<Attempt<Order>> Ordering::place() {
    Attempt<Reply> reply = co_await request_order();
    if (!reply && reply.error().type == "accountDoesNotExist") {
        session_.forget(login_);
        KS_CO_TRY(login_, co_await session_.login());
        reply = co_await request_order();
    }
    if (!reply) {
        if (reply.error().status == 404) {
            session_.forget_directory();
        }
        co_return reply.error();
    }
    if (!is_acme_url(reply->location)) {
        co_return bad_answer(
            "The CA took an order without telling its address (RFC 8555 section "
            "7.4).");
    }
    KS_CO_TRY(Order order, read_order(*reply, reply->location));
    if (sorted(order.names) != sorted(request_.names)) {
        co_return bad_answer("The CA made an order for other names than those asked for.");
    }
    if (const auto kept = co_await progress_(order.url); !kept) {
        co_return local("The order's address could not be stored: " +
                        std::string(info(kept.error().code).text) + ".");
    }
    co_return order;
}

loop::Task<Attempt<Order>> Ordering::reload(std::string url) {
    KS_CO_TRY(const Reply reply, co_await session_.fetch(login_, url));
    co_return read_order(reply, std::move(url));
}

/// Always by the status that the CA names, never by the step that we think we are at.
loop::Task<Attempt<Issued>> Ordering::finish(Order order) {
    Waiting waiting(session_.reactor(), session_.pace(), session_.pace().processing);
    bool validated = false;
    bool finalised = false;
    for (;;) {
        switch (order.status) {
            case OrderStatus::kValid:
                co_return co_await download(std::move(order));
            case OrderStatus::kInvalid:
                co_return ended(order);
            case OrderStatus::kPending:
                if (!std::exchange(validated, true)) {
                    KS_CO_CHECK(co_await validate(order));
                    break;
                }
                if (!co_await waiting.pause(order.retry_after)) {
                    co_return too_slow();
                }
                break;
            case OrderStatus::kReady: {
                // A second time only after a pause: the CA was not as ready as it said.
                if (std::exchange(finalised, true) && !co_await waiting.pause(order.retry_after)) {
                    co_return too_slow();
                }
                KS_CO_TRY(order, co_await finalise(std::move(order)));
                continue;
            }
            case OrderStatus::kProcessing:
                if (!co_await waiting.pause(order.retry_after)) {
                    co_return too_slow();
                }
                break;
        }
        KS_CO_TRY(order, co_await reload(std::move(order.url)));
    }
}

loop::Task<Attempt<void>> Ordering::validate(const Order& order) {
    Validation validation(session_, login_, publisher_, request_);
    Attempt<void> result = co_await validation.run(order.authorizations);
    failed_kind_ = validation.failed_kind();
    co_return result;
}

loop::Task<Attempt<Order>> Ordering::finalise(Order order) {
    const auto key = tls::SigningKey::parse(request_.key_pem);
    const auto csr = key ? key->certificate_request(request_.names) : key.error();
    if (!csr) {
        co_return local("The certificate's key cannot be used: it must be ECDSA P-256 in PEM.");
    }
    std::string json;
    text::JsonOut(json)
        .begin_object()
        .key("csr")
        .string(text::base64url_encode(as_bytes(*csr)))
        .end_object();
    const Attempt<Reply> reply = co_await session_.post(login_, order.finalize, json);
    if (reply) {
        co_return read_order(*reply, std::move(order.url));
    }
    // Not ready after all, or the answer was lost on its way: the order tells.
    if (reply.error().kind == FailureKind::kRetryLater) {
        co_return co_await reload(std::move(order.url));
    }
    co_return reply.error();
}

loop::Task<Attempt<Reply>> Ordering::fetch_chain(std::string url) {
    KS_CO_TRY(Reply reply, co_await session_.fetch(login_, std::move(url)));
    if (reply.content_type != "application/pem-certificate-chain") {
        co_return bad_answer("The CA sent a certificate as '" + cleaned(reply.content_type) +
                             "' instead of application/pem-certificate-chain.");
    }
    co_return reply;
}

loop::Task<std::optional<tls::CheckedChain>> Ordering::preferred(std::vector<std::string> urls) {
    for (std::string& url : urls) {
        const Attempt<Reply> reply = co_await fetch_chain(std::move(url));
        if (!reply) {
            continue;
        }
        auto chain = tls::check_chain(reply->body,
                                      request_.key_pem,
                                      request_.names,
                                      session_.reactor().clock().now_seconds());
        if (chain && chain->topmost_issuer == session_.options().preferred_chain) {
            co_return *std::move(chain);
        }
    }
    co_return std::nullopt;
}

loop::Task<Attempt<Issued>> Ordering::download(Order order) {
    KS_CO_TRY(Reply reply, co_await fetch_chain(order.certificate));
    auto chain = tls::check_chain(
        reply.body, request_.key_pem, request_.names, session_.reactor().clock().now_seconds());
    if (!chain) {
        co_return bad_answer("The certificate that the CA sent " + chain.error() +
                             ". It is not used; the one before stays.");
    }
    const std::string& wanted = session_.options().preferred_chain;
    if (!wanted.empty() && chain->topmost_issuer != wanted) {
        if (auto other = co_await preferred(std::move(reply.alternates))) {
            chain = *std::move(other);
        } else {
            loop::log(loop::LogLevel::kWarning,
                      "acme_chain_not_offered",
                      {{"domain", request_.names.front()}, {"preferred", wanted}});
        }
    }
    Issued issued;
    issued.ari_id = ari_id(*chain);
    issued.chain_pem = std::move(chain->pem);
    issued.profile = profile_;
    issued.not_before = chain->not_before;
    issued.not_after = chain->not_after;
    issued.issuer = std::move(chain->issuer);
    co_return issued;
}

}  // namespace ks::acme
