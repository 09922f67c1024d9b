// SPDX-License-Identifier: Apache-2.0
// Many thousand deadlines with O(1) schedule, postpone and cancel. The wheel is told the time and
// never asks; each reactor ticks its own. Nodes stand inside their owners, so nothing is allocated.
#pragma once

#include "core/time/clock.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace ks {

class TimerWheel;

/// A deadline inside its owner. Never copied or moved; it leaves its wheel when it is destroyed.
class TimerNode {
public:
    TimerNode() noexcept = default;
    TimerNode(const TimerNode&) = delete;
    TimerNode& operator=(const TimerNode&) = delete;

    ~TimerNode() { unlink(); }

    [[nodiscard]] bool scheduled() const noexcept { return next_ != nullptr; }

    [[nodiscard]] Monotonic deadline() const noexcept { return deadline_; }

    /// Moves the deadline to a later time: one store, the wheel finds out when the old one passes.
    /// An earlier time is taken only through TimerWheel::schedule().
    void postpone(Monotonic later) noexcept {
        if (later > deadline_) {
            deadline_ = later;
        }
    }

private:
    friend class TimerWheel;

    /// A list's head is a node that points at itself when the list is empty.
    [[nodiscard]] bool is_empty_list() const noexcept { return next_ == this; }

    void unlink() noexcept;
    void link_before(TimerNode& node) noexcept;

    Monotonic deadline_{};
    TimerNode* previous_ = nullptr;
    TimerNode* next_ = nullptr;
};

/// Expiry comes at the first advance() at or after the deadline, never before it.
class TimerWheel {
public:
    /// `tick`: the wheel's resolution; a pass touches the slots of the time gone by. REQUIRES: > 0.
    explicit TimerWheel(std::chrono::milliseconds tick, Monotonic now) noexcept;
    TimerWheel(const TimerWheel&) = delete;
    TimerWheel& operator=(const TimerWheel&) = delete;
    /// Nodes may outlive the wheel; they are then unscheduled.
    ~TimerWheel();

    /// Sets or changes the deadline, in either direction. One that has passed expires at the next
    /// advance().
    void schedule(TimerNode& node, Monotonic deadline) noexcept;

    static void cancel(TimerNode& node) noexcept { node.unlink(); }

    /// Calls `expired(node)` for every node whose deadline has come; the node is unscheduled by
    /// then and may be scheduled again, destroyed, or other nodes cancelled, inside the call. Not
    /// to be called from inside.
    template <class Expired>
    void advance(Monotonic now, Expired&& expired) {
        collect(now);
        while (TimerNode* node = take_due(now)) {
            expired(*node);
        }
    }

private:
    static constexpr std::size_t kSlots = 512;

    [[nodiscard]] std::int64_t tick_of(Monotonic at) const noexcept;
    /// Moves the slots of the time gone by into `due_`.
    void collect(Monotonic now) noexcept;
    /// The next node of `due_` whose deadline has come; the others go back to their slots.
    TimerNode* take_due(Monotonic now) noexcept;

    std::chrono::milliseconds tick_;
    std::int64_t next_tick_;  ///< slots before this tick have been collected
    TimerNode due_;
    std::array<TimerNode, kSlots> slots_;
};

}  // namespace ks
