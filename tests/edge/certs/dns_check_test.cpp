// SPDX-License-Identifier: Apache-2.0
// The verdict on a custom domain's DNS, and whether its owner allows our CA.
#include "edge/certs/dns_check.hpp"

#include <gtest/gtest.h>

namespace ks::certs {
namespace {

using probe::DnsClient;
using record::Trouble;

TEST(JudgeDomain, Table) {
    const DomainTarget target{
        "pages.example.com",
        {asio::ip::make_address("203.0.113.7"), asio::ip::make_address("2001:db8::7")}};

    struct Case {
        Errc code;
        std::vector<std::string> cnames, addresses;
        Trouble trouble;
        std::string observed, error_part;
    };

    const Case cases[] = {
        {Errc::kOk,
         {"pages.example.com"},
         {"203.0.113.7"},
         Trouble::kNone,
         "CNAME pages.example.com",
         ""},
        {Errc::kNotFound, {"pages.example.com"}, {}, Trouble::kNone, "CNAME pages.example.com", ""},
        {Errc::kOk,
         {"a.test", "pages.example.com", "host.example.com"},
         {"192.0.2.1"},
         Trouble::kNone,
         "CNAME pages.example.com",
         ""},
        {Errc::kOk, {}, {"203.0.113.7"}, Trouble::kNone, "203.0.113.7", ""},
        {Errc::kOk,
         {},
         {"203.0.113.7", "2001:db8::7"},
         Trouble::kNone,
         "203.0.113.7, 2001:db8::7",
         ""},
        {Errc::kOk,
         {},
         {"203.0.113.7", "192.0.2.1"},
         Trouble::kDnsWrong,
         "203.0.113.7, 192.0.2.1",
         "an A or AAAA record that is not this server's"},
        {Errc::kOk,
         {},
         {"203.0.113.7", "2001:db8::bad"},
         Trouble::kDnsWrong,
         "203.0.113.7, 2001:db8::bad",
         "an AAAA record that is not this server's, so that a part of the visitors and the "
         "certificate authority end elsewhere: remove 2001:db8::bad"},
        {Errc::kOk,
         {"other.test"},
         {"192.0.2.1"},
         Trouble::kDnsWrong,
         "CNAME other.test",
         "points to CNAME other.test"},
        {Errc::kOk,
         {"pages.example.com.evil.test"},
         {},
         Trouble::kDnsWrong,
         "CNAME pages.example.com.evil.test",
         "points to"},
        {Errc::kNotFound,
         {},
         {},
         Trouble::kDnsWrong,
         "",
         "has no DNS record yet: create a CNAME record to pages.example.com"},
        {Errc::kTimeout, {}, {}, Trouble::kDnsSilent, "", "could not be asked"},
    };
    for (const Case& c : cases) {
        DnsClient::Answer answer;
        answer.code = c.code;
        answer.cnames = c.cnames;
        for (const std::string& text : c.addresses) {
            answer.addresses.push_back(asio::ip::make_address(text));
        }
        const DnsFinding verdict = judge_domain("status.acme.test", answer, target);
        EXPECT_EQ(verdict.trouble, c.trouble) << c.observed;
        EXPECT_EQ(verdict.observed, c.observed);
        EXPECT_EQ(verdict.error.empty(), c.error_part.empty()) << verdict.error;
        EXPECT_TRUE(verdict.error.contains(c.error_part)) << verdict.error;
    }
}

TEST(JudgeDomain, HalfAnAnswerIsNoProof) {
    const DomainTarget target{"pages.example.com", {asio::ip::make_address("203.0.113.7")}};
    DnsClient::Answer answer;
    answer.addresses = {asio::ip::make_address("203.0.113.7")};
    answer.half = "AAAA: the DNS server failed";
    const DnsFinding finding = judge_domain("acme.test", answer, target);
    EXPECT_EQ(finding.trouble, Trouble::kDnsSilent);
    EXPECT_TRUE(finding.error.contains("AAAA: the DNS server failed")) << finding.error;
}

TEST(Caa, TheSetDecidesByTagAndIssuer) {
    struct Case {
        std::vector<DnsClient::Caa> records;
        bool wildcard, allowed;
    };

    const std::vector<std::string> ours{"letsencrypt.org"};
    const Case cases[] = {
        {{{false, "issue", "letsencrypt.org"}}, false, true},
        {{{false, "issue", " LetsEncrypt.org ; validationmethods=http-01"}}, false, true},
        {{{false, "issue", "other.org"}}, false, false},
        {{{false, "issue", "other.org"}, {false, "issue", "letsencrypt.org"}}, false, true},
        {{{false, "issue", ";"}}, false, false},
        {{{false, "iodef", "mailto:a@b.test"}}, false, true},
        {{{false, "issuewild", ";"}}, false, true},
        {{{false, "issuewild", ";"}}, true, false},
        {{{false, "issue", "other.org"}, {false, "issuewild", "letsencrypt.org"}}, true, true},
        {{{false, "issue", "letsencrypt.org"}}, true, true},
        {{{true, "future", "x"}, {false, "issue", "letsencrypt.org"}}, false, false},
        {{{false, "future", "x"}, {false, "issue", "letsencrypt.org"}}, false, true},
    };
    for (const Case& c : cases) {
        EXPECT_EQ(caa_allows(c.records, ours, c.wildcard), c.allowed)
            << c.records[0].tag << " " << c.records[0].value << " " << c.wildcard;
    }
}

}  // namespace
}  // namespace ks::certs
