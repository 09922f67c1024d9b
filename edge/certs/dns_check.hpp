// SPDX-License-Identifier: Apache-2.0
// Proves that a custom domain points here, and that its owner allows our CA: the chain of CNAMEs
// passes pages.B, or every address is one of ours; CAA as RFC 8659 climbs it.
#pragma once

#include "core/record/certificate.hpp"
#include "edge/loop/reactor.hpp"
#include "edge/probe/dns_client.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ks::certs {

/// What is judged against.
struct DomainTarget {
    std::string cname;                         ///< "pages.<base domain>"
    std::vector<asio::ip::address> addresses;  ///< ours, for apex domains
};

struct DnsFinding {
    record::Trouble trouble = record::Trouble::kNone;  ///< kNone, kDnsWrong or kDnsSilent
    std::string observed;                              ///< "CNAME pages.example.com", "203.0.113.7"
    std::string error;                                 ///< what to do; empty when all is well

    friend bool operator==(const DnsFinding&, const DnsFinding&) = default;
};

[[nodiscard]] DnsFinding judge_domain(const std::string& host,
                                      const probe::DnsClient::Answer& answer,
                                      const DomainTarget& target);

/// Whether one set of CAA records, not empty, lets a CA with one of `identities` issue (RFC 8659
/// section 4.2, 4.3).
[[nodiscard]] bool caa_allows(std::span<const probe::DnsClient::Caa> records,
                              std::span<const std::string> identities,
                              bool wildcard);

class DnsCheck {
public:
    struct Options {
        std::string base_domain;
        std::vector<std::string> public_addresses;
        std::vector<std::string> dns_servers;  ///< empty: the system's
        std::vector<std::string>
            caa_identities;  ///< of our CA, "letsencrypt.org"; empty: not asked
    };

    DnsCheck(loop::Reactor& control, const Options& options);

    [[nodiscard]] loop::Task<DnsFinding> check(std::string host);
    /// Empty: our CA may issue. Else why not, and what to do.
    [[nodiscard]] loop::Task<std::string> caa_refusal(std::string host, bool wildcard);

private:
    DomainTarget target_;
    std::vector<std::string> identities_;
    probe::DnsClient dns_;
};

}  // namespace ks::certs
