// SPDX-License-Identifier: Apache-2.0
#include "edge/serve/connection.hpp"

#include <utility>

namespace ks::serve {
namespace {

/// Pipelined answers are gathered up to this much before they are sent.
constexpr std::size_t kGatherBytes = std::size_t{64} << 10U;
/// A body's buffer larger than this is not kept for the next request.
constexpr std::size_t kKeptBodyBytes = std::size_t{16} << 10U;
constexpr std::uint32_t kReadsWithoutWait = 16;

}  // namespace

Connection::Connection(Shared& shared, io::Stream& stream, ConnectionFacts facts)
    : shared_(shared),
      stream_(stream),
      facts_(std::move(facts)),
      gate_(shared.limits.head),
      timer_(shared.reactor.timers(), on_timer, this),
      opened_(shared.reactor.clock().monotonic()),
      now_(opened_) {}

loop::Task<void> Connection::run() {
    while (open_) {
        const HeadState state = parse_head();
        if (state != HeadState::kNeedMore) {
            const bool plain =
                state == HeadState::kComplete && head_.framing.kind == http::BodyKind::kNone;
            bool answered = false;
            if (plain) {
                make_request_id();
                const Request request = make_request();
                answered = shared_.handler.answer_now(
                    request, facts_.session, {request_id_.data(), request_id_.size()}, reply_);
            }
            if (answered && !reply_.stream) {
                queue_reply();
                finish_request();
            } else {
                co_await exchange(answered ? HeadState::kAnswered : state);
            }
            if (out_.size() - sent_ < kGatherBytes) {
                continue;
            }
        }
        const bool flushed = flush_now();
        if (!flushed) {
            co_await flush();
        }
        if (state != HeadState::kNeedMore || !open_) {
            continue;
        }
        const bool received = receive_now();
        if (received) {
            // A peer that sends without pause must not keep the reactor from the others.
            if (++reads_without_wait_ % kReadsWithoutWait == 0) {
                co_await shared_.reactor.yield();
            }
            continue;
        }
        const Result<void> waited = co_await stream_.wait(io::Side::kRead);
        woke(waited);
    }
    if (!flush_now()) {
        co_await flush();
    }
    co_await linger();
}

Connection::HeadState Connection::parse_head() {
    if (in_.empty()) {
        return HeadState::kNeedMore;
    }
    if (failure_ != Errc::kOk) {
        is_head_ = false;
        return HeadState::kRefused;
    }
    const Result<std::size_t> size = gate_.scan(in_.view());
    if (size && *size == 0) {
        return HeadState::kNeedMore;
    }
    end_phase();
    gate_.reset();
    is_head_ = false;
    Result<void> parsed;
    if (size) {
        head_size_ = *size;
        parsed = http1::parse_request_head(in_.view().substr(0, head_size_), head_);
    }
    if (!size || !parsed) {
        failure_ = size ? parsed.error().code : size.error().code;
        return HeadState::kRefused;
    }
    ++requests_;
    is_head_ = head_.method == http::Method::kHead;
    return HeadState::kComplete;
}

/// Everything that may have to wait: bodies, handlers that write to the store, streamed answers,
/// refusals.
loop::Task<void> Connection::exchange(HeadState state) {
    if (state == HeadState::kComplete && head_.framing.kind != http::BodyKind::kNone) {
        co_await read_body();
    }
    if (!usable_) {
        co_return;
    }
    if (failure_ != Errc::kOk) {
        refuse(failure_, state == HeadState::kRefused ? std::string_view{} : head_.host());
    } else if (state != HeadState::kAnswered) {
        make_request_id();
        const Request request = make_request();
        const std::string_view id(request_id_.data(), request_id_.size());
        const bool answered = shared_.handler.answer_now(request, facts_.session, id, reply_);
        if (!answered) {
            co_await shared_.handler.answer(request, id, reply_);
        }
    }
    if (reply_.stream) {
        co_await send_stream();
    } else {
        queue_reply();
    }
    finish_request();
}

bool Connection::read_some() {
    const std::span<char> space = in_.space();
    const Result<std::size_t> n = stream_.try_read(space);
    if (n) {
        in_.commit(*n);
        // A full buffer leaves more to take; else the wait that follows finds what has come
        // meanwhile.
        try_first_ = *n == space.size();
        return true;
    }
    if (n.error().code == Errc::kWouldBlock) {
        return false;
    }
    open_ = false;
    usable_ = n.error().code == Errc::kEof;
    return true;
}

bool Connection::receive_now() {
    if (try_first_ || stream_.has_buffered()) {
        try_first_ = false;
        if (read_some()) {
            return true;
        }
    }
    if (in_.empty() && shared_.draining && requests_ != 0) {
        // Its last answer went out before the drain began.
        phase_ = Phase::kIdle;
        open_ = false;
        return true;
    }
    if (in_.empty()) {
        if (phase_ != Phase::kIdle) {  // a wake without a byte for us does not begin it anew
            begin_idle();
        }
    } else if (phase_ != Phase::kHead) {
        begin_phase(Phase::kHead, shared_.limits.head_timeout);
    }
    return false;
}

void Connection::woke(const Result<void>& waited) {
    const bool expired = std::exchange(expired_, false);
    if (expired && phase_ == Phase::kHead) {
        failure_ = Errc::kRequestTimeout;
    } else if (waited) {
        if (released_) {
            released_ = false;
            now_ = shared_.reactor.clock().monotonic();
        }
        const bool received = read_some();
        if (expired && !received) {  // the timer and a useless wake came together
            open_ = false;
        }
    } else {
        open_ = false;
        usable_ = expired;
    }
}

void Connection::close_if_idle() noexcept {
    if (phase_ == Phase::kIdle) {
        expired_ = true;
        stream_.cancel();
    }
}

Request Connection::make_request() const noexcept {
    return Request{.method = head_.method,
                   .path = head_.path,
                   .query = head_.query,
                   .host = head_.host(),
                   .fields = head_.fields,
                   .body = body_,
                   .peer = facts_.peer,
                   .secure = facts_.session != nullptr,
                   .local_port = facts_.local_port};
}

void Connection::make_request_id() noexcept {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::uint64_t random = shared_.reactor.rng()();
    for (char& digit : request_id_) {
        digit = kDigits[random & 15U];
        random >>= 4U;
    }
}

void Connection::refuse(Errc code, std::string_view host) {
    make_request_id();
    shared_.handler.refuse(code, host, reply_);
    reply_.close = true;
}

void Connection::finish_request() {
    // Views into these buffers end here.
    in_.consume(std::exchange(head_size_, 0));
    if (!carry_.empty()) {
        in_.append(std::exchange(carry_, {}));
    }
    body_.clear();
    if (body_.capacity() > kKeptBodyBytes) {
        body_.shrink_to_fit();
    }
    reply_.status = 200;
    reply_.fields.clear();
    reply_.body.clear();
    reply_.stream = nullptr;
    reply_.ready.reset();
    reply_.close = false;
}

}  // namespace ks::serve
