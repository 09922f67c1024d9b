// SPDX-License-Identifier: Apache-2.0
// Certificates and the work on them: what is due, what a released domain leaves behind (nothing),
// who may write, what an order costs.
#include "core/record/certificate.hpp"

#include "fixture.hpp"

#include "storage/store/certificates.hpp"

#include <gtest/gtest.h>

namespace ks::test {
namespace {

using namespace std::chrono_literals;
using write::Outcome;

constexpr std::uint64_t kOwner = 7;
constexpr std::uint64_t kOther = 8;

class CertificateStore : public ::testing::Test {
protected:
    CertificateStore() : project_(store_.add_project()) { take_lease(kOwner); }

    void take_lease(std::uint64_t owner) {
        ASSERT_EQ(
            store_
                .run(write::TakeLease{
                    .owner = owner, .now = at(kNow_s), .until = at(kNow_s + 30), .force = true})
                .code,
            Errc::kOk);
    }

    write::OwnedPage page(const std::string& slug, const std::string& domain) {
        write::OwnedPage page = store_.new_page(project_, slug);
        page.custom_domain = domain;
        page.updated_at = at_ms(kNow_s);
        return page;
    }

    write::OwnedPage claim(const std::string& slug, const std::string& domain) {
        write::OwnedPage made = page(slug, domain);
        EXPECT_EQ(store_.run(write::CreatePage{.page = made, .idempotency = {}}).code, Errc::kOk);
        return made;
    }

    record::DomainWork work(const std::string& host) {
        const auto found = store_.read([&](const store::Snapshot& snapshot) {
            return store::domain_work(store::View(snapshot), host);
        });
        EXPECT_TRUE(found.has_value()) << host;
        return found ? *found : record::DomainWork{};
    }

    std::vector<std::string> due(std::int64_t second, std::size_t limit = 10) {
        return *store_.read([&](const store::Snapshot& snapshot) {
            return store::due_hosts(store::View(snapshot), at(second), limit);
        });
    }

    Outcome save(const std::string& host,
                 const record::DomainWork& changed,
                 std::uint64_t owner = kOwner) {
        return store_.run(write::SaveWork{.host = host, .owner = owner, .work = changed});
    }

    CertificateId store_certificate(const std::string& host, std::size_t chain_bytes = 5000) {
        record::Certificate certificate{.id = store_.make<CertificateId>(),
                                        .not_after = at(kNow_s + 90 * 86400),
                                        .issuer = "CA",
                                        .sealed_key = "sealed"};
        EXPECT_EQ(store_
                      .run(write::StoreCertificate{
                          .save = {.host = host, .owner = kOwner, .work = work(host)},
                          .certificate = certificate,
                          .chain_pem = std::string(chain_bytes, 'c')})
                      .code,
                  Errc::kOk);
        return certificate.id;
    }

    Outcome begin(const std::string& host, std::vector<model::Toll> tolls, std::int64_t second) {
        record::DomainWork changed = work(host);
        changed.order = {.directory = "ca", .url = {}, .sealed_key = "key"};
        return store_.run(
            write::BeginOrder{.save = {.host = host, .owner = kOwner, .work = std::move(changed)},
                              .now = at_ms(second),
                              .tolls = std::move(tolls)});
    }

