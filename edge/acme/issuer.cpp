// SPDX-License-Identifier: Apache-2.0
#include "edge/acme/issuer.hpp"

#include "core/text/base64url.hpp"
#include "core/text/json_out.hpp"
#include "edge/acme/ordering.hpp"
#include "edge/acme/session.hpp"
#include "edge/tls/chain_check.hpp"

#include <utility>

namespace ks::acme {

struct Issuer::Parts {
    Session session;
};

Issuer::Issuer(loop::Reactor& reactor, AccountKeeper& keeper, DirectoryOptions options, Pace pace)
    : parts_(new Parts{.session = Session(reactor, keeper, std::move(options), pace)}) {}

Issuer::~Issuer() = default;

const DirectoryOptions& Issuer::options() const noexcept {
    return parts_->session.options();
}

loop::Task<Attempt<Issued>> Issuer::issue(IssueRequest request,
                                          ChallengePublisher& publisher,
                                          Progress progress) {
    if (request.names.empty() || request.kinds.empty()) {
        co_return Failure{.kind = FailureKind::kLocal,
                          .words = "An order needs a name and a way to show control of it."};
    }
    Ordering ordering(parts_->session, std::move(request), publisher, progress);
    co_return co_await ordering.run();
}

loop::Task<Attempt<RenewalInfo>> Issuer::renewal_info(std::string ari_id) {
    Session& session = parts_->session;
    KS_CO_TRY(const DirectoryPtr directory, co_await session.directory());
    if (directory->renewal_info.empty() || ari_id.empty()) {
        co_return Failure{.kind = FailureKind::kUnsupported,
                          .words = "The CA has no renewal information for this certificate."};
    }
    std::string url = directory->renewal_info;
    url += (url.ends_with('/') ? "" : "/") + ari_id;
    KS_CO_TRY(const Reply reply, co_await session.get(std::move(url)));
    co_return read_renewal_info(reply);
}

loop::Task<Attempt<void>> Issuer::revoke(std::string chain_pem, int reason) {
    Session& session = parts_->session;
    const auto chain = tls::read_chain(chain_pem);
    if (!chain) {
        co_return Failure{.kind = FailureKind::kLocal,
                          .words = "The certificate to revoke " + chain.error() + "."};
    }
    KS_CO_TRY(const DirectoryPtr directory, co_await session.directory());
    if (directory->revoke_cert.empty()) {
        co_return Failure{.kind = FailureKind::kUnsupported,
                          .words = "The CA does not take revocations."};
    }
    KS_CO_TRY(LoginPtr login, co_await session.login());
    std::string json;
    text::JsonOut(json)
        .begin_object()
        .key("certificate")
        .string(text::base64url_encode(as_bytes(chain->leaf_der)))
        .key("reason")
        .number(reason)
        .end_object();
    const Attempt<Reply> reply =
        co_await session.post(std::move(login), directory->revoke_cert, std::move(json));
    if (!reply && reply.error().type != "alreadyRevoked") {
        co_return reply.error();
    }
    co_return Attempt<void>{};
}

}  // namespace ks::acme
