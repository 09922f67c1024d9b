// SPDX-License-Identifier: Apache-2.0
#include "edge/loop/reactor.hpp"

#include "core/base/assert.hpp"
#include "edge/loop/log.hpp"

#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/executor_work_guard.hpp>
#include <asio/post.hpp>

#include <exception>
#include <mutex>
#include <optional>

namespace ks::loop {

/// A command under way. Lives in the frame of the coroutine that waits, so the writer's thread
/// knows it by number only.
struct Reactor::PendingWrite {
    PendingWrite(Reactor& reactor, std::uint64_t number)
        : owner(reactor), ticket(number), done(reactor) {
        next = owner.pending_writes_;
        if (next != nullptr) {
            next->previous = this;
        }
        owner.pending_writes_ = this;
    }

    PendingWrite(const PendingWrite&) = delete;
    PendingWrite& operator=(const PendingWrite&) = delete;

    ~PendingWrite() {
        (previous != nullptr ? previous->next : owner.pending_writes_) = next;
        if (next != nullptr) {
            next->previous = previous;
        }
    }

    Reactor& owner;
    std::uint64_t ticket;
    Signal done;
    std::optional<write::Outcome> outcome;
    PendingWrite* previous = nullptr;
    PendingWrite* next = nullptr;
};

/// What the writer's thread may touch of a reactor. It outlives the reactor while completions are
/// under way.
struct Reactor::Inbox {
    std::mutex mutex;
    asio::io_context* io = nullptr;  ///< null once the reactor has stopped
};

Reactor::Reactor(std::uint32_t number, const Parts& parts)
    : number_(number),
      clock_(parts.clock),
      writer_(parts.writer),
      reader_(parts.store),
      ids_(parts.seed_a, parts.seed_b),
      rng_(parts.seed_a ^ (parts.seed_b << 1U)),
      timers_(parts.clock.monotonic()),
      inbox_(std::make_shared<Inbox>()) {
    inbox_->io = &io_;
}

Reactor::~Reactor() {
    {
        const std::lock_guard lock(inbox_->mutex);
        inbox_->io = nullptr;
    }
    drop_parked();
}

void Reactor::run() {
    const auto work = asio::make_work_guard(io_);
    arm_tick();
    io_.run();
    drop_parked();
    // Dropping a waiter posts the destruction of its coroutine; streams closed by that end their
    // waits the same way.
    constexpr int kRounds = 64;
    for (int round = 0; round < kRounds; ++round) {
        io_.restart();
        if (io_.poll() == 0) {
            break;
        }
        drop_parked();
    }
}

void Reactor::stop() {
    io_.stop();
}

void Reactor::post(std::move_only_function<void()> work) {
    asio::post(io_, std::move(work));
}

std::function<void(std::move_only_function<void()>)> Reactor::poster() const {
    return [inbox = inbox_](std::move_only_function<void()> work) {
        const std::lock_guard lock(inbox->mutex);
        if (inbox->io != nullptr) {
            asio::post(*inbox->io, std::move(work));
        }
    };
}

void Reactor::spawn(Task<void> task, std::string_view what) {
    asio::co_spawn(io_, guarded(std::move(task), what), asio::detached);
}

Task<void> Reactor::guarded(Task<void> task, std::string_view what) {
    struct Count {
        explicit Count(std::size_t& tasks) noexcept : counter(tasks) { ++counter; }

        Count(const Count&) = delete;
        Count& operator=(const Count&) = delete;

        ~Count() { --counter; }

        std::size_t& counter;
    };

    const Count count(tasks_);
    try {
        co_await std::move(task);
    } catch (const std::exception& fault) {
        log(LogLevel::kError, "task_failed", {{"task", what}, {"what", fault.what()}});
    }
}

Task<write::Outcome> Reactor::write(write::Command command) {
    PendingWrite pending(*this, next_ticket_++);
    auto completion =
        [inbox = inbox_, self = this, ticket = pending.ticket](write::Outcome&& outcome) {
            const std::lock_guard lock(inbox->mutex);
            if (inbox->io != nullptr) {
                asio::post(*inbox->io, [self, ticket, value = std::move(outcome)]() mutable {
                    self->arrived(ticket, std::move(value));
                });
            }
        };
    writer_.submit(std::move(command), std::move(completion));
    co_await pending.done.wait();
    KS_ASSERT(pending.outcome.has_value());
    co_return *std::move(pending.outcome);
}

void Reactor::arrived(std::uint64_t ticket, write::Outcome&& outcome) {
    // Writes in flight are few and answered about in order, the oldest last in the list.
    for (PendingWrite* pending = pending_writes_; pending != nullptr; pending = pending->next) {
        if (pending->ticket == ticket) {
            pending->outcome = std::move(outcome);
            pending->done.notify();
            return;
        }
    }
}

void Reactor::write_and_forget(write::Command command, std::string_view what) {
    writer_.submit(std::move(command), [what](write::Outcome&& outcome) {
        if (outcome.code != Errc::kOk && outcome.code != Errc::kStopping) {
            log(LogLevel::kWarning,
                "write_failed",
                {{"what", what}, {"code", info(outcome.code).name}});
        }
    });
}

Task<void> Reactor::sleep(std::chrono::milliseconds delay) {
    Signal woken(*this);
    Timer timer(timers_, [](void* signal) { static_cast<Signal*>(signal)->notify(); }, &woken);
    timer.set(clock_.monotonic() + delay);
    co_await woken.wait();
}

Task<void> Reactor::yield() {
    return asio::post(io_, asio::use_awaitable_t<Executor>{});
}

void Reactor::arm_tick() {
    tick_.expires_after(Timers::kTick);
    tick_.async_wait([this](const asio::error_code& fault) {
        if (!fault) {
            timers_.advance(clock_.monotonic());
            arm_tick();
        }
    });
}

void Reactor::drop_parked() {
    while (parked_ != nullptr) {
        const auto waiter = parked_->unpark();
    }
}

}  // namespace ks::loop