    StoreFixture store_;
    ProjectId project_;
};

TEST_F(CertificateStore, AClaimIsDueAtOnceAndMovesWithItsWork) {
    claim("a", "a.test");
    claim("b", "b.test");
    EXPECT_EQ(due(kNow_s - 1), std::vector<std::string>{});
    EXPECT_EQ(due(kNow_s), (std::vector<std::string>{"a.test", "b.test"}));
    record::DomainWork changed = work("a.test");
    changed.next = at(kNow_s + 60);
    EXPECT_EQ(save("a.test", changed).code, Errc::kOk);
    EXPECT_EQ(due(kNow_s + 59), std::vector<std::string>{"b.test"});
    EXPECT_EQ(due(kNow_s + 60), (std::vector<std::string>{"b.test", "a.test"}));
    EXPECT_EQ(due(kNow_s + 60, 1), std::vector<std::string>{"b.test"});
    EXPECT_EQ(store_.count("domain_due"), 2U);
}

TEST_F(CertificateStore, AReleasedDomainLeavesNothingForTheNextOwner) {
    write::OwnedPage owner = claim("a", "a.test");
    store_certificate("a.test");
    for (const std::string token : {"", "t1", "t2"}) {
        ASSERT_EQ(store_
                      .run(write::PutChallenge{
                          .owner = kOwner,
                          .host = "a.test",
                          .token = token,
                          .challenge = {.key_authorization = "k", .expires = at(kNow_s + 60)}})
                      .code,
                  Errc::kOk);
    }
    EXPECT_EQ(store_.count("challenges"), 3U);
    owner.custom_domain = "";
    ASSERT_EQ(store_.run(write::UpdatePage{.page = owner, .expected_config_version = 1}).code,
              Errc::kOk);
    for (const char* table : {"domains",
                              "certificates",
                              "certificate_chains",
                              "domain_work",
                              "domain_due",
                              "challenges"}) {
        EXPECT_EQ(store_.count(table), 0U) << table;
    }
    claim("b", "a.test");
    EXPECT_EQ(work("a.test").dns_good, UnixSeconds{});
    EXPECT_EQ(work("a.test").order_failures, 0U);
}

TEST_F(CertificateStore, WorkOfTheFirstOwnerIsNotStoredForTheSecond) {
    const write::OwnedPage owner = claim("a", "a.test");
    const record::DomainWork old = work("a.test");
    ASSERT_EQ(
        store_.run(write::DeletePage{.id = owner.id, .project = project_, .if_config_version = {}})
            .code,
        Errc::kOk);
    claim("b", "a.test");
    const Dump before = store_.dump();
    EXPECT_EQ(save("a.test", old).code, Errc::kConflict);
    EXPECT_EQ(
        store_
            .run(write::StoreCertificate{.save = {.host = "a.test", .owner = kOwner, .work = old},
                                         .certificate = {.id = store_.make<CertificateId>()},
                                         .chain_pem = "chain"})
            .code,
        Errc::kConflict);
    EXPECT_EQ(store_.dump(), before);
}

TEST_F(CertificateStore, ANewCertificateTakesTheOldOnesPlaceInOneStep) {
    claim("a", "a.test");
    const CertificateId first = store_certificate("a.test", 9000);
    const std::size_t pieces = store_.count("certificate_chains");
    const CertificateId second = store_certificate("a.test", 9000);
    EXPECT_NE(first, second);
    EXPECT_EQ(store_.count("certificate_chains"), pieces);
    const auto id = store_.read([&](const store::Snapshot& snapshot) {
        return store::certificate_id(store::View(snapshot), "a.test");
    });
    EXPECT_EQ(*id, second);
    const auto chain = store_.read([&](const store::Snapshot& snapshot) {
        return store::certificate_chain(store::View(snapshot), second);
    });
    EXPECT_EQ(*chain, std::string(9000, 'c'));
}

TEST_F(CertificateStore, OnlyTheHolderOfTheLeaseWrites) {
    claim("a", "a.test");
    EXPECT_EQ(store_
                  .run(write::TakeLease{
                      .owner = kOther, .now = at(kNow_s + 29), .until = at(kNow_s + 60)})
                  .code,
              Errc::kConflict);
    EXPECT_EQ(store_
                  .run(write::TakeLease{
                      .owner = kOther, .now = at(kNow_s + 30), .until = at(kNow_s + 60)})
                  .code,
              Errc::kOk);
    const Dump before = store_.dump();
    EXPECT_EQ(save("a.test", work("a.test")).code, Errc::kConflict);
    EXPECT_EQ(begin("a.test", {}, kNow_s + 31).code, Errc::kConflict);
    EXPECT_EQ(
        store_.run(write::SaveAccount{.owner = kOwner, .directory = "ca", .account = {.url = "u"}})
            .code,
        Errc::kConflict);
    EXPECT_EQ(store_.dump(), before);
    EXPECT_EQ(save("a.test", work("a.test"), kOther).code, Errc::kOk);
    // Letting go of what another holds changes nothing.
    EXPECT_EQ(store_.run(write::DropLease{.owner = kOwner}).code, Errc::kOk);
    EXPECT_EQ(save("a.test", work("a.test"), kOther).code, Errc::kOk);
}

TEST_F(CertificateStore, AStaleVersionIsRefused) {
    claim("a", "a.test");
    const record::DomainWork read = work("a.test");
    ASSERT_EQ(store_.run(write::RenewHost{.host = "a.test", .now = at(kNow_s + 5)}).code,
              Errc::kOk);
    EXPECT_EQ(save("a.test", read).code, Errc::kConflict);
    EXPECT_TRUE(work("a.test").forced);
    EXPECT_EQ(store_.run(write::RenewHost{.host = "b.test", .now = at(kNow_s)}).code,
              Errc::kNotFound);
}

TEST_F(CertificateStore, AnOrderPaysEveryTollOrNone) {
    claim("a", "a.test");
    claim("b", "b.test");
    const std::vector<model::Toll> tolls{
        {.name = "orders", .rate = {.burst = 5, .interval = 36s}, .reserve = 0},
        {.name = "domain", .rate = {.burst = 1, .interval = 60s}, .reserve = 0}};
    EXPECT_EQ(begin("a.test", tolls, kNow_s).code, Errc::kOk);
    EXPECT_EQ(work("a.test").order.sealed_key, "key");
    const Dump before = store_.dump();
    const Outcome refused = begin("b.test", tolls, kNow_s + 59);
    EXPECT_EQ(refused.code, Errc::kTooManyRequests);
    EXPECT_EQ(refused.subject, "domain");
    EXPECT_EQ(store_.dump(), before);
    EXPECT_EQ(begin("b.test", tolls, kNow_s + 60).code, Errc::kOk);
}

TEST_F(CertificateStore, LeftoverChallengesAreSweptOnceExpired) {
    claim("a", "a.test");
    for (const std::int64_t life : {60, 600}) {
        ASSERT_EQ(store_
                      .run(write::PutChallenge{
                          .owner = kOwner,
                          .host = "a.test",
                          .token = "t" + std::to_string(life),
                          .challenge = {.key_authorization = "k", .expires = at(kNow_s + life)}})
                      .code,
                  Errc::kOk);
    }
    EXPECT_EQ(store_.run(write::Retain{.now = at(kNow_s + 61)}).accepted, 1U);
    EXPECT_EQ(store_.count("challenges"), 1U);
    const auto found = store_.read([&](const store::Snapshot& snapshot) {
        return store::http_challenge(store::View(snapshot), "a.test", "t600");
    });
    EXPECT_EQ(found->key_authorization, "k");
    EXPECT_FALSE(store_
                     .read([&](const store::Snapshot& snapshot) {
                         return store::http_challenge(store::View(snapshot), "b.test", "t600");
                     })
                     .has_value());
}

TEST_F(CertificateStore, WorkForAHostIsMadeOnce) {
    ASSERT_EQ(store_.run(write::EnsureWork{.host = "app.example.com", .now = at(kNow_s)}).code,
              Errc::kOk);
    const Dump before = store_.dump();
    ASSERT_EQ(store_.run(write::EnsureWork{.host = "app.example.com", .now = at(kNow_s + 9)}).code,
              Errc::kOk);
    EXPECT_EQ(store_.dump(), before);
}

TEST(CertificateRecords, SurviveTheirRoundTrip) {
    record::DomainWork work;
    work.version = 3;
    work.next = at(1);
    work.dns_checked = at(2);
    work.dns_good = at(3);
    work.dns_wrong_since = at(4);
    work.dns_failures = 5;
    work.order_failures = 6;
    work.trouble = record::Trouble::kLocal;
    work.order_after = at(7);
    work.forced = true;
    work.renew_at = at(8);
    work.ari_next = at(9);
    work.ari_from = at(10);
    work.ari_until = at(11);
    work.directory = 1;
    work.directory_failures = 2;
    work.dns_error = "dns";
    work.last_error = "order";
    work.order = {.directory = "d", .url = "u", .sealed_key = "k"};
    const std::string bytes = record::encode(work);
    const auto read = record::decode_domain_work(as_bytes(bytes));
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(record::encode(*read), bytes);
    EXPECT_EQ(read->order.sealed_key, "k");
    EXPECT_EQ(read->ari_until, at(11));
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        EXPECT_FALSE(record::decode_domain_work(as_bytes(std::string_view(bytes).substr(0, size))));
    }
}

}  // namespace
}  // namespace ks::test
