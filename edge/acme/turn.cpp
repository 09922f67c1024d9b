// SPDX-License-Identifier: Apache-2.0
#include "edge/acme/turn.hpp"

#include "edge/loop/reactor.hpp"

namespace ks::acme {

/// In the waiting coroutine's frame; leaves the queue with it.
struct Turn::Waiter {
    explicit Waiter(Turn& turn) : owner(turn), called(turn.reactor_) {
        owner.waiting_.push_back(&called);
    }

    Waiter(const Waiter&) = delete;
    Waiter& operator=(const Waiter&) = delete;

    ~Waiter() { owner.waiting_.remove(&called); }

    Turn& owner;
    loop::Signal called;
};

loop::Task<Turn::Held> Turn::take() {
    if (taken_) {
        Waiter waiter(*this);
        co_await waiter.called.wait();
    }
    taken_ = true;
    co_return Held(*this);
}

void Turn::pass_on() {
    if (waiting_.empty()) {
        taken_ = false;
        return;
    }
    // Stays taken in between, so that nobody who comes now overtakes.
    loop::Signal* const next = waiting_.front();
    waiting_.pop_front();
    next->notify();
}

}  // namespace ks::acme
