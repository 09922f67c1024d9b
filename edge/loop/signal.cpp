// SPDX-License-Identifier: Apache-2.0
#include "edge/loop/signal.hpp"

#include "core/base/assert.hpp"
#include "edge/loop/reactor.hpp"

#include <asio/post.hpp>

namespace ks::loop {

Signal::~Signal() {
    if (parked_) {
        unpark();
    }
}

Task<void> Signal::wait() {
    return asio::async_initiate<const asio::use_awaitable_t<Executor>, void()>(
        [this](auto handler) { park(std::move(handler)); }, asio::use_awaitable_t<Executor>{});
}

void Signal::notify() {
    notified_ = true;
    if (parked_) {
        notified_ = false;
        asio::post(reactor_.io(), unpark());
    }
}

void Signal::park(std::move_only_function<void()> waiter) {
    KS_ASSERT(!parked_);
    if (notified_) {
        notified_ = false;
        asio::post(reactor_.io(), std::move(waiter));
        return;
    }
    waiter_ = std::move(waiter);
    parked_ = true;
    previous_ = nullptr;
    next_ = reactor_.parked_;
    if (next_ != nullptr) {
        next_->previous_ = this;
    }
    reactor_.parked_ = this;
}

std::move_only_function<void()> Signal::unpark() noexcept {
    (previous_ != nullptr ? previous_->next_ : reactor_.parked_) = next_;
    if (next_ != nullptr) {
        next_->previous_ = previous_;
    }
    parked_ = false;
    return std::move(waiter_);
}

}  // namespace ks::loop
