// SPDX-License-Identifier: Apache-2.0
#include "edge/tls/ticket_keys.hpp"

#include <openssl/crypto.h>

#include <algorithm>
#include <cstring>

namespace ks::tls {
namespace {

std::int64_t period_of(UnixSeconds at) noexcept {
    return at.time_since_epoch() / TicketKeys::kPeriod;
}

}  // namespace

TicketKeys::TicketKeys(const Sha256& secret, UnixSeconds start) noexcept
    : secret_(secret), period_(period_of(start)) {
    derive_newest();
}

TicketKeys::~TicketKeys() {
    OPENSSL_cleanse(secret_.data(), secret_.size());
    OPENSSL_cleanse(ring_.data(), sizeof ring_);
}

void TicketKeys::derive_newest() {
    std::shift_right(ring_.begin(), ring_.end(), 1);
    TicketKey& key = ring_.front();
    const Sha256 name = hmac_sha256(secret_, "name");
    std::memcpy(key.name.data(), name.data(), key.name.size());
    key.cipher_key = hmac_sha256(secret_, "cipher");
    key.mac_key = hmac_sha256(secret_, "mac");
    count_ = std::min(count_ + 1, kAccepted);
}

void TicketKeys::advance(UnixSeconds now) {
    const std::int64_t period = period_of(now);
    // A clock that steps back keeps the keys it has.
    while (period_ < period) {
        secret_ = hmac_sha256(secret_, "next");
        ++period_;
        derive_newest();
    }
}

const TicketKey& TicketKeys::newest(UnixSeconds now) {
    advance(now);
    return ring_.front();
}

TicketKeys::Match TicketKeys::find(const unsigned char* name, UnixSeconds now) {
    advance(now);
    for (std::size_t i = 0; i < count_; ++i) {
        if (std::memcmp(ring_[i].name.data(), name, ring_[i].name.size()) == 0) {
            return {&ring_[i], i != 0};
        }
    }
    return {};
}

}  // namespace ks::tls
