// SPDX-License-Identifier: Apache-2.0
// What all reactors share to check the passwords of private pages: the key of sign-in cookies, the
// limits of guessing, and the thread that hashes.
#pragma once

#include "edge/loop/shared_budget.hpp"
#include "edge/loop/side_thread.hpp"

#include <array>
#include <cstddef>

namespace ks::serve {

/// From the store's `meta` (write::KeepSecret).
using ServerSecret = std::array<std::byte, 32>;

struct PasswordGate {
    explicit PasswordGate(const ServerSecret& made) : secret(made) {}

    const ServerSecret secret;
    /// Wrong passwords a minute from one address (an IPv6 /64) and for one page. Generous for
    /// people, useless for guessing.
    loop::SharedBudget by_address{10};
    loop::SharedBudget by_page{60};
    loop::SideThread hasher;
};

}  // namespace ks::serve
