// SPDX-License-Identifier: Apache-2.0
#include "core/model/order_limits.hpp"

#include <algorithm>

namespace ks::model {

std::vector<Toll> order_tolls(const OrderLimits& limits,
                              const record::DomainWork& work,
                              const HostFacts& facts,
                              const OrderFacts& order) {
    using namespace std::chrono_literals;
    using std::chrono::milliseconds;
    const bool renews = facts.has_certificate;
    const bool urgent = order.wanted || (renews && is_urgent(facts.life, facts.now));
    const std::uint32_t burst = limits.orders_per_3_hours;
    std::vector<Toll> tolls;
    tolls.push_back({.name = "orders " + std::string(order.directory),
                     .rate = {.burst = burst, .interval = milliseconds(3h) / burst},
                     .reserve = urgent ? 0 : burst / 10});
    if (!renews) {
        const std::uint32_t weekly = limits.orders_per_domain_and_week;
        tolls.push_back({.name = "domain " + std::string(order.registered_domain) + " " +
                                 std::string(order.directory),
                         .rate = {.burst = weekly, .interval = milliseconds(168h) / weekly},
                         .reserve = 0,
                         .own = true});
    } else if (!urgent && !work.forced) {
        tolls.push_back(
            {.name = "pace", .rate = renewal_pace(order.certificates, facts.life), .reserve = 0});
    }
    return tolls;
}

UnixSeconds Turns::give(UnixMillis now, std::chrono::milliseconds wait, const Toll& toll) noexcept {
    if (toll.own) {
        return std::chrono::ceil<std::chrono::seconds>(now + wait);
    }
    last_ = std::max(now + wait, last_ + toll.rate.interval);
    return std::chrono::ceil<std::chrono::seconds>(last_);
}

}  // namespace ks::model
