// SPDX-License-Identifier: Apache-2.0
// The ring of session ticket keys. A new key each six hours; tickets of the newest three are
// accepted. Reactors must agree without sharing anything mutable, so each turns its own copy of one
// ratchet: every key follows from the one before by a one-way function and old secrets are
// forgotten. In memory: tickets end with the process; keeping them in the store sealed comes with
// the certificates' keys.
#pragma once

#include "core/time/clock.hpp"
#include "edge/tls/digest.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace ks::tls {

struct TicketKey {
    std::array<unsigned char, 16> name{};
    Sha256 cipher_key{};
    Sha256 mac_key{};
};

class TicketKeys {
public:
    static constexpr std::chrono::hours kPeriod{6};
    static constexpr std::size_t kAccepted = 3;

    /// Copies made from the same `secret` and `start` agree for ever.
    TicketKeys(const Sha256& secret, UnixSeconds start) noexcept;
    ~TicketKeys();
    TicketKeys(const TicketKeys&) = default;
    TicketKeys& operator=(const TicketKeys&) = default;

    /// The key to seal new tickets with.
    [[nodiscard]] const TicketKey& newest(UnixSeconds now);

    struct Match {
        const TicketKey* key = nullptr;  ///< null: unknown or too old
        bool renew = false;              ///< not the newest: give a new ticket
    };

    [[nodiscard]] Match find(const unsigned char* name, UnixSeconds now);

private:
    void advance(UnixSeconds now);
    void derive_newest();

    Sha256 secret_;
    std::int64_t period_;
    std::array<TicketKey, kAccepted> ring_{};  ///< newest first
    std::size_t count_ = 0;
};

}  // namespace ks::tls
