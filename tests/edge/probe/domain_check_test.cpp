// SPDX-License-Identifier: Apache-2.0
// DNS verification of custom domains: the verdict's table, and the whole check against a real DNS
// server and store.
#include "edge/probe/domain_check.hpp"

#include "dns_server.hpp"
#include "probe_fixture.hpp"

#include "edge/probe/dns_reply.hpp"
#include "storage/store/readers.hpp"
#include "storage/write/inline_writer.hpp"

#include <functional>

namespace ks::probe::test {
namespace {

using namespace std::chrono_literals;
using record::DomainState;

TEST(JudgeDomain, Table) {
    const DomainTarget target{
        "pages.example.com",
        {asio::ip::make_address("203.0.113.7"), asio::ip::make_address("2001:db8::7")}};

    struct Case {
        Errc code;
        std::vector<std::string> cnames, addresses;
        DomainState state;
        std::string observed, error_part;
    };

    const Case cases[] = {
        {Errc::kOk,
         {"pages.example.com"},
         {"203.0.113.7"},
         DomainState::kActive,
         "CNAME pages.example.com",
         ""},
        {Errc::kNotFound,
         {"pages.example.com"},
         {},
         DomainState::kActive,
         "CNAME pages.example.com",
         ""},
        {Errc::kOk,
         {"a.test", "pages.example.com", "host.example.com"},
         {"192.0.2.1"},
         DomainState::kActive,
         "CNAME pages.example.com",
         ""},
        {Errc::kOk, {}, {"203.0.113.7"}, DomainState::kActive, "203.0.113.7", ""},
        {Errc::kOk,
         {},
         {"203.0.113.7", "2001:db8::7"},
         DomainState::kActive,
         "203.0.113.7, 2001:db8::7",
         ""},
        {Errc::kOk,
         {},
         {"203.0.113.7", "192.0.2.1"},
         DomainState::kPendingDns,
         "203.0.113.7, 192.0.2.1",
         "points to 203.0.113.7, 192.0.2.1"},
        {Errc::kOk,
         {"other.test"},
         {"192.0.2.1"},
         DomainState::kPendingDns,
         "CNAME other.test",
         "points to CNAME other.test"},
        {Errc::kOk,
         {"pages.example.com.evil.test"},
         {},
         DomainState::kPendingDns,
         "CNAME pages.example.com.evil.test",
         "points to"},
        {Errc::kNotFound,
         {},
         {},
         DomainState::kPendingDns,
         "",
         "has no DNS record yet: create a CNAME record to pages.example.com"},
        {Errc::kTimeout, {}, {}, DomainState::kPendingDns, "", "could not be asked"},
    };
    for (const Case& c : cases) {
        DnsClient::Answer answer;
        answer.code = c.code;
        answer.cnames = c.cnames;
        for (const std::string& text : c.addresses) {
            answer.addresses.push_back(asio::ip::make_address(text));
        }
        const DomainVerdict verdict = judge_domain("status.acme.test", answer, target);
        EXPECT_EQ(verdict.state, c.state) << c.observed;
        EXPECT_EQ(verdict.observed, c.observed);
        EXPECT_EQ(verdict.error.empty(), c.error_part.empty()) << verdict.error;
        EXPECT_TRUE(verdict.error.contains(c.error_part)) << verdict.error;
    }
}

TEST(DnsReply, HostileBytesAreRefused) {
    DnsRecords records;
    const std::string head("\x12\x34\x81\x80\x00\x00\x00\x01\x00\x00\x00\x00", 12);
    const std::string loop =
        head + std::string("\xc0\x0c\x00\x05\x00\x01\x00\x00\x00\x3c\x00\x02\xc0\x0c", 14);
    EXPECT_FALSE(read_reply(as_bytes(loop), records).has_value());
    const std::string longer =
        head + std::string("\x00\x00\x01\x00\x01\x00\x00\x00\x3c\x00\x09\x01\x02\x03\x04", 15);
    EXPECT_EQ(read_reply(as_bytes(longer), records).error().code, Errc::kTruncated);
    EXPECT_EQ(read_reply(as_bytes("short"), records).error().code, Errc::kTruncated);
    EXPECT_EQ(read_reply(as_bytes(head), records).error().code, Errc::kTruncated);
    EXPECT_TRUE(records.cnames.empty());
    // An A record of five bytes is none.
    const std::string odd =
        head + std::string("\x00\x00\x01\x00\x01\x00\x00\x00\x3c\x00\x05\x01\x02\x03\x04\x05", 16);
    EXPECT_TRUE(read_reply(as_bytes(odd), records).has_value());
    EXPECT_TRUE(records.addresses.empty());
}

class DomainCheckTest : public ProbeTest {
protected:
    DomainCheckTest() : inline_(*store_), control_(0, {clock_, *store_, inline_, 1, 2}) {
        write::CreateProject create;
        create.project.id = project_ = ids_.make<ProjectId>(1);
        create.project.name = "P";
        create.first_key.id = ids_.make<KeyId>(1);
        create.first_key.project = project_;
        EXPECT_EQ(inline_.run(std::move(create)).code, Errc::kOk);
    }

    ~DomainCheckTest() override { halt(); }

    void halt() {
        if (thread_.joinable()) {
            check_->stop();
            control_.stop();
            thread_.join();
        }
        check_.reset();
    }

