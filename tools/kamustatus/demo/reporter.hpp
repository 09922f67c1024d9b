// SPDX-License-Identifier: Apache-2.0
// Sends the demo's heartbeats and results to its own server, as a customer's jobs would. Blocking.
#pragma once

#include "live.hpp"

namespace ks::demo {

class Reporter {
public:
    Reporter(Seeded seeded, Upstream upstream);

    /// One ping of every heartbeat. Failures are not told: the page shows them.
    void ping_all() const;
    /// One result of the manual monitor.
    void post_result() const;

private:
    void send(const std::string& path, const std::string* json) const;

    Seeded seeded_;
    Upstream upstream_;
};

}  // namespace ks::demo
