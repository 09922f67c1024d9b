// SPDX-License-Identifier: Apache-2.0
// One order for one host: CAA, the CA's limits, the order with its key on disk first, and the
// certificate or the failure stored. An order that a killed process left open is gone on with.
#pragma once

#include "edge/acme/issuer.hpp"
#include "edge/certs/accounts.hpp"
#include "edge/certs/dns_check.hpp"
#include "edge/certs/dns_hook.hpp"
#include "edge/certs/ledger.hpp"
#include "edge/certs/options.hpp"
#include "edge/certs/publisher.hpp"

#include <memory>
#include <string>
#include <vector>

namespace ks::certs {

class OrderDesk {
public:
    /// Orders at once.
    static constexpr std::size_t kConcurrent = 20;

    OrderDesk(Ledger& ledger, DnsCheck& dns, const Options& options);

    [[nodiscard]] bool is_full() const noexcept { return under_way_ >= kConcurrent; }

    /// Begins an order or goes on with the open one; what became of it is in `host` and stored.
    /// `wanted`: visitors ask for this host. kConflict: `host` is stale.
    [[nodiscard]] loop::Task<Result<void>> run(Situation& host, bool wanted);

    /// Asks the CA for the renewal window of the host's certificate and stores what it says.
    [[nodiscard]] loop::Task<Result<void>> ask_window(Situation& host);

private:
    struct Directory {
        Directory(Ledger& ledger, const acme::DirectoryOptions& options);

        Accounts accounts;
        acme::Issuer issuer;
    };

    [[nodiscard]] Directory* find(const std::string& url) noexcept;
    [[nodiscard]] std::vector<std::string> names_of(const std::string& host) const;
    [[nodiscard]] std::vector<acme::ChallengeKind> kinds_of(const std::string& host) const;
    [[nodiscard]] bool is_wildcard(const std::string& host) const;
    [[nodiscard]] std::vector<model::Toll> tolls_of(const Situation& host,
                                                    const std::string& directory,
                                                    bool wanted);

    /// The toll that is waited for longest.
    struct Wait {
        const model::Toll* toll = nullptr;  ///< null: all have a token
        std::chrono::milliseconds time{0};
    };

    [[nodiscard]] Result<Wait> wait_for(const std::vector<model::Toll>& tolls);
    [[nodiscard]] loop::Task<Result<void>> begin(Situation& host, bool wanted);
    [[nodiscard]] loop::Task<Result<void>> put_off(Situation& host, UnixSeconds until);
    [[nodiscard]] loop::Task<Result<void>> go_on(Situation& host);
    [[nodiscard]] loop::Task<Result<void>> fail(Situation& host,
                                                record::Trouble trouble,
                                                std::string words,
                                                std::chrono::seconds asked = {});

    Ledger& ledger_;
    DnsCheck& dns_;
    const Options& options_;
    DnsHook hook_;
    Publisher publisher_;
    std::vector<std::unique_ptr<Directory>> directories_;
    std::size_t under_way_ = 0;
    model::Turns turns_;
};

}  // namespace ks::certs
