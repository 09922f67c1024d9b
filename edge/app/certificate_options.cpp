// SPDX-License-Identifier: Apache-2.0
#include "edge/app/certificate_options.hpp"

namespace ks::app {

certs::Options certificate_options(const config::Config& config) {
    const config::Acme& from = config.acme;
    certs::Options options;
    options.base_domain = config.base_domain;
    options.verify_dns = config.dns.verify;
    options.public_addresses = config.public_addresses;
    options.dns_servers = config.dns.servers;
    for (const std::string& url : from.directory) {
        options.directories.push_back({.url = url,
                                       .email = from.email,
                                       .ca_file = from.ca_file,
                                       .eab_key_id = from.eab_key_id,
                                       .eab_hmac_key = from.eab_hmac_key,
                                       .profile = from.profile,
                                       .preferred_chain = from.preferred_chain,
                                       .agree_tos = from.agree_tos});
    }
    for (const std::string& challenge : from.challenges) {
        options.kinds.push_back(challenge == "http-01" ? acme::ChallengeKind::kHttp01
                                                       : acme::ChallengeKind::kTlsAlpn01);
    }
    options.caa_identities = from.caa_identities;
    options.dns_hook = from.dns_hook;
    options.orders_per_3_hours = from.orders_per_3_hours;
    options.orders_per_domain_and_week = from.orders_per_domain_and_week;
    options.base_has_files = !config.tls.certificates.empty();
    options.alone = true;  // App holds the data directory's lock
    return options;
}

}  // namespace ks::app
