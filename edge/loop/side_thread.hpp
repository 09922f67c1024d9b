// SPDX-License-Identifier: Apache-2.0
// One thread for work that would hold up a reactor for tens of milliseconds, such as hashing a
// password. Shared by all reactors; its queue is bounded, so that a flood is refused and neither
// the pages nor the memory suffer.
#pragma once

#include "edge/loop/reactor.hpp"
#include "edge/loop/task.hpp"

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

namespace ks::loop {

class SideThread {
public:
    /// Jobs that wait at most.
    static constexpr std::size_t kQueueMax = 32;

    SideThread();
    SideThread(const SideThread&) = delete;
    SideThread& operator=(const SideThread&) = delete;
    /// Ends after the job at hand; those that wait are dropped.
    ~SideThread();

    /// Runs `job` on the thread and resumes on `reactor` with what it returned; nullopt at once if
    /// too many wait. `job` must own all that it uses: the caller may be gone before it ends.
    [[nodiscard]] Task<std::optional<bool>> run(Reactor& reactor,
                                                std::move_only_function<bool()> job);

private:
    using Work = std::move_only_function<void()>;

    bool queue(Work work);
    void work();

    std::mutex mutex_;  ///< guards what follows
    std::condition_variable wake_;
    std::deque<Work> queue_;
    bool stopping_ = false;

    std::thread thread_;
};

}  // namespace ks::loop
