// SPDX-License-Identifier: Apache-2.0
#include "edge/certs/publisher.hpp"

#include "core/text/base64url.hpp"
#include "edge/loop/log.hpp"
#include "edge/tls/digest.hpp"

#include <utility>

namespace ks::certs {
namespace {

using acme::ChallengeKind;

/// The row's token: TLS-ALPN-01 has one answer a host.
std::string token_of(const acme::ChallengeAnswer& answer) {
    return answer.kind == ChallengeKind::kHttp01 ? answer.token : std::string();
}

/// RFC 8555 section 8.4.
DnsHook::Record dns_record(const acme::ChallengeAnswer& answer) {
    return {.name = "_acme-challenge." + answer.name,
            .value = text::base64url_encode(tls::sha256(answer.key_authorization))};
}

}  // namespace

loop::Task<Result<void>> Publisher::publish(const acme::ChallengeAnswer& answer) {
    if (answer.kind == ChallengeKind::kDns01) {
        co_return co_await hook_.run(DnsHook::Verb::kAdd, dns_record(answer));
    }
    write::PutChallenge put{.owner = ledger_.owner(),
                            .host = answer.name,
                            .token = token_of(answer),
                            .challenge = {.key_authorization = answer.key_authorization,
                                          .expires = ledger_.now() + kLife}};
    write::Command command(std::move(put));
    co_return co_await ledger_.run(std::move(command));
}

loop::Task<void> Publisher::withdraw(const acme::ChallengeAnswer& answer) {
    Result<void> done;
    if (answer.kind == ChallengeKind::kDns01) {
        done = co_await hook_.run(DnsHook::Verb::kRemove, dns_record(answer));
    } else {
        write::DropChallenge drop{.host = answer.name, .token = token_of(answer)};
        write::Command command(std::move(drop));
        done = co_await ledger_.run(std::move(command));
    }
    if (!done) {
        loop::log(loop::LogLevel::kWarning,
                  "challenge_not_withdrawn",
                  {{"host", answer.name}, {"code", info(done.error().code).name}});
    }
}

}  // namespace ks::certs
