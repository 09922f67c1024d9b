// SPDX-License-Identifier: Apache-2.0
// Deadlines of a connection. Its one timer means something else in each phase.
#include "edge/serve/connection.hpp"

namespace ks::serve {
namespace {

/// A connection this long without a request gives its buffers back: sooner would cost a busy one an
/// allocation each time.
constexpr std::chrono::milliseconds kReleaseAfter{1'000};
/// A connection whose handshake ended after the drain began may still ask its one question.
constexpr std::chrono::milliseconds kFirstRequestWhileDraining{1'000};

}  // namespace

void Connection::begin_idle() {
    phase_ = Phase::kIdle;
    now_ = shared_.reactor.clock().monotonic();
    idle_until_ =
        now_ + (shared_.draining ? std::min(shared_.limits.idle_timeout, kFirstRequestWhileDraining)
                                 : shared_.limits.idle_timeout);
    timer_.set(std::min(now_ + kReleaseAfter, idle_until_));
}

void Connection::begin_phase(Phase phase, std::chrono::milliseconds limit) {
    phase_ = phase;
    progress_mark_ = progress_;
    timer_.set(shared_.reactor.clock().monotonic() + limit);
}

void Connection::on_timer(void* connection) {
    auto& self = *static_cast<Connection*>(connection);
    switch (self.phase_) {
        case Phase::kActive:
            return;
        case Phase::kIdle:
            if (!self.released_ && self.shared_.reactor.clock().monotonic() < self.idle_until_) {
                self.released_ = true;
                self.release();
                self.timer_.set(self.idle_until_);
                return;
            }
            break;
        case Phase::kBody:
        case Phase::kWrite:
            if (self.keeps_pace()) {
                self.begin_phase(self.phase_, self.shared_.limits.rate_window);
                return;
            }
            break;
        case Phase::kHead:
        case Phase::kLinger:
            break;
    }
    self.expired_ = true;
    self.stream_.cancel();
}

bool Connection::keeps_pace() noexcept {
    const auto window = std::chrono::duration<double>(shared_.limits.rate_window).count();
    const double wanted = static_cast<double>(shared_.limits.min_rate) * window;
    return static_cast<double>(progress_ - progress_mark_) >= wanted;
}

void Connection::release() noexcept {
    in_.release();
    std::string().swap(out_);
    std::string().swap(body_);
    head_ = {};
    reply_ = {};
    stream_.release_buffers();
}

void Connection::fail() noexcept {
    open_ = false;
    usable_ = false;
    out_.clear();
    sent_ = 0;
    stream_.close();
}

}  // namespace ks::serve
