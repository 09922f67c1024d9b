// SPDX-License-Identifier: Apache-2.0
// Random monitors with random histories, and the order in which their results arrive.
#pragma once

#include "naive_uptime.hpp"

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace ks::model {

struct Arrival {
    std::size_t batch;
    std::size_t region;
    record::ResultPoint point;
};

struct RandomHistory {
    std::string zone_name;
    std::int64_t grain = 1;           ///< every time is a multiple of it
    naive::Monitor monitor;           ///< without results
    std::vector<Arrival> arrivals;    ///< by batch, rising
    std::vector<std::int64_t> looks;  ///< instants to look at
};

class Dice {
public:
    explicit Dice(std::uint64_t seed) : engine_(seed) {}

    /// low..high, both inclusive.
    std::int64_t in(std::int64_t low, std::int64_t high) {
        return low +
               static_cast<std::int64_t>(engine_() % static_cast<std::uint64_t>(high - low + 1));
    }

    bool one_in(std::int64_t n) { return in(1, n) == 1; }

    std::mt19937_64& engine() { return engine_; }

private:
    std::mt19937_64 engine_;
};

[[nodiscard]] RandomHistory random_history(std::uint64_t seed);

/// Everything needed to follow a failure by hand.
[[nodiscard]] std::string describe(const RandomHistory& history);

}  // namespace ks::model