    PageId claim(const std::string& slug, const std::string& domain) {
        write::CreatePage create;
        create.page.id = ids_.make<PageId>(1);
        create.page.project = project_;
        create.page.name = create.page.slug = slug;
        create.page.custom_domain = domain;
        create.page.created_at = create.page.updated_at = clock_.now();
        const PageId id = create.page.id;
        EXPECT_EQ(inline_.run(std::move(create)).code, Errc::kOk);
        return id;
    }

    void start(const DnsServer& dns) {
        DomainCheck::Options options;
        options.base_domain = "example.com";
        options.public_addresses = {"203.0.113.7"};
        options.dns_servers = {dns.address()};
        options.first_pause = 200ms;
        options.last_pause = 800ms;
        options.walk_pause = 50ms;
        check_ = std::make_unique<DomainCheck>(control_, options);
        check_->start();
        thread_ = std::thread([this] { control_.run(); });
    }

    record::DomainClaim claim_of(const std::string& host) {
        store::Reader reader(*store_);
        const auto read = reader.read(
            [&](const store::Snapshot& snapshot) { return store::domain_claim(snapshot, host); });
        return read ? *read : record::DomainClaim();
    }

    bool eventually(const std::string& host, DomainState state, const std::string& observed) {
        for (int i = 0; i < 600; ++i) {
            const auto seen = claim_of(host);
            if (seen.state == state && seen.observed == observed) {
                return true;
            }
            std::this_thread::sleep_for(10ms);
        }
        return false;
    }

    IdMaker ids_{1, 2};
    ProjectId project_;
    write::InlineWriter inline_;
    loop::Reactor control_;
    std::unique_ptr<DomainCheck> check_;
    std::thread thread_;
};

TEST_F(DomainCheckTest, EachClaimGetsItsVerdictAndIsAskedForAgainUntilItIsRight) {
    DnsServer dns({{"good.test", {"CNAME hop.test"}},
                   {"hop.test", {"CNAME pages.example.com"}},
                   {"apex.test", {"A 203.0.113.7"}},
                   {"wrong.test", {"A 192.0.2.9"}}});
    claim("good", "good.test");
    claim("apex", "apex.test");
    claim("wrong", "wrong.test");
    claim("none", "none.test");
    start(dns);
    EXPECT_TRUE(eventually("good.test", DomainState::kActive, "CNAME pages.example.com"));
    EXPECT_TRUE(eventually("apex.test", DomainState::kActive, "203.0.113.7"));
    EXPECT_TRUE(eventually("wrong.test", DomainState::kPendingDns, "192.0.2.9"));
    EXPECT_TRUE(claim_of("wrong.test").error.contains("points to 192.0.2.9"));
    EXPECT_TRUE(claim_of("none.test").error.contains("no DNS record yet"))
        << claim_of("none.test").error;
    dns.set("wrong.test", {"CNAME pages.example.com"});
    EXPECT_TRUE(eventually("wrong.test", DomainState::kActive, "CNAME pages.example.com"));
    EXPECT_EQ(claim_of("wrong.test").error, "");
    // A page made while the server runs is found by the walk.
    dns.set("late.test", {"CNAME pages.example.com"});
    claim("late", "late.test");
    EXPECT_TRUE(eventually("late.test", DomainState::kActive, "CNAME pages.example.com"));
}

TEST_F(DomainCheckTest, PausesGrowToTheirBound) {
    DnsServer dns({});
    claim("none", "none.test");
    start(dns);
    std::this_thread::sleep_for(2600ms);
    halt();
    // At 0, 0.2, 0.6, 1.4 and 2.2 s, two queries each (A and AAAA); slow machines do fewer, a busy
    // loop far more.
    EXPECT_LE(dns.queries(), 12);
    EXPECT_GE(dns.queries(), 6);
}

TEST_F(DomainCheckTest, VerifiedDomainsAreLeftAlone) {
    DnsServer dns({{"good.test", {"CNAME pages.example.com"}}});
    claim("good", "good.test");
    start(dns);
    EXPECT_TRUE(eventually("good.test", DomainState::kActive, "CNAME pages.example.com"));
    const int asked = dns.queries();
    std::this_thread::sleep_for(1200ms);
    EXPECT_EQ(dns.queries(), asked);
}

TEST_F(ProbeTest, TcpCheckUsesTheConfiguredServersAndKeepsItsDeadline) {
    DnsServer dns({{"here.test", {"A 127.0.0.1"}}});
    dns.silence(true);
    loop::Reactor reactor(0, {clock_, *store_, writer_, 1, 2});
    CurlMulti curl(reactor);
    DnsClient::Options options;
    options.servers = {dns.address()};
    DnsClient client(reactor, options);
    ProbeContext context{reactor, curl, client, options_};
    record::Monitor monitor = tcp("here.test", 9);
    monitor.settings.front().timeout_ms = 300;
    record::CheckResult result;
    reactor.spawn(run(context, monitor, result), "test");
    const auto begun = std::chrono::steady_clock::now();
    reactor.run();
    EXPECT_EQ(result.error, "timed out after 300 ms");
    EXPECT_LT(std::chrono::steady_clock::now() - begun, 3s);
    EXPECT_GE(dns.queries(), 1);
}

}  // namespace
}  // namespace ks::probe::test
