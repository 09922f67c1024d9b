// SPDX-License-Identifier: Apache-2.0
// A Stream that plays a script: what arrives when, how much may be written, which operation fails.
#pragma once

#include "reactor_fixture.hpp"

#include "edge/io/stream.hpp"

#include <asio/steady_timer.hpp>

#include <algorithm>
#include <chrono>
#include <deque>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace ks::test {

/// Time that passes while nothing arrives.
struct Pass {
    std::chrono::milliseconds time;
};

struct End {};

using Step = std::variant<std::string, Pass, End>;

class ScriptStream final : public io::Stream {
public:
    ScriptStream(loop::Reactor& reactor, ShiftedClock& clock, std::deque<Step> steps)
        : reactor_(reactor), clock_(clock), steps_(std::move(steps)) {
        take_arrival();
    }

    std::string written;
    std::size_t write_max = SIZE_MAX;  ///< bytes a call takes
    bool write_blocks = false;         ///< every other write would block
    std::optional<int> fail_at;        ///< number of the read, write or wait that fails
    int operations = 0;
    int writes = 0;
    int releases = 0;
    bool finished = false;
    bool closed = false;

    Result<std::size_t> try_read(std::span<char> into) override {
        if (closed || fails()) {
            return Errc::kIo;
        }
        if (!arrived_.empty()) {
            const std::size_t n = std::min(into.size(), arrived_.size());
            std::copy_n(arrived_.begin(), n, into.begin());
            arrived_.erase(0, n);
            return n;
        }
        return ended_ ? Errc::kEof : Errc::kWouldBlock;
    }

    Result<std::size_t> try_write(std::string_view bytes) override {
        if (closed || finished || fails()) {
            return Errc::kIo;
        }
        if (write_blocks && std::exchange(blocked_, !blocked_)) {
            return Errc::kWouldBlock;
        }
        ++writes;
        const std::size_t n = std::min(write_max, bytes.size());
        written += bytes.substr(0, n);
        return n;
    }

    loop::Task<Result<void>> wait(io::Side side) override {
        if (closed || fails()) {
            co_return Errc::kIo;
        }
        cancelled_ = false;
        if (side == io::Side::kRead && arrived_.empty() && !ended_) {
            co_await next_arrival();
        } else {
            co_await reactor_.yield();
        }
        if (closed) {
            co_return Errc::kClosed;
        }
        if (cancelled_) {
            co_return Errc::kTimeout;
        }
        co_return Result<void>{};
    }

    void cancel() noexcept override { cancelled_ = true; }

    void finish_writing() noexcept override { finished = true; }

    void close() noexcept override { closed = true; }

    void release_buffers() noexcept override { ++releases; }

private:
    bool fails() { return operations++ == fail_at; }

    void take_arrival() {
        if (!steps_.empty() && std::holds_alternative<std::string>(steps_.front())) {
            arrived_ = std::get<std::string>(std::move(steps_.front()));
            steps_.pop_front();
        }
    }

    /// Past the end of the script nothing ever comes; a minute in real time would be a hang.
    loop::Task<void> next_arrival() {
        constexpr std::chrono::milliseconds kTwoTicks{120};
        while (!cancelled_ && !closed && arrived_.empty() && !ended_) {
            if (steps_.empty() || std::holds_alternative<Pass>(steps_.front())) {
                clock_.advance(steps_.empty() ? std::chrono::milliseconds(1000)
                                              : std::get<Pass>(steps_.front()).time);
                if (!steps_.empty()) {
                    steps_.pop_front();
                }
                asio::basic_waitable_timer<std::chrono::steady_clock,
                                           asio::wait_traits<std::chrono::steady_clock>,
                                           loop::Executor>
                    timer(reactor_.io(), kTwoTicks);
                co_await timer.async_wait(loop::token);
                continue;
            }
            co_await reactor_.yield();
            if (std::holds_alternative<End>(steps_.front())) {
                ended_ = true;
            }
            take_arrival();
        }
    }

    loop::Reactor& reactor_;
    ShiftedClock& clock_;
    std::deque<Step> steps_;
    std::string arrived_;
    bool ended_ = false;
    bool cancelled_ = false;
    bool blocked_ = false;
};

}  // namespace ks::test
