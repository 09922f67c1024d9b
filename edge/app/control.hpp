// SPDX-License-Identifier: Apache-2.0
// The control reactor: checks, messages to subscribers, retention and the small chores of each
// minute. No connection of a visitor is here.
#pragma once

#include "core/config/config.hpp"
#include "edge/certs/keeper.hpp"
#include "edge/loop/reactor.hpp"
#include "edge/loop/shared_tally.hpp"
#include "edge/notify/sender.hpp"
#include "edge/probe/scheduler.hpp"

#include <thread>

namespace ks::app {

class Control {
public:
    Control(std::uint32_t number,
            const loop::Reactor::Parts& parts,
            const config::Config& config,
            notify::Sender::Options sender,
            loop::SharedTally& tally,
            const tls::Sealer& sealer);
    Control(const Control&) = delete;
    Control& operator=(const Control&) = delete;
    ~Control();

    [[nodiscard]] probe::Scheduler& scheduler() noexcept { return scheduler_; }

    [[nodiscard]] certs::Keeper& certificates() noexcept { return certificates_; }

    void start();
    /// Sends what checks have found to the store, lets messages under way arrive, then ends the
    /// thread.
    void stop();

private:
    [[nodiscard]] loop::Task<void> each_minute();
    /// Looks at monitors whose time has come: a heartbeat that is overdue, a window that ends.
    [[nodiscard]] loop::Task<void> each_second();
    [[nodiscard]] loop::Task<void> hold_alerts();
    [[nodiscard]] loop::Task<void> end();

    store::Store& store_;
    loop::SharedTally& tally_;
    loop::Reactor reactor_;
    probe::Scheduler scheduler_;
    certs::Keeper certificates_;
    notify::Sender sender_;
    std::thread thread_;
};

}  // namespace ks::app
