// SPDX-License-Identifier: Apache-2.0
#include "edge/certs/dns_check.hpp"

#include <algorithm>

namespace ks::certs {
namespace {

using probe::DnsClient;
using record::Trouble;

std::string joined(const std::vector<asio::ip::address>& addresses) {
    std::string text;
    for (const asio::ip::address& address : addresses) {
        text += (text.empty() ? "" : ", ") + address.to_string();
    }
    return text;
}

std::string remedy(const DomainTarget& target) {
    std::string text = "create a CNAME record to " + target.cname;
    if (!target.addresses.empty()) {
        text += ", or A/AAAA records with " + joined(target.addresses) + " only";
    }
    return text;
}

std::vector<asio::ip::address> parse_addresses(const std::vector<std::string>& texts) {
    std::vector<asio::ip::address> addresses;
    for (const std::string& text : texts) {
        asio::error_code fault;
        const asio::ip::address address = asio::ip::make_address(text, fault);
        if (!fault) {  // the configuration's own check has refused others
            addresses.push_back(address);
        }
    }
    return addresses;
}

DnsClient::Options dns_options(const DnsCheck::Options& options) {
    DnsClient::Options dns;
    dns.servers = options.dns_servers;
    return dns;
}

/// The issuer of a CAA value: what stands before the first parameter.
std::string_view issuer_of(std::string_view value) noexcept {
    value = value.substr(0, value.find(';'));
    while (value.starts_with(' ') || value.starts_with('\t')) {
        value.remove_prefix(1);
    }
    while (value.ends_with(' ') || value.ends_with('\t')) {
        value.remove_suffix(1);
    }
    return value;
}

bool names_issuer(const DnsClient::Caa& record, std::span<const std::string> identities) {
    std::string issuer(issuer_of(record.value));
    std::ranges::transform(issuer, issuer.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    });
    return std::ranges::find(identities, issuer) != identities.end();
}

/// Those of our addresses that are A or AAAA records of the domain are ours; the rest is foreign.
std::vector<asio::ip::address> foreign(const DnsClient::Answer& answer,
                                       const DomainTarget& target) {
    std::vector<asio::ip::address> others;
    for (const asio::ip::address& address : answer.addresses) {
        if (std::ranges::find(target.addresses, address) == target.addresses.end()) {
            others.push_back(address);
        }
    }
    return others;
}

DnsFinding wrong(std::string observed, std::string error) {
    return {
        .trouble = Trouble::kDnsWrong, .observed = std::move(observed), .error = std::move(error)};
}

}  // namespace

DnsFinding judge_domain(const std::string& host,
                        const DnsClient::Answer& answer,
                        const DomainTarget& target) {
    // pages.B may itself be an alias of the machine's name, so it need not be the chain's last.
    if (std::ranges::find(answer.cnames, target.cname) != answer.cnames.end()) {
        return {.observed = "CNAME " + target.cname};
    }
    const bool failed = answer.code != Errc::kOk && answer.code != Errc::kNotFound;
    if (failed && answer.cnames.empty() && answer.addresses.empty()) {
        return {.trouble = Trouble::kDnsSilent,
                .error = "DNS could not be asked about " + host + ": " + answer.words +
                         "; check the domain's name servers and DNSSEC; it is tried again"};
    }
    if (!answer.cnames.empty()) {
        const std::string observed = "CNAME " + answer.cnames.back();
        return wrong(observed, host + " points to " + observed + ": " + remedy(target));
    }
    const std::string observed = joined(answer.addresses);
    if (answer.addresses.empty()) {
        // "the name does not exist" or "the name has no address".
        const std::string why = answer.words.empty() ? "" : " (" + answer.words + ")";
        return wrong({}, host + " has no DNS record yet" + why + ": " + remedy(target));
    }
    const std::vector<asio::ip::address> others = foreign(answer, target);
    if (others.size() == answer.addresses.size()) {
        return wrong(observed, host + " points to " + observed + ": " + remedy(target));
    }
    if (!others.empty()) {
        // With one foreign address a part of the visitors, and the CA, would end elsewhere.
        const bool six = std::ranges::all_of(others, &asio::ip::address::is_v6);
        return wrong(observed,
                     host + " has " + (six ? "an AAAA record" : "an A or AAAA record") +
                         " that is not this server's, so that a part of the visitors and the "
                         "certificate authority end elsewhere: remove " +
                         joined(others));
    }
    if (!answer.half.empty()) {
        return {.trouble = Trouble::kDnsSilent,
                .observed = observed,
                .error = "DNS answered only a part of the questions about " + host + " (" +
                         answer.half + "); check the domain's name servers; it is tried again"};
    }
    return {.observed = observed};
}

bool caa_allows(std::span<const DnsClient::Caa> records,
                std::span<const std::string> identities,
                bool wildcard) {
    const auto has = [records](std::string_view tag) {
        return std::ranges::find(records, tag, &DnsClient::Caa::tag) != records.end();
    };
    constexpr std::string_view kKnown[] = {
        "issue", "issuewild", "iodef", "contactemail", "contactphone", "issuemail", "issuevmc"};
    const bool unknown = std::ranges::any_of(records, [&](const DnsClient::Caa& record) {
        return record.critical && std::ranges::find(kKnown, record.tag) == std::end(kKnown);
    });
    if (unknown) {
        return false;
    }
    const std::string_view tag = wildcard && has("issuewild") ? "issuewild" : "issue";
    return !has(tag) || std::ranges::any_of(records, [&](const DnsClient::Caa& record) {
        return record.tag == tag && names_issuer(record, identities);
    });
}

DnsCheck::DnsCheck(loop::Reactor& control, const Options& options)
    : target_{.cname = "pages." + options.base_domain,
              .addresses = parse_addresses(options.public_addresses)},
      identities_(options.caa_identities),
      dns_(control, dns_options(options)) {}

loop::Task<DnsFinding> DnsCheck::check(std::string host) {
    const DnsClient::Answer answer = co_await dns_.chain(host);
    co_return judge_domain(host, answer, target_);
}

loop::Task<std::string> DnsCheck::caa_refusal(std::string host, bool wildcard) {
    if (identities_.empty()) {
        co_return std::string();
    }
    // RFC 8659 section 3: the first name on the way up that has CAA records decides.
    for (std::string name = host; !name.empty();) {
        const DnsClient::Answer answer = co_await dns_.caa(name);
        if (answer.code != Errc::kOk && answer.code != Errc::kNotFound) {
            co_return "the CAA records of " + name + " could not be asked for (" + answer.words +
                "), so no CA may issue for " + host + "; check the domain's name servers";
        }
        if (!answer.caa.empty()) {
            co_return caa_allows(answer.caa, identities_, wildcard)
                ? std::string()
                : "a CAA record of " + name + " forbids our CA to issue for " + host +
                      ": add the record \"0 issue \\\"" + identities_.front() + "\\\"\" to it";
        }
        const std::size_t dot = name.find('.');
        name = dot == std::string::npos ? std::string() : name.substr(dot + 1);
    }
    co_return std::string();
}

}  // namespace ks::certs
