// SPDX-License-Identifier: Apache-2.0
// Connections and handshakes counted by address over all reactors. The kernel spreads one client's
// connections unevenly, so a share of the limit for each reactor would refuse clients that are
// within it. Touched once a connection, never a request.
#pragma once

#include "core/time/clock.hpp"

#include <array>
#include <cstdint>
#include <mutex>
#include <unordered_map>

namespace ks::loop {

/// Sixteen bytes that stand for a client.
using TallyKey = std::array<std::uint8_t, 16>;

class SharedTally {
public:
    struct Limits {
        std::uint32_t connections = 256;  ///< at once
        std::uint32_t handshakes = 20;    ///< a second
        std::uint32_t burst_seconds = 5;  ///< handshakes saved up at most
        std::uint32_t forms = 10;         ///< a minute
    };

    explicit SharedTally(const Limits& limits) noexcept : limits_(limits) {}

    SharedTally(const SharedTally&) = delete;
    SharedTally& operator=(const SharedTally&) = delete;

    /// False: the address has its share already, and nothing was counted.
    [[nodiscard]] bool open(const TallyKey& key);
    void close(const TallyKey& key);
    /// Takes one handshake from the address' bucket. REQUIRES: it has a connection open.
    [[nodiscard]] bool handshake(const TallyKey& key, Monotonic now);
    /// Takes one form from the address' bucket, which fills up again in a minute.
    [[nodiscard]] bool ask(const TallyKey& key, Monotonic now);
    /// Forgets addresses without connections whose bucket is full again; call each minute.
    void sweep(Monotonic now);
    [[nodiscard]] std::size_t size();

private:
    struct Row {
        std::uint32_t connections = 0;
        double spent = 0;  ///< handshakes missing from a full bucket, as of `at`
        Monotonic at{};
        double asked = 0;  ///< forms missing from a full bucket, as of `asked_at`
        Monotonic asked_at{};
    };

    struct Hash {
        std::size_t operator()(const TallyKey& key) const noexcept;
    };

    [[nodiscard]] double spent_at(const Row& row, Monotonic now) const noexcept;
    [[nodiscard]] double asked_at(const Row& row, Monotonic now) const noexcept;

    Limits limits_;
    std::mutex mutex_;
    std::unordered_map<TallyKey, Row, Hash> rows_;
};

}  // namespace ks::loop
