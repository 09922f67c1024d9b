// SPDX-License-Identifier: Apache-2.0
#include "core/time/timer_wheel.hpp"

#include "core/base/assert.hpp"

#include <algorithm>

namespace ks {
void TimerNode::unlink() noexcept {
    if (next_ == nullptr) {
        return;
    }
    previous_->next_ = next_;
    next_->previous_ = previous_;
    previous_ = next_ = nullptr;
}

void TimerNode::link_before(TimerNode& node) noexcept {
    previous_ = node.previous_;
    next_ = &node;
    previous_->next_ = this;
    node.previous_ = this;
}

TimerWheel::TimerWheel(std::chrono::milliseconds tick, Monotonic now) noexcept
    : tick_(tick), next_tick_(0) {
    KS_ASSERT(tick.count() > 0);
    next_tick_ = tick_of(now);
    due_.previous_ = due_.next_ = &due_;
    for (TimerNode& head : slots_) {
        head.previous_ = head.next_ = &head;
    }
}

TimerWheel::~TimerWheel() {
    const auto clear = [](TimerNode& head) {
        while (!head.is_empty_list()) {
            head.next_->unlink();
        }
    };
    clear(due_);
    std::ranges::for_each(slots_, clear);
}

std::int64_t TimerWheel::tick_of(Monotonic at) const noexcept {
    const std::int64_t millis = at.time_since_epoch().count();
    const std::int64_t tick = tick_.count();
    return millis / tick - (millis % tick < 0 ? 1 : 0);
}

void TimerWheel::schedule(TimerNode& node, Monotonic deadline) noexcept {
    node.unlink();
    node.deadline_ = deadline;
    // A tick that is gone comes round only after a whole turn: what is late joins the next one.
    const std::int64_t tick = std::max(tick_of(deadline), next_tick_);
    node.link_before(slots_.at(static_cast<std::uint64_t>(tick) % kSlots));
}

void TimerWheel::collect(Monotonic now) noexcept {
    const std::int64_t last = tick_of(now);
    const std::int64_t turns = std::min<std::int64_t>(last - next_tick_ + 1, kSlots);
    for (std::int64_t i = 0; i < turns; ++i) {
        TimerNode& head = slots_.at(static_cast<std::uint64_t>(last - i) % kSlots);
        if (head.is_empty_list()) {
            continue;
        }
        head.next_->previous_ = due_.previous_;
        due_.previous_->next_ = head.next_;
        head.previous_->next_ = &due_;
        due_.previous_ = head.previous_;
        head.previous_ = head.next_ = &head;
    }
    // The present tick is not over: deadlines later in it are put back and found by the next pass.
    next_tick_ = std::max(next_tick_, last);
}

TimerNode* TimerWheel::take_due(Monotonic now) noexcept {
    while (!due_.is_empty_list()) {
        TimerNode& node = *due_.next_;
        if (node.deadline_ <= now) {
            node.unlink();
            return &node;
        }
        schedule(node, node.deadline_);
    }
    return nullptr;
}

}  // namespace ks
