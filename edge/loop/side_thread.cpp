// SPDX-License-Identifier: Apache-2.0
#include "edge/loop/side_thread.hpp"

#include "edge/loop/signal.hpp"

#include <memory>
#include <utility>

namespace ks::loop {
namespace {

/// Lives in the frame of the coroutine that waits; the pointer to it, which only the reactor's
/// thread reads and writes, is null once that frame is gone.
struct Waiter {
    explicit Waiter(Reactor& reactor) : done(reactor), self(std::make_shared<Waiter*>(this)) {}

    Waiter(const Waiter&) = delete;
    Waiter& operator=(const Waiter&) = delete;

    ~Waiter() { *self = nullptr; }

    Signal done;
    bool result = false;
    std::shared_ptr<Waiter*> self;
};

}  // namespace

SideThread::SideThread() : thread_([this] { work(); }) {}

SideThread::~SideThread() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_one();
    thread_.join();
}

Task<std::optional<bool>> SideThread::run(Reactor& reactor, std::move_only_function<bool()> job) {
    Waiter waiter(reactor);
    const bool queued =
        queue([post = reactor.poster(), job = std::move(job), to = waiter.self]() mutable {
            const bool result = job();
            post([to = std::move(to), result] {
                if (*to != nullptr) {
                    (*to)->result = result;
                    (*to)->done.notify();
                }
            });
        });
    if (!queued) {
        co_return std::nullopt;
    }
    co_await waiter.done.wait();
    co_return waiter.result;
}

bool SideThread::queue(Work work) {
    {
        const std::lock_guard lock(mutex_);
        if (queue_.size() >= kQueueMax) {
            return false;
        }
        queue_.push_back(std::move(work));
    }
    wake_.notify_one();
    return true;
}

void SideThread::work() {
    while (true) {
        Work next;
        {
            std::unique_lock lock(mutex_);
            wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
            if (stopping_) {
                return;
            }
            next = std::move(queue_.front());
            queue_.pop_front();
        }
        next();
    }
}

}  // namespace ks::loop
