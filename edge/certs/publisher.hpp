// SPDX-License-Identifier: Apache-2.0
// Makes challenges answerable: HTTP-01 and TLS-ALPN-01 as rows of the store, which every reactor
// and every process on it answers from; DNS-01 through the operator's hook.
#pragma once

#include "edge/acme/issuer.hpp"
#include "edge/certs/dns_hook.hpp"
#include "edge/certs/ledger.hpp"

namespace ks::certs {

class Publisher final : public acme::ChallengePublisher {
public:
    /// A challenge that a killed process left behind is answered this long.
    static constexpr std::chrono::hours kLife{1};

    Publisher(Ledger& ledger, DnsHook& hook) noexcept : ledger_(ledger), hook_(hook) {}

    [[nodiscard]] loop::Task<Result<void>> publish(const acme::ChallengeAnswer& answer) override;
    [[nodiscard]] loop::Task<void> withdraw(const acme::ChallengeAnswer& answer) override;

private:
    Ledger& ledger_;
    DnsHook& hook_;
};

}  // namespace ks::certs
