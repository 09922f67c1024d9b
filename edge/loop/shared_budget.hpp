// SPDX-License-Identifier: Apache-2.0
// Attempts counted by key over all reactors, exactly: a share of the limit for each reactor would
// let an attacker have several. For what is rare and dear, such as checking a password.
#pragma once

#include "core/time/clock.hpp"
#include "edge/loop/shared_tally.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>

namespace ks::loop {

class SharedBudget {
public:
    static constexpr std::chrono::seconds kWindow{60};
    /// Keys counted at once; beyond that strangers are refused until some window ends.
    static constexpr std::size_t kKeysMax = 100'000;

    /// At most `max` attempts a key within kWindow from its first.
    explicit SharedBudget(std::uint32_t max) noexcept : max_(max) {}

    SharedBudget(const SharedBudget&) = delete;
    SharedBudget& operator=(const SharedBudget&) = delete;

    /// Takes one attempt. Zero: taken; else how long until the next one is free, and nothing was
    /// taken.
    [[nodiscard]] std::chrono::seconds take(const TallyKey& key, Monotonic now);
    /// Gives back an attempt that was none after all.
    void give_back(const TallyKey& key);
    [[nodiscard]] std::size_t size();

private:
    struct Row {
        std::uint32_t used = 0;
        Monotonic from{};
    };

    std::uint32_t max_;
    std::mutex mutex_;
    std::map<TallyKey, Row> rows_;
};

}  // namespace ks::loop
