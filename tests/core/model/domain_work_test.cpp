// SPDX-License-Identifier: Apache-2.0
// What is done next for a host, how long it waits after which trouble, when it renews.
#include "core/model/domain_work.hpp"

#include <gtest/gtest.h>

namespace ks::model {
namespace {

using namespace std::chrono_literals;
using record::DomainState;
using record::DomainWork;
using record::Trouble;

constexpr UnixSeconds kNow{std::chrono::seconds(1'795'176'000)};

HostFacts facts(UnixSeconds now = kNow) {
    return {.host = "status.acme.test", .now = now, .verify_dns = true, .acme = true};
}

HostFacts with_certificate(UnixSeconds now, Life life = {kNow, kNow + 90 * 24h}) {
    HostFacts known = facts(now);
    known.has_certificate = true;
    known.life = life;
    return known;
}

TEST(Rate, ABucketEmptiesAndComesBackTokenByToken) {
    const Rate rate{.burst = 3, .interval = 10s};
    UnixMillis full_at{};
    const UnixMillis now = kNow;
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(wait_for_token(full_at, rate, now), 0ms);
        full_at = take_token(full_at, rate, now);
    }
    EXPECT_EQ(wait_for_token(full_at, rate, now), 10s);
    EXPECT_EQ(wait_for_token(full_at, rate, now + 10s), 0ms);
    EXPECT_EQ(wait_for_token(full_at, rate, now + 10s, 1), 10s);
    EXPECT_EQ(wait_for_token(full_at, rate, now + 1h, 2), 0ms);
}

TEST(DomainWork, FirstDnsThenOrderThenRest) {
    DomainWork work;
    EXPECT_EQ(next_step(work, facts()), Step::kCheckDns);
    EXPECT_EQ(state_of(work, facts()), DomainState::kPendingDns);
    note_dns(work, Trouble::kDnsWrong, kNow);
    EXPECT_EQ(next_step(work, facts()), Step::kRest);
    const auto pause = next_time(work, facts()) - kNow;
    EXPECT_GE(pause, 8s);
    EXPECT_LE(pause, 12s);
    note_dns(work, Trouble::kNone, kNow + 12s);
    EXPECT_EQ(next_step(work, facts(kNow + 12s)), Step::kOrder);
    EXPECT_EQ(state_of(work, facts(kNow + 12s)), DomainState::kIssuing);
    const Life life{kNow, kNow + 90 * 24h};
    note_success(work, life, facts(kNow + 12s));
    const HostFacts done = with_certificate(kNow + 12s);
    EXPECT_EQ(next_step(work, done), Step::kRest);
    EXPECT_EQ(state_of(work, done), DomainState::kActive);
    // DNS is asked for again each day.
    EXPECT_LE(next_time(work, done) - kNow, 24h + 12s);
    EXPECT_GE(next_time(work, done) - kNow, 22h);
}

TEST(DomainWork, WithoutACaAVerifiedDomainIsActiveAndNothingIsOrdered) {
    DomainWork work;
    note_dns(work, Trouble::kNone, kNow);
    HostFacts plain = facts();
    plain.acme = false;
    EXPECT_EQ(next_step(work, plain), Step::kRest);
    EXPECT_EQ(state_of(work, plain), DomainState::kActive);
}

TEST(DomainWork, DnsThatGoesWrongIsServedForTheGraceAndOrdersNothing) {
    DomainWork work;
    note_dns(work, Trouble::kNone, kNow);
    note_dns(work, Trouble::kDnsWrong, kNow + 24h);
    note_dns(work, Trouble::kDnsWrong, kNow + 48h);
    EXPECT_EQ(work.dns_wrong_since, kNow + 24h);
    EXPECT_TRUE(is_served(work, facts(kNow + 24h + kDnsGrace - 1s)));
    EXPECT_FALSE(is_served(work, facts(kNow + 24h + kDnsGrace)));
    work.forced = true;
    EXPECT_NE(next_step(work, facts(kNow + 48h + 1s)), Step::kOrder);
}

TEST(DomainWork, ASilentResolverTakesNoDomainDown) {
    DomainWork work;
    note_dns(work, Trouble::kNone, kNow);
    note_dns(work, Trouble::kDnsSilent, kNow + 24h);
    EXPECT_TRUE(is_served(work, facts(kNow + 90 * 24h)));
    // And one wrong answer after that begins the grace, it does not end it.
    note_dns(work, Trouble::kDnsWrong, kNow + 90 * 24h);
    EXPECT_TRUE(is_served(work, facts(kNow + 91 * 24h)));
}

TEST(DomainWork, PausesGrowToTheirBoundByKind) {
    struct Row {
        Trouble trouble;
        std::chrono::seconds first, last;
    };

    for (const Row& row : {Row{Trouble::kDnsWrong, 10s, 1h},
                           Row{Trouble::kValidation, 1min, 24h},
                           Row{Trouble::kCa, 1min, 6h},
                           Row{Trouble::kCaaForbids, 10min, 24h},
                           Row{Trouble::kAccount, 15min, 6h}}) {
        const auto near = [](std::chrono::seconds is, std::chrono::seconds wanted) {
            return is >= wanted * 7 / 8 - 1s && is <= wanted * 9 / 8;
        };
        EXPECT_TRUE(near(pause_after(row.trouble, 1, "a.test"), row.first));
        EXPECT_TRUE(near(pause_after(row.trouble, 1000, "a.test"), row.last));
        std::chrono::seconds before{0};
        for (std::uint32_t failures = 1; failures < 12; ++failures) {
            const auto pause = pause_after(row.trouble, failures, "a.test");
            EXPECT_GE(pause * 10, before * 7);
            before = pause;
        }
    }
    const auto asked = pause_after(Trouble::kRateLimited, 1, "a.test", 2h);
    EXPECT_GE(asked, 2h);
    EXPECT_LE(asked, 2h + 1min);
}

TEST(DomainWork, AtMostThreeValidationsFailInTheFirstHour) {
    DomainWork work;
    note_dns(work, Trouble::kNone, kNow);
    int failures = 0;
    for (UnixSeconds now = kNow; now < kNow + 1h; now += 1s) {
        if (next_step(work, facts(now)) == Step::kOrder) {
            ++failures;
            note_failure(work, Trouble::kValidation, "refused", 0s, 1, facts(now));
        }
    }
    EXPECT_EQ(failures, 3);
    EXPECT_EQ(state_of(work, facts(kNow + 1h)), DomainState::kFailed);
}

TEST(DomainWork, AFailingCaGivesWayToTheNextAndComesBackAfterASuccess) {
    DomainWork work;
    note_dns(work, Trouble::kNone, kNow);
    note_failure(work, Trouble::kCa, "down", 0s, 2, facts());
    note_failure(work, Trouble::kValidation, "no answer", 0s, 2, facts());
    note_failure(work, Trouble::kCa, "down", 0s, 2, facts());
    note_failure(work, Trouble::kRateLimited, "later", 1h, 2, facts());
    EXPECT_EQ(work.directory, 0);
    note_failure(work, Trouble::kCa, "down", 0s, 2, facts());
    EXPECT_EQ(work.directory, 1);
    EXPECT_EQ(next_step(work, facts(kNow + 1s)), Step::kOrder);
    note_success(work, {kNow, kNow + 90 * 24h}, facts());
    EXPECT_EQ(work.directory, 0);
}

TEST(DomainWork, AFailedRenewalLeavesTheDomainServed) {
    DomainWork work;
    note_dns(work, Trouble::kNone, kNow + 60 * 24h);
    note_success(work, {kNow, kNow + 90 * 24h}, facts());
    work.dns_checked = work.dns_good = kNow + 60 * 24h;
    const UnixSeconds now = kNow + 60 * 24h + 1s;
    EXPECT_EQ(next_step(work, with_certificate(now)), Step::kOrder);
    note_failure(work, Trouble::kCa, "down", 0s, 1, with_certificate(now));
    EXPECT_EQ(state_of(work, with_certificate(now)), DomainState::kRenewing);
    EXPECT_TRUE(is_served(work, with_certificate(now)));
}

TEST(Renewal, HappensBetweenHalfAndTwoThirdsOfTheLifeByHost) {
    const Life life{kNow, kNow + 90 * 24h};
    UnixSeconds earliest = UnixSeconds::max();
    UnixSeconds latest{};
    for (int i = 0; i < 2000; ++i) {
        const UnixSeconds at = renewal_time("host" + std::to_string(i), life);
        earliest = std::min(earliest, at);
        latest = std::max(latest, at);
    }
    EXPECT_GE(earliest, kNow + 45 * 24h);
    EXPECT_LE(earliest, kNow + 46 * 24h);
    EXPECT_LE(latest, kNow + 60 * 24h);
    EXPECT_GE(latest, kNow + 59 * 24h);
    EXPECT_EQ(renewal_time("a.test", life), renewal_time("a.test", life));
    EXPECT_LE(renewal_time("a.test", {kNow, kNow + 160h}), kNow + 80h);
}

TEST(Renewal, TheCasWindowIsKeptToButNotOverTheEnd) {
    const Life life{kNow, kNow + 90 * 24h};
    for (int i = 0; i < 100; ++i) {
        const std::string host = "host" + std::to_string(i);
        const UnixSeconds at = renewal_time_in(host, life, kNow + 10 * 24h, kNow + 12 * 24h);
        EXPECT_GE(at, kNow + 10 * 24h);
        EXPECT_LE(at, kNow + 12 * 24h);
        EXPECT_LE(renewal_time_in(host, life, kNow + 200 * 24h, kNow + 201 * 24h),
                  kNow + 90 * 24h * 19 / 20);
    }
}

}  // namespace
}  // namespace ks::model
