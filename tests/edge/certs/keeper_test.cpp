// SPDX-License-Identifier: Apache-2.0
// The keeper against a real DNS server and store: DNS verified by due time, wrong and then right,
// daily again, and one process at work only. Orders are driven by the live test with a real CA.
#include "edge/certs/keeper.hpp"

#include "../probe/dns_server.hpp"
#include "../support/reactor_fixture.hpp"

#include "storage/store/certificates.hpp"
#include "storage/store/readers.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace ks::certs {
namespace {

using namespace std::chrono_literals;
using probe::test::DnsServer;
using record::DomainState;

class KeeperTest : public test::ReactorFixture {
public:  // the tests' tasks are plain functions
    using test::ReactorFixture::clock_;
    using test::ReactorFixture::reactor_;

    KeeperTest() {
        write::CreateProject create;
        create.project.id = project_ = ids_.make<ProjectId>(1);
        create.project.name = "P";
        create.first_key.id = ids_.make<KeyId>(1);
        create.first_key.project = project_;
        EXPECT_EQ(writer_->run(std::move(create)).code, Errc::kOk);
    }

    PageId claim(const std::string& slug, const std::string& domain) {
        write::CreatePage create;
        create.page.id = ids_.make<PageId>(1);
        create.page.project = project_;
        create.page.name = create.page.slug = slug;
        create.page.custom_domain = domain;
        create.page.created_at = create.page.updated_at = clock_.now();
        const PageId id = create.page.id;
        EXPECT_EQ(writer_->run(std::move(create)).code, Errc::kOk);
        return id;
    }

    [[nodiscard]] static Options options(const DnsServer& dns) {
        Options options;
        options.base_domain = "example.com";
        options.public_addresses = {"203.0.113.7"};
        options.dns_servers = {dns.address()};
        return options;
    }

    record::DomainClaim claim_of(const std::string& host) {
        const auto read = reactor_->reader().read(
            [&](const store::Snapshot& snapshot) { return store::domain_claim(snapshot, host); });
        return read ? *read : record::DomainClaim();
    }

    record::DomainWork work_of(const std::string& host) {
        const auto read = reactor_->reader().read([&](const store::Snapshot& snapshot) {
            return store::domain_work(store::View(snapshot), host);
        });
        return read ? *read : record::DomainWork();
    }

    loop::Task<bool> eventually(std::function<bool()> condition) {
        for (int i = 0; i < 200; ++i) {
            if (condition()) {
                co_return true;
            }
            co_await reactor_->sleep(50ms);
        }
        co_return false;
    }

