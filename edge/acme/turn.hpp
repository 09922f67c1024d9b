// SPDX-License-Identifier: Apache-2.0
// One coroutine at a time, in the order they came: what several orders need once, such as the
// account, is fetched once.
#pragma once

#include "edge/loop/signal.hpp"
#include "edge/loop/task.hpp"

#include <list>
#include <utility>

namespace ks::acme {

class Turn {
public:
    explicit Turn(loop::Reactor& reactor) noexcept : reactor_(reactor) {}

    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

    /// While it lives nobody else has a turn.
    class Held {
    public:
        explicit Held(Turn& turn) noexcept : turn_(&turn) {}

        Held(Held&& other) noexcept : turn_(std::exchange(other.turn_, nullptr)) {}

        Held& operator=(Held&&) = delete;

        ~Held() {
            if (turn_ != nullptr) {
                turn_->pass_on();
            }
        }

    private:
        Turn* turn_;
    };

    [[nodiscard]] loop::Task<Held> take();

private:
    struct Waiter;
    void pass_on();

    loop::Reactor& reactor_;
    bool taken_ = false;
    std::list<loop::Signal*> waiting_;
};

}  // namespace ks::acme
