// SPDX-License-Identifier: Apache-2.0
#include "edge/acme/validation.hpp"

#include "core/base/errc.hpp"

#include <algorithm>
#include <utility>

namespace ks::acme {
namespace {

Failure domain_failure(std::string domain, std::string words) {
    return {.kind = FailureKind::kDomain, .words = std::move(words), .domain = std::move(domain)};
}

std::string_view name_of(AuthorizationStatus status) noexcept {
    switch (status) {
        case AuthorizationStatus::kDeactivated:
            return "deactivated";
        case AuthorizationStatus::kExpired:
            return "expired";
        case AuthorizationStatus::kRevoked:
            return "revoked";
        case AuthorizationStatus::kPending:
            return "pending";
        case AuthorizationStatus::kValid:
            return "valid";
        case AuthorizationStatus::kInvalid:
            break;
    }
    return "invalid";
}

}  // namespace

Validation::Validation(Session& session,
                       LoginPtr login,
                       ChallengePublisher& publisher,
                       const IssueRequest& request)
    : session_(session), login_(std::move(login)), publisher_(publisher), request_(request) {}

loop::Task<Attempt<void>> Validation::run(std::span<const std::string> authorizations) {
    Attempt<void> result = co_await collect(authorizations);
    if (result) {
        result = co_await publish();
    }
    if (result) {
        result = co_await tell_and_wait();
    }
    co_await take_back();
    // A failed order is not taken up again; its other authorizations would stay pending, and CAs
    // bound their number.
    if (!result && (result.error().kind == FailureKind::kDomain ||
                    result.error().kind == FailureKind::kUnsupported)) {
        co_await deactivate();
    }
    co_return result;
}

loop::Task<Attempt<void>> Validation::collect(std::span<const std::string> authorizations) {
    for (const std::string& url : authorizations) {
        KS_CO_TRY(const Reply reply, co_await session_.fetch(login_, url));
        KS_CO_TRY(const Authorization authorization, read_authorization(reply));
        if (authorization.status == AuthorizationStatus::kValid) {
            continue;
        }
        if (!is_asked_for(authorization.name)) {
            // Else a CA could have answers published for any name that we serve.
            co_return Failure{.kind = FailureKind::kBadAnswer,
                              .words = "The CA wants to look at '" + cleaned(authorization.name) +
                                       "', which is not in the order."};
        }
        Attempt<Item> item = choose(url, authorization);
        if (!item) {
            // Known all the same, to be deactivated.
            items_.push_back(
                {.url = url, .pending = authorization.status == AuthorizationStatus::kPending});
            co_return item.error();
        }
        items_.push_back(*std::move(item));
    }
    co_return Attempt<void>{};
}

bool Validation::is_asked_for(const std::string& name) const {
    return std::ranges::any_of(request_.names, [&](const std::string& asked) {
        return asked == name || (asked.starts_with("*.") && asked.substr(2) == name);
    });
}

Attempt<Validation::Item> Validation::choose(const std::string& url,
                                             const Authorization& authorization) {
    Item item{.url = url, .identifier = authorization.identifier()};
    if (authorization.status != AuthorizationStatus::kPending) {
        return verdict(item, authorization);
    }
    const Challenge* chosen = nullptr;
    for (const ChallengeKind kind : request_.kinds) {
        const auto found = std::ranges::find(authorization.challenges, kind, &Challenge::kind);
        if (found == authorization.challenges.end() || found->status == ChallengeStatus::kInvalid) {
            continue;
        }
        // One that the CA is looking at already, before a restart, decides whatever we prefer.
        if (chosen == nullptr || found->status == ChallengeStatus::kProcessing) {
            chosen = &*found;
        }
    }
    if (chosen == nullptr) {
        Failure failure = domain_failure(
            item.identifier,
            "The CA offers none of our ways to show that this server controls the domain; it "
            "offers " +
                (authorization.offered.empty() ? "none at all" : authorization.offered) +
                ". A wildcard needs dns-01: see acme.dns in the documentation.");
        failure.kind = FailureKind::kUnsupported;
        return failure;
    }
    item.challenge_url = chosen->url;
    item.status = chosen->status;
    item.answer = {.kind = chosen->kind,
                   .name = authorization.name,
                   .token = chosen->token,
                   .key_authorization = chosen->token + "." + login_->thumbprint};
    return item;
}

loop::Task<Attempt<void>> Validation::publish() {
    for (Item& item : items_) {
        item.published = true;
        if (const auto done = co_await publisher_.publish(item.answer); !done) {
            co_return Failure{.kind = FailureKind::kLocal,
                              .words = "The answer to the CA's " +
                                       std::string(acme::name_of(item.answer.kind)) +
                                       " challenge could not be published: " +
                                       std::string(info(done.error().code).text) + ".",
                              .domain = item.identifier};
        }
    }
    co_return Attempt<void>{};
}

loop::Task<Attempt<void>> Validation::tell_and_wait() {
    Attempt<void> result;
    for (const Item& item : items_) {
        if (item.status != ChallengeStatus::kPending) {
            continue;
        }
        const Attempt<Reply> told = co_await session_.post(login_, item.challenge_url, "{}");
        // A refusal may mean that it is decided already: the authorization tells.
        if (!told && told.error().kind != FailureKind::kLocal &&
            told.error().kind != FailureKind::kRetryLater) {
            co_return told.error();
        }
    }
    Waiting waiting(session_.reactor(), session_.pace(), session_.pace().validation);
    for (Item& item : items_) {
        Attempt<void> one = co_await wait_for(item, waiting);
        // The others are awaited too, so that none of them is pending without need.
        if (result && !one) {
            result = std::move(one);
        }
    }
    co_return result;
}

loop::Task<Attempt<void>> Validation::wait_for(Item& item, Waiting& waiting) {
    Failure last{.kind = FailureKind::kRetryLater,
                 .words = "The CA has not yet decided on the domain; the order goes on later.",
                 .domain = item.identifier};
    for (;;) {
        std::optional<std::chrono::seconds> asked;
        const Attempt<Reply> reply = co_await session_.post(login_, item.url, "");
        if (reply) {
            KS_CO_TRY(const Authorization authorization, read_authorization(*reply));
            item.pending = authorization.status == AuthorizationStatus::kPending;
            asked = authorization.retry_after;
            if (authorization.status == AuthorizationStatus::kValid) {
                co_return Attempt<void>{};
            }
            if (!item.pending) {
                co_return verdict(item, authorization);
            }
        } else if (reply.error().kind != FailureKind::kRetryLater &&
                   reply.error().kind != FailureKind::kRateLimited) {
            co_return reply.error();
        } else {
            last = reply.error();
            asked = last.retry_after;
        }
        if (!co_await waiting.pause(asked)) {
            co_return last;
        }
    }
}

Failure Validation::verdict(const Item& item, const Authorization& authorization) {
    for (const Challenge& challenge : authorization.challenges) {
        const bool ours = item.challenge_url.empty() || challenge.url == item.challenge_url;
        if (!ours || !challenge.error) {
            continue;
        }
        Failure failure = failure_of(*challenge.error, ProblemPlace::kValidation);
        failure.domain = item.identifier;
        // A CAA record or a policy stands in the way of every kind.
        if (!item.challenge_url.empty() && failure.kind == FailureKind::kDomain &&
            failure.type != "caa" && failure.type != "rejectedIdentifier" &&
            failure.type != "unsupportedIdentifier") {
            failed_kind_ = challenge.kind;
        }
        return failure;
    }
    Failure failure =
        domain_failure(item.identifier,
                       "The CA ended the look at the domain as '" +
                           std::string(name_of(authorization.status)) + "'; it is ordered anew.");
    failure.kind = FailureKind::kRetryLater;
    return failure;
}

loop::Task<void> Validation::take_back() {
    for (Item& item : items_) {
        if (std::exchange(item.published, false)) {
            co_await publisher_.withdraw(item.answer);
        }
    }
}

loop::Task<void> Validation::deactivate() {
    for (const Item& item : items_) {
        if (item.pending) {
            // RFC 8555 section 7.5.2; what the CA thinks of it changes nothing for us.
            (void)co_await session_.post(login_, item.url, R"({"status":"deactivated"})");
        }
    }
}

}  // namespace ks::acme
