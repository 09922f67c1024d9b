// SPDX-License-Identifier: Apache-2.0
// What an order costs of the limits that a CA publishes, and whose turn is when.
#pragma once

#include "core/model/domain_work.hpp"
#include "core/model/rate.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ks::model {

/// One token of a bucket; `reserve` tokens are left to orders that are more urgent.
struct Toll {
    std::string name;
    Rate rate;
    std::uint32_t reserve = 0;
    bool own = false;  ///< of the host's own domain: hosts of others do not wait behind it
};

struct OrderLimits {
    std::uint32_t orders_per_3_hours = 300;         ///< of one account
    std::uint32_t orders_per_domain_and_week = 50;  ///< new names of one registered domain
};

/// What decides the price of an order besides the work itself.
struct OrderFacts {
    std::string_view directory;
    std::string_view registered_domain;
    std::size_t certificates = 0;  ///< of all hosts
    bool wanted = false;           ///< visitors ask for the host
};

/// A tenth of an account's orders is kept for hosts that visitors ask for and for certificates that
/// are about to expire. Renewals that can wait go at a pace that keeps them spread.
[[nodiscard]] std::vector<Toll> order_tolls(const OrderLimits& limits,
                                            const record::DomainWork& work,
                                            const HostFacts& facts,
                                            const OrderFacts& order);

/// Gives each host that has to wait a turn of its own behind those given before, so that it asks
/// once more then, not all of them at each token.
class Turns {
public:
    /// `wait`: until `toll`, which is the longest wait of the host's, has a token.
    [[nodiscard]] UnixSeconds give(UnixMillis now,
                                   std::chrono::milliseconds wait,
                                   const Toll& toll) noexcept;

private:
    UnixMillis last_{};
};

}  // namespace ks::model
