// SPDX-License-Identifier: Apache-2.0
// What the keeper of certificates is built from.
#pragma once

#include "edge/acme/issuer.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace ks::certs {

struct Options {
    std::string base_domain;
    bool verify_dns = true;
    std::vector<std::string> public_addresses;
    std::vector<std::string> dns_servers;

    std::vector<acme::DirectoryOptions> directories;  ///< in order of preference; none: no CA
    std::vector<acme::ChallengeKind> kinds;           ///< in order of preference
    std::vector<std::string> caa_identities;
    std::uint32_t orders_per_3_hours = 300;         ///< new orders of one account
    std::uint32_t orders_per_domain_and_week = 50;  ///< of one registered domain
    std::string dns_hook;                           ///< executable for DNS-01; empty: none
    bool base_has_files = false;                    ///< the operator's files cover the base domain
    /// No other process can be at work on this store (the data directory is locked): a lease that
    /// is left over is a dead process's.
    bool alone = false;
};

}  // namespace ks::certs
