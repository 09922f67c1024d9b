// SPDX-License-Identifier: Apache-2.0
// A year of 100,000 hosts, all claimed in one second, by the decisions that the server makes, on a
// clock of its own, against a CA that counts Let's Encrypt's published limits for itself.
#include "core/model/domain_work.hpp"
#include "core/model/order_limits.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <queue>
#include <string>
#include <unordered_map>
#include <vector>

namespace ks::model {
namespace {

using namespace std::chrono_literals;

constexpr UnixSeconds kStart{std::chrono::seconds(1'795'176'000)};
constexpr std::chrono::hours kYear{365 * 24};

/// A plain bucket of tokens, counted another way than ours.
class Bucket {
public:
    Bucket(double size, double refill_per_second) : size_(size), refill_(refill_per_second) {}

    bool take(UnixSeconds now) {
        const double passed = static_cast<double>((now - at_).count());
        level_ = std::min(size_, at_ == UnixSeconds{} ? size_ : level_ + passed * refill_);
        at_ = now;
        // A token may be some milliseconds short by rounding to whole seconds.
        if (level_ < 0.97) {
            return false;
        }
        level_ -= 1;
        return true;
    }

private:
    double size_, refill_;
    double level_ = 0;
    UnixSeconds at_{};
};

struct Host {
    std::string name;
    std::string registered;
    record::DomainWork work;
    Life life;
    bool has_certificate = false;
};

struct Outcome {
    std::size_t expired = 0;
    std::size_t refused = 0;  ///< by the CA: a limit was broken
    std::size_t orders = 0;
    std::vector<std::uint32_t> renewals_by_hour = std::vector<std::uint32_t>(365 * 24 + 1);
    UnixSeconds last_first{};  ///< when the last host got its first certificate
};

class Year {
public:
    Year(std::size_t hosts, OrderLimits limits, std::chrono::seconds life)
        : limits_(limits),
          life_(life),
          account_(limits.orders_per_3_hours, limits.orders_per_3_hours / 10800.0) {
        for (std::size_t i = 0; i < hosts; ++i) {
            // One in a hundred lies under one of ten crowded domains.
            const std::string number = std::to_string(i);
            const std::string domain = i % 100 == 0 ? "crowd" + std::to_string(i % 1000) + ".test"
                                                    : "d" + number + ".test";
            hosts_.push_back({.name = "status" + number + "." + domain,
                              .registered = domain,
                              .work = {},
                              .life = {}});
            due_.emplace(kStart, i);
        }
    }

    Outcome run() {
        while (!due_.empty() && due_.top().first < kStart + kYear) {
            const auto [now, index] = due_.top();
            due_.pop();
            step(hosts_[index], now);
            due_.emplace(std::max(hosts_[index].work.next, now + 1s), index);
        }
        return outcome_;
    }

private:
    using Due = std::pair<UnixSeconds, std::size_t>;

    [[nodiscard]] HostFacts facts(const Host& host, UnixSeconds now) const {
        return {.host = host.name,
                .now = now,
                .verify_dns = false,
                .acme = true,
                .has_certificate = host.has_certificate,
                .life = host.life};
    }

    void step(Host& host, UnixSeconds now) {
        if (host.has_certificate && host.life.not_after <= now) {
            ++outcome_.expired;
        }
        if (next_step(host.work, facts(host, now)) == Step::kOrder) {
            order(host, now);
        }
        host.work.next = next_time(host.work, facts(host, now));
    }

    void order(Host& host, UnixSeconds now) {
        const std::vector<Toll> tolls = order_tolls(
            limits_,
            host.work,
            facts(host, now),
            {.directory = "ca", .registered_domain = host.registered, .certificates = issued_});
        std::chrono::milliseconds longest{0};
        const Toll* dearest = nullptr;
        for (const Toll& toll : tolls) {
            const auto wait = wait_for_token(buckets_[toll.name], toll.rate, now, toll.reserve);
            if (wait > longest) {
                longest = wait;
                dearest = &toll;
            }
        }
        if (dearest != nullptr) {
            host.work.order_after = turns_.give(now, longest, *dearest);
            return;
        }
        for (const Toll& toll : tolls) {
            buckets_[toll.name] = take_token(buckets_[toll.name], toll.rate, now);
        }
        ask_ca(host, now);
    }

    void ask_ca(Host& host, UnixSeconds now) {
        ++outcome_.orders;
        auto& domain =
            domains_.try_emplace(host.registered, 50.0, 50.0 / (7 * 86400.0)).first->second;
        const bool within = account_.take(now) && (host.has_certificate || domain.take(now));
        outcome_.refused += within ? 0 : 1;
        if (host.has_certificate) {
            ++outcome_.renewals_by_hour[static_cast<std::size_t>((now - kStart) / 1h)];
        } else {
            host.has_certificate = true;
            ++issued_;
            outcome_.last_first = now;
        }
        host.life = {.not_before = now - 1h, .not_after = now + life_};
        note_success(host.work, host.life, facts(host, now));
    }

    OrderLimits limits_;
    std::chrono::seconds life_;
    std::vector<Host> hosts_;
    std::priority_queue<Due, std::vector<Due>, std::greater<>> due_;
    std::unordered_map<std::string, UnixMillis> buckets_;
    std::unordered_map<std::string, Bucket> domains_;
    Bucket account_;
    Turns turns_;
    std::size_t issued_ = 0;
    Outcome outcome_;
};

/// Of the hours from the first renewals on.
double busiest_by_mean(const Outcome& outcome, int first_day) {
    const auto from = outcome.renewals_by_hour.begin() + first_day * 24;
    const auto until = outcome.renewals_by_hour.end() - 1;
    double sum = 0;
    std::uint32_t busiest = 0;
    for (auto hour = from; hour != until; ++hour) {
        sum += *hour;
        busiest = std::max(busiest, *hour);
    }
    return busiest / (sum / static_cast<double>(until - from));
}

TEST(CertificateYear, HundredThousandHostsUnderLetsEncryptsLimits) {
    const Outcome outcome = Year(100'000, {}, 90 * 24h).run();
    EXPECT_EQ(outcome.expired, 0U);
    EXPECT_EQ(outcome.refused, 0U);
    EXPECT_LE(busiest_by_mean(outcome, 90), 1.5);
    // 2,400 orders a day: 41.7 days, and the tenth that is kept back makes no difference in the
    // end.
    EXPECT_LT(outcome.last_first - kStart, 24h * 47);
    EXPECT_GT(outcome.last_first - kStart, 24h * 41);
    EXPECT_GT(outcome.orders, 600'000U);
}

TEST(CertificateYear, ACrowdIssuedInOneHourIsDrawnOut) {
    const Outcome outcome =
        Year(100'000,
             {.orders_per_3_hours = 1'000'000, .orders_per_domain_and_week = 1'000'000},
             90 * 24h)
            .run();
    EXPECT_EQ(outcome.expired, 0U);
    EXPECT_LE(busiest_by_mean(outcome, 60), 1.5);
}

TEST(CertificateYear, ShortLivedCertificatesDoNotExpire) {
    const Outcome outcome =
        Year(2'000, {.orders_per_3_hours = 3'000, .orders_per_domain_and_week = 1'000}, 160h).run();
    EXPECT_EQ(outcome.expired, 0U);
    EXPECT_EQ(outcome.refused, 0U);
}

}  // namespace
}  // namespace ks::model
