// SPDX-License-Identifier: Apache-2.0
// Whether an address may have one more connection, or one more handshake. One a reactor over a
// tally shared by all.
#pragma once

#include "core/text/ip.hpp"
#include "edge/io/address.hpp"
#include "edge/loop/shared_tally.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace ks::serve {

class Admission {
public:
    /// One connection that is counted; gives itself back.
    class [[nodiscard]] Unit {
    public:
        Unit() noexcept = default;

        Unit(loop::SharedTally& tally, const loop::TallyKey& key) noexcept
            : tally_(&tally), key_(key) {}

        Unit(Unit&& other) noexcept
            : tally_(std::exchange(other.tally_, nullptr)), key_(other.key_) {}

        Unit& operator=(Unit&&) = delete;
        Unit(const Unit&) = delete;
        Unit& operator=(const Unit&) = delete;

        ~Unit() {
            if (tally_ != nullptr) {
                tally_->close(key_);
            }
        }

        /// Whether this connection may begin a TLS handshake.
        [[nodiscard]] bool may_handshake(Monotonic now) const {
            return tally_ == nullptr || tally_->handshake(key_, now);
        }

    private:
        loop::SharedTally* tally_ = nullptr;  ///< null: an exempt address
        loop::TallyKey key_{};
    };

    Admission(loop::SharedTally& tally, std::vector<text::Network> exempt) noexcept
        : tally_(tally), exempt_(std::move(exempt)) {}

    /// nullopt: the address has its share.
    [[nodiscard]] std::optional<Unit> admit(const asio::ip::address& peer) {
        if (is_exempt(peer)) {
            return std::optional<Unit>(std::in_place);
        }
        const loop::TallyKey key = io::limit_key(peer).bytes;
        return tally_.open(key) ? std::optional<Unit>(std::in_place, tally_, key) : std::nullopt;
    }

    /// Whether this visitor may send one more form.
    [[nodiscard]] bool may_ask(const asio::ip::address& peer, Monotonic now) {
        return is_exempt(peer) || tally_.ask(io::limit_key(peer).bytes, now);
    }

private:
    [[nodiscard]] bool is_exempt(const asio::ip::address& peer) const {
        const text::IpAddress address = io::ip_of(peer);
        return std::ranges::any_of(
            exempt_, [&](const text::Network& network) { return network.contains(address); });
    }

    loop::SharedTally& tally_;
    std::vector<text::Network> exempt_;
};

}  // namespace ks::serve
