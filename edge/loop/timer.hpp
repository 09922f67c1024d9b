// SPDX-License-Identifier: Apache-2.0
// Deadlines of one reactor: its wheel, driven by one system timer, and what to call when one has
// passed.
#pragma once

#include "core/time/timer_wheel.hpp"

namespace ks::loop {

class Timers;

/// One deadline inside its owner; fires at most once after each set(), on the reactor's thread,
/// never early.
class Timer : private TimerNode {
public:
    using Fire = void (*)(void* owner);

    Timer(Timers& timers, Fire fire, void* owner) noexcept
        : timers_(timers), fire_(fire), owner_(owner) {}

    /// Moving a deadline later is one store.
    inline void set(Monotonic due) noexcept;

    void clear() noexcept { TimerWheel::cancel(*this); }

    [[nodiscard]] bool is_set() const noexcept { return scheduled(); }

private:
    friend class Timers;

    Timers& timers_;
    Fire fire_;
    void* owner_;
};

class Timers {
public:
    static constexpr std::chrono::milliseconds kTick{50};

    explicit Timers(Monotonic now) noexcept : wheel_(kTick, now) {}

    /// Fires what is due. A timer may be set, cleared or destroyed by what fires.
    void advance(Monotonic now) {
        wheel_.advance(now, [](TimerNode& node) {
            auto& timer = static_cast<Timer&>(node);
            timer.fire_(timer.owner_);
        });
    }

private:
    friend class Timer;
    TimerWheel wheel_;
};

inline void Timer::set(Monotonic due) noexcept {
    if (scheduled() && due >= deadline()) {
        postpone(due);
    } else {
        timers_.wheel_.schedule(*this, due);
    }
}

}  // namespace ks::loop
