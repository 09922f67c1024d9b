// SPDX-License-Identifier: Apache-2.0
// Keeps every host's DNS verified and its certificate current: by the time at which work is next
// due, never by a scan, one step of one host at a time. Lives on the control reactor; the process
// that holds the store's lease does the work.
#pragma once

#include "edge/certs/dns_check.hpp"
#include "edge/certs/ledger.hpp"
#include "edge/certs/options.hpp"
#include "edge/certs/order_desk.hpp"

#include <string>
#include <string_view>
#include <unordered_set>

namespace ks::certs {

class Keeper {
public:
    static constexpr std::chrono::milliseconds kPause{250};  ///< between two looks at what is due
    static constexpr std::chrono::seconds kLease{30};
    static constexpr std::size_t kConcurrent = 64;  ///< hosts at once

    Keeper(loop::Reactor& control, tls::Sealer sealer, Options options);
    Keeper(const Keeper&) = delete;
    Keeper& operator=(const Keeper&) = delete;

    /// Any thread.
    void start();
    /// Any thread. Orders under way are gone on with by whoever works next.
    void stop();
    /// Any thread: a visitor asked for a host that is ours and has no certificate.
    void wanted(std::string host);

private:
    [[nodiscard]] loop::Task<void> look_loop();
    [[nodiscard]] loop::Task<bool> hold_lease();
    [[nodiscard]] loop::Task<void> ensure_base();
    [[nodiscard]] loop::Task<void> adopt_claims();
    [[nodiscard]] loop::Task<void> work_on(std::string host);
    [[nodiscard]] loop::Task<Result<bool>> one_step(Situation& host);
    [[nodiscard]] loop::Task<Result<void>> check_dns(Situation& host);
    [[nodiscard]] loop::Task<void> hurry(std::string host);
    void start_due();

    loop::Reactor& control_;
    Options options_;
    Ledger ledger_;
    DnsCheck dns_;
    OrderDesk orders_;
    std::unordered_set<std::string> under_way_;
    std::unordered_set<std::string> wanted_;
    UnixSeconds lease_until_{};
    bool held_before_ = false;
    bool running_ = false;
};

}  // namespace ks::certs
