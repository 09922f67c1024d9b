// SPDX-License-Identifier: Apache-2.0
// Responses: heads, ready responses, streamed bodies, and how a connection ends.
#include "core/http/status.hpp"
#include "edge/serve/connection.hpp"

#include <algorithm>
#include <cstring>

namespace ks::serve {
namespace {

/// A streamed body is sent in pieces of about this size.
constexpr std::size_t kStreamBytes = std::size_t{16} << 10U;
/// What a peer may still send after the last response.
constexpr std::size_t kLingerBytes = std::size_t{8} << 20U;
/// After this many parts of a stream others get their turn.
constexpr int kPartsAtOnce = 32;

}  // namespace

bool Connection::will_close() const noexcept {
    return reply_.close || failure_ != Errc::kOk || !head_.keep_alive || shared_.draining ||
           requests_ >= shared_.limits.requests_per_connection ||
           now_ - opened_ >= shared_.limits.connection_lifetime;
}

http1::Persistence Connection::persistence() const noexcept {
    if (will_close()) {
        return http1::Persistence::kClose;
    }
    return head_.version_minor == 0 ? http1::Persistence::kKeepAlive : http1::Persistence::kDefault;
}

void Connection::queue_head(http1::ResponseBody body, std::uint64_t length) {
    const bool has_id = std::ranges::any_of(reply_.fields, [](const auto& field) {
        return http::same_name(field.first, "x-request-id");
    });
    if (!has_id) {
        reply_.set("x-request-id", std::string(request_id_.data(), request_id_.size()));
    }
    const http1::ResponseHead head{.status = reply_.status,
                                   .fields = reply_.fields,
                                   .body = body,
                                   .length = length,
                                   .persistence = persistence()};
    http1::append_response_head(
        out_,
        head,
        shared_.date.at(shared_.reactor.clock().now_seconds().time_since_epoch().count()));
    open_ = open_ && head.persistence != http1::Persistence::kClose;
}

void Connection::queue_reply() {
    if (reply_.ready) {
        queue_ready(*reply_.ready);
        return;
    }
    const bool no_body = http::has_no_body(reply_.status);
    queue_head(no_body ? http1::ResponseBody::kNone : http1::ResponseBody::kLength,
               reply_.body.size());
    if (!no_body && !is_head_) {
        out_ += reply_.body;
    }
}

void Connection::patch_date(const ReadyResponse& ready) {
    const std::int64_t second = shared_.reactor.clock().now_seconds().time_since_epoch().count();
    if (ready.date_second != second) {
        const std::string_view date = shared_.date.at(second);
        std::copy(date.begin(),
                  date.end(),
                  ready.bytes.begin() + static_cast<std::ptrdiff_t>(ready.date_offset));
        ready.date_second = second;
    }
}

void Connection::queue_ready(const ReadyResponse& ready) {
    patch_date(ready);
    if (persistence() != http1::Persistence::kDefault) {
        queue_ready_with_connection(ready);
        return;
    }
    std::string_view bytes = ready.bytes;
    if (is_head_) {
        bytes = bytes.substr(0, ready.head_size);
    }
    // Nothing before it and nothing known behind it: straight from the shared bytes into the
    // stream.
    const bool alone = out_.empty() && in_.view().size() == head_size_;
    while (alone && !bytes.empty()) {
        const Result<std::size_t> n = stream_.try_write(bytes);
        if (!n) {
            if (n.error().code != Errc::kWouldBlock) {
                fail();
                return;
            }
            break;
        }
        progress_ += *n;
        bytes.remove_prefix(*n);
    }
    out_ += bytes;
}

void Connection::queue_ready_with_connection(const ReadyResponse& ready) {
    constexpr std::size_t kEmptyLine = 2;
    const std::string_view bytes = ready.bytes;
    const bool close = will_close();
    out_ += bytes.substr(0, ready.head_size - kEmptyLine);
    out_ += close ? "Connection: close\r\n\r\n" : "Connection: keep-alive\r\n\r\n";
    if (!is_head_) {
        out_ += bytes.substr(ready.head_size);
    }
    open_ = open_ && !close;
}

loop::Task<void> Connection::send_stream() {
    const bool chunked = head_.version_minor > 0;
    if (!chunked) {
        reply_.close = true;
    }
    queue_head(chunked ? http1::ResponseBody::kChunked : http1::ResponseBody::kUntilClose, 0);
    std::string part;
    bool more = !is_head_;
    for (int parts = 1; more; ++parts) {
        const Result<bool> made = reply_.stream(part);
        if (!made) {
            // The head is sent: only a broken connection tells the client that the body is not
            // whole.
            fail();
            co_return;
        }
        more = *made;
        if (chunked) {
            http1::append_chunk(out_, part);
        } else {
            out_ += part;
        }
        part.clear();
        if (out_.size() - sent_ >= kStreamBytes) {
            const bool flushed = flush_now();
            if (!flushed) {
                co_await flush();
            }
        }
        if (!usable_) {
            co_return;
        }
        if (parts % kPartsAtOnce == 0) {
            co_await shared_.reactor.yield();
        }
    }
    if (chunked && !is_head_) {
        out_ += http1::kLastChunk;
    }
}

bool Connection::flush_now() {
    while (sent_ < out_.size()) {
        const Result<std::size_t> n = stream_.try_write(std::string_view(out_).substr(sent_));
        if (!n && n.error().code == Errc::kWouldBlock) {
            return false;
        }
        if (!n) {
            fail();
            return true;
        }
        progress_ += *n;
        sent_ += *n;
    }
    out_.clear();
    sent_ = 0;
    return true;
}

loop::Task<void> Connection::flush() {
    const Phase before = phase_;
    begin_phase(Phase::kWrite, shared_.limits.rate_window);
    while (true) {
        const bool flushed = flush_now();
        if (flushed) {
            break;
        }
        const Result<void> waited = co_await stream_.wait(io::Side::kWrite);
        if (!waited || expired_) {
            fail();
            break;
        }
    }
    phase_ = before == Phase::kHead ? Phase::kActive : before;
}

loop::Task<void> Connection::linger() {
    // Closing with unread bytes would make the kernel reset the connection, and the peer lose the
    // last response. An idle connection has none on its way.
    if (usable_ && phase_ == Phase::kIdle) {
        stream_.finish_writing();
        usable_ = false;
    }
    if (usable_) {
        expired_ = false;
        stream_.finish_writing();
        begin_phase(Phase::kLinger, shared_.limits.linger_timeout);
    }
    std::size_t dropped = 0;
    while (usable_ && !expired_ && dropped < kLingerBytes) {
        const Result<std::size_t> n = stream_.try_read(shared_.scratch);
        if (n) {
            dropped += *n;
            continue;
        }
        if (n.error().code != Errc::kWouldBlock) {
            break;
        }
        const Result<void> waited = co_await stream_.wait(io::Side::kRead);
        usable_ = waited.has_value();
    }
    stream_.close();
}

}  // namespace ks::serve
