// SPDX-License-Identifier: Apache-2.0
// The services that the demo watches: an HTTP responder and two TCP listeners on loopback that fail
// and recover on a fixed plan, and the jobs that send heartbeats and results. A thread and an
// io_context of their own.
#pragma once

#include "seed.hpp"

#include <expected>
#include <memory>
#include <string>
#include <thread>

namespace ks::demo {

/// Where the jobs report to.
struct Upstream {
    std::string origin;   ///< "https://app.localhost:8443"
    std::string resolve;  ///< CURLOPT_RESOLVE: "app.localhost:8443:127.0.0.1"
    std::string ca_file;
};

class LiveServices {
public:
    /// Binds the listeners, on `wanted` where those ports are free, else on others. The error is
    /// one sentence.
    [[nodiscard]] static Said<std::unique_ptr<LiveServices>> open(const Ports& wanted);
    LiveServices(const LiveServices&) = delete;
    LiveServices& operator=(const LiveServices&) = delete;
    ~LiveServices();

    [[nodiscard]] const Ports& ports() const noexcept;
    /// Starts serving and reporting.
    void start(const Seeded& seeded, const Upstream& upstream);

private:
    struct World;
    explicit LiveServices(std::unique_ptr<World> world);
    std::unique_ptr<World> world_;
    std::thread thread_;
};

}  // namespace ks::demo
