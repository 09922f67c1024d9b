// SPDX-License-Identifier: Apache-2.0
// A place where one coroutine of a reactor parks until something else on the same reactor wakes it.
#pragma once

#include "edge/loop/task.hpp"

#include <functional>

namespace ks::loop {

class Reactor;

class Signal {
public:
    explicit Signal(Reactor& reactor) noexcept : reactor_(reactor) {}

    Signal(const Signal&) = delete;
    Signal& operator=(const Signal&) = delete;
    ~Signal();

    /// Resumes after the next notify(), or at once if one came before. One waiter at a time.
    [[nodiscard]] Task<void> wait();
    /// On the reactor's thread. The waiter resumes from the reactor's queue, not inside this call.
    void notify();

    [[nodiscard]] bool has_waiter() const noexcept { return parked_; }

private:
    friend class Reactor;
    void park(std::move_only_function<void()> waiter);
    std::move_only_function<void()> unpark() noexcept;

    Reactor& reactor_;
    std::move_only_function<void()> waiter_;
    Signal* previous_ = nullptr;
    Signal* next_ = nullptr;
    bool parked_ = false;
    bool notified_ = false;
};

}  // namespace ks::loop
