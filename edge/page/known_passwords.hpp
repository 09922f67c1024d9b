// SPDX-License-Identifier: Apache-2.0
// Passwords that were checked the slow way before, as keyed hashes: a feed reader that polls with
// HTTP Basic must not cost 20 ms each time. One a reactor.
#pragma once

#include "edge/tls/digest.hpp"

#include <cstddef>
#include <set>

namespace ks::page {

class KnownPasswords {
public:
    /// Beyond that all are forgotten and checked once more.
    static constexpr std::size_t kMax = 1024;

    [[nodiscard]] bool has(const tls::Sha256& proof) const { return proofs_.contains(proof); }

    void add(const tls::Sha256& proof) {
        if (proofs_.size() >= kMax) {
            proofs_.clear();
        }
        proofs_.insert(proof);
    }

private:
    std::set<tls::Sha256> proofs_;
};

}  // namespace ks::page