    IdMaker ids_{1, 2};
    ProjectId project_;
};

TEST_F(KeeperTest, EachClaimGetsItsVerdictAndIsAskedForAgainUntilItIsRight) {
    DnsServer dns({{"good.test", {"CNAME hop.test"}},
                   {"hop.test", {"CNAME pages.example.com"}},
                   {"apex.test", {"A 203.0.113.7"}},
                   {"six.test", {"A 203.0.113.7", "AAAA 2001:db8::bad"}},
                   {"wrong.test", {"A 192.0.2.9"}}});
    for (const char* name : {"good", "apex", "six", "wrong", "none"}) {
        claim(name, std::string(name) + ".test");
    }
    Keeper keeper(*reactor_, tls::Sealer(tls::Sha256{}), options(dns));
    keeper.start();
    run([](KeeperTest& test, DnsServer& server) -> loop::Task<void> {
        const auto is = [&test](const char* host, DomainState state, const char* observed) {
            return [&test, host, state, observed] {
                const auto claim = test.claim_of(host);
                return claim.state == state && claim.observed == observed;
            };
        };
        using enum DomainState;
        bool seen = co_await test.eventually(is("good.test", kActive, "CNAME pages.example.com"));
        EXPECT_TRUE(seen);
        seen = co_await test.eventually(is("apex.test", kActive, "203.0.113.7"));
        EXPECT_TRUE(seen);
        EXPECT_TRUE(test.claim_of("apex.test").served);
        seen = co_await test.eventually(is("wrong.test", kPendingDns, "192.0.2.9"));
        EXPECT_TRUE(seen);
        EXPECT_FALSE(test.claim_of("wrong.test").served);
        seen = co_await test.eventually(
            [&] { return test.claim_of("none.test").error.contains("no DNS record yet"); });
        EXPECT_TRUE(seen) << test.claim_of("none.test").error;
        seen = co_await test.eventually(
            [&] { return test.claim_of("six.test").error.contains("remove 2001:db8::bad"); });
        EXPECT_TRUE(seen) << test.claim_of("six.test").error;
        server.set("wrong.test", {"CNAME pages.example.com"});
        test.clock_.advance(15s);
        seen = co_await test.eventually(is("wrong.test", kActive, "CNAME pages.example.com"));
        EXPECT_TRUE(seen);
        EXPECT_EQ(test.claim_of("wrong.test").error, "");
        // A page made while the server runs is found at once.
        server.set("late.test", {"CNAME pages.example.com"});
        test.claim("late", "late.test");
        seen = co_await test.eventually(is("late.test", kActive, "CNAME pages.example.com"));
        EXPECT_TRUE(seen);
    }(*this, dns));
    keeper.stop();
}

TEST_F(KeeperTest, AVerifiedDomainIsLeftAloneForADayAndThenServedForTheGrace) {
    DnsServer dns({{"good.test", {"CNAME pages.example.com"}}});
    claim("good", "good.test");
    Keeper keeper(*reactor_, tls::Sealer(tls::Sha256{}), options(dns));
    keeper.start();
    run([](KeeperTest& test, DnsServer& server) -> loop::Task<void> {
        bool seen = co_await test.eventually([&] { return test.claim_of("good.test").served; });
        EXPECT_TRUE(seen);
        const int asked = server.queries();
        co_await test.reactor_->sleep(700ms);
        EXPECT_EQ(server.queries(), asked);
        server.set("good.test", {"A 192.0.2.9"});
        test.clock_.advance(25h);
        seen = co_await test.eventually(
            [&] { return test.claim_of("good.test").error.contains("is served until"); });
        EXPECT_TRUE(seen) << test.claim_of("good.test").error;
        EXPECT_TRUE(test.claim_of("good.test").served);
        test.clock_.advance(8 * 24h);
        seen = co_await test.eventually([&] { return !test.claim_of("good.test").served; });
        EXPECT_TRUE(seen);
        EXPECT_EQ(test.claim_of("good.test").state, DomainState::kPendingDns);
    }(*this, dns));
    keeper.stop();
}

TEST_F(KeeperTest, ClaimsOfAnOlderStoreGetTheirWork) {
    DnsServer dns({{"old.test", {"CNAME pages.example.com"}}});
    claim("old", "old.test");
    {
        lmdb::WriteTxn txn;
        ASSERT_TRUE(txn.begin(store_->env()).has_value());
        const store::Tables& tables = store_->tables();
        const std::string due = store::due_key(work_of("old.test").next, "old.test");
        ASSERT_TRUE(tables.domain_work.erase(txn, as_bytes("old.test")).has_value());
        ASSERT_TRUE(tables.domain_due.erase(txn, as_bytes(due)).has_value());
        ASSERT_TRUE(txn.commit().has_value());
    }
    Keeper keeper(*reactor_, tls::Sealer(tls::Sha256{}), options(dns));
    keeper.start();
    run([](KeeperTest& test) -> loop::Task<void> {
        const bool seen =
            co_await test.eventually([&] { return test.claim_of("old.test").served; });
        EXPECT_TRUE(seen);
    }(*this));
    keeper.stop();
}

TEST_F(KeeperTest, OfTwoOnOneStoreOneWorks) {
    DnsServer dns({{"good.test", {"CNAME pages.example.com"}}});
    Keeper first(*reactor_, tls::Sealer(tls::Sha256{}), options(dns));
    Keeper second(*reactor_, tls::Sealer(tls::Sha256{}), options(dns));
    first.start();
    second.start();
    run([](KeeperTest& test, DnsServer& server) -> loop::Task<void> {
        co_await test.reactor_->sleep(600ms);
        test.claim("good", "good.test");
        const bool seen =
            co_await test.eventually([&] { return test.claim_of("good.test").served; });
        EXPECT_TRUE(seen);
        co_await test.reactor_->sleep(600ms);
        // One question for A, one for AAAA.
        EXPECT_EQ(server.queries(), 2);
        EXPECT_EQ(test.work_of("good.test").version, 1U);
    }(*this, dns));
    first.stop();
    second.stop();
}

}  // namespace
}  // namespace ks::certs
