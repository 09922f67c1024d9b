// SPDX-License-Identifier: Apache-2.0
// The control reactor: checks, retention and the small chores of each minute. No connection of a
// visitor is here.
#pragma once

#include "core/config/config.hpp"
#include "edge/loop/reactor.hpp"
#include "edge/loop/shared_tally.hpp"
#include "edge/probe/domain_check.hpp"
#include "edge/probe/scheduler.hpp"

#include <optional>
#include <thread>

namespace ks::app {

class Control {
public:
    Control(std::uint32_t number,
            const loop::Reactor::Parts& parts,
            const config::Config& config,
            loop::SharedTally& tally);
    Control(const Control&) = delete;
    Control& operator=(const Control&) = delete;
    ~Control();

    [[nodiscard]] probe::Scheduler& scheduler() noexcept { return scheduler_; }

    void start();
    /// Sends what checks have found to the store, then ends the thread.
    void stop();

private:
    [[nodiscard]] loop::Task<void> each_minute();
    [[nodiscard]] loop::Task<void> hold_alerts();
    [[nodiscard]] loop::Task<void> end();

    store::Store& store_;
    loop::SharedTally& tally_;
    loop::Reactor reactor_;
    probe::Scheduler scheduler_;
    std::optional<probe::DomainCheck> domains_;  ///< unless [dns] verify is off
    std::thread thread_;
};

}  // namespace ks::app
