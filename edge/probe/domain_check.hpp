// SPDX-License-Identifier: Apache-2.0
// Proves that custom domains point here: the chain of CNAMEs passes pages.B, or every address is
// one of ours. Lives on the control reactor. Domains that are not there yet are asked for again
// with growing pauses; the plan is in memory only, as a restart may ask everybody once more.
#pragma once

#include "core/record/status_page.hpp"
#include "edge/loop/reactor.hpp"
#include "edge/probe/dns_client.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace ks::probe {

/// What is judged against.
struct DomainTarget {
    std::string cname;                         ///< "pages.<base domain>"
    std::vector<asio::ip::address> addresses;  ///< ours, for apex domains
};

struct DomainVerdict {
    record::DomainState state = record::DomainState::kPendingDns;
    std::string observed;  ///< "CNAME pages.example.com", "203.0.113.7"
    std::string error;     ///< what to do; empty when active

    friend bool operator==(const DomainVerdict&, const DomainVerdict&) = default;
};

[[nodiscard]] DomainVerdict judge_domain(const std::string& host,
                                         const DnsClient::Answer& answer,
                                         const DomainTarget& target);

class DomainCheck {
public:
    struct Options {
        std::string base_domain;
        std::vector<std::string> public_addresses;
        std::vector<std::string> dns_servers;  ///< empty: the system's
        std::chrono::milliseconds first_pause{10'000};
        std::chrono::milliseconds last_pause{3'600'000};
        std::chrono::milliseconds walk_pause{1'000};  ///< between two slices of the table
    };

    DomainCheck(loop::Reactor& control, const Options& options);
    DomainCheck(const DomainCheck&) = delete;
    DomainCheck& operator=(const DomainCheck&) = delete;
    /// REQUIRES: the control reactor does not run any more.
    ~DomainCheck();

    /// Any thread.
    void start();
    /// Any thread.
    void stop();

private:
    /// A domain that is not verified.
    struct Waiting {
        UnixMillis claimed_at{};
        Monotonic due{};
        std::chrono::milliseconds pause{};
        bool under_way = false;
    };

    [[nodiscard]] loop::Task<void> walk_loop();
    [[nodiscard]] loop::Task<void> check(std::string host);
    void walk_slice();
    void start_due();
    void plan(const std::string& host, const record::DomainClaim& claim);

    loop::Reactor& control_;
    Options options_;
    DomainTarget target_;
    DnsClient dns_;
    std::unordered_map<std::string, Waiting> waiting_;
    std::string walked_to_;
    std::size_t under_way_ = 0;
    bool running_ = false;
};

}  // namespace ks::probe
