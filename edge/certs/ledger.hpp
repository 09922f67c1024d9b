// SPDX-License-Identifier: Apache-2.0
// The store as the keeper uses it: reads everything about one host in one snapshot, writes under
// the keeper's lease.
#pragma once

#include "core/model/domain_work.hpp"
#include "core/record/certificate.hpp"
#include "core/record/status_page.hpp"
#include "edge/loop/reactor.hpp"
#include "edge/tls/sealer.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ks::certs {

/// A host as it stands in the store.
struct Situation {
    std::string host;
    record::DomainWork work;
    std::optional<record::DomainClaim> claim;  ///< none: a host of the base domain
    std::optional<record::Certificate> certificate;
};

class Ledger {
public:
    struct Facts {
        bool verify_dns = true;
        bool acme = false;
    };

    Ledger(loop::Reactor& reactor, tls::Sealer sealer, Facts facts);

    [[nodiscard]] loop::Reactor& reactor() noexcept { return reactor_; }

    [[nodiscard]] const tls::Sealer& sealer() const noexcept { return sealer_; }

    [[nodiscard]] std::uint64_t owner() const noexcept { return owner_; }

    [[nodiscard]] UnixSeconds now() const { return reactor_.clock().now_seconds(); }

    [[nodiscard]] model::HostFacts facts_of(const Situation& host) const;

    /// kNotFound: no work on that host (any more).
    [[nodiscard]] Result<Situation> read(const std::string& host);

    /// The command that stores `host.work` and what the API shows of it.
    [[nodiscard]] write::SaveWork save_command(const Situation& host) const;
    /// Stores it; `host` then stands as stored. kConflict: read it again.
    [[nodiscard]] loop::Task<Result<void>> save(Situation& host);

    /// Seals and stores, with `host.work` and a new id; the old certificate goes in the same
    /// transaction.
    [[nodiscard]] loop::Task<Result<void>> store_certificate(Situation& host,
                                                             record::Certificate certificate,
                                                             std::string_view key_pem,
                                                             std::string chain_pem);

    [[nodiscard]] loop::Task<Result<void>> run(write::Command command);

private:
    [[nodiscard]] std::string error_words(const Situation& host,
                                          const model::HostFacts& facts) const;

    loop::Reactor& reactor_;
    tls::Sealer sealer_;
    Facts facts_;
    std::uint64_t owner_;
};

}  // namespace ks::certs
