// SPDX-License-Identifier: Apache-2.0
// Request bodies are read whole before the request is answered; their size is bounded.
#include "edge/http1/chunk_decoder.hpp"
#include "edge/serve/connection.hpp"

#include <algorithm>
#include <utility>

namespace ks::serve {
namespace {

/// What is made ready for a body at once: an announced length alone must not cost memory.
constexpr std::size_t kBodyStep = std::size_t{64} << 10U;

}  // namespace

loop::Task<void> Connection::read_body() {
    const http::Framing framing = head_.framing;
    if (framing.kind == http::BodyKind::kLength && framing.length > shared_.limits.body_bytes_max) {
        failure_ = Errc::kBodyTooLarge;
        co_return;
    }
    if (head_.expect_continue && in_.view().size() == head_size_) {
        out_ += http1::kContinue;
        const bool flushed = flush_now();
        if (!flushed) {
            co_await flush();
        }
    }
    begin_phase(Phase::kBody, shared_.limits.rate_window);
    if (framing.kind == http::BodyKind::kLength) {
        co_await read_length_body(static_cast<std::size_t>(framing.length));
    } else {
        co_await read_chunked_body();
    }
    end_phase();
}

loop::Task<void> Connection::read_length_body(std::size_t length) {
    const std::string_view here = in_.view().substr(head_size_, length);
    body_.assign(here);
    head_size_ += here.size();
    while (body_.size() < length && usable_ && failure_ == Errc::kOk) {
        const std::size_t held = body_.size();
        body_.resize(held + std::min(length - held, std::max(kBodyStep, held)));
        const Result<std::size_t> n = stream_.try_read(std::span(body_).subspan(held));
        body_.resize(held + n.value_or(0));
        if (n) {
            progress_ += *n;
        } else if (!body_read_failed(n.error())) {
            co_await await_body();
        }
    }
}

loop::Task<void> Connection::read_chunked_body() {
    http1::ChunkDecoder decoder(shared_.limits.body_bytes_max);
    const std::string_view here = in_.view().substr(head_size_);
    Result<std::size_t> used = decoder.feed(here, body_);
    head_size_ += used.value_or(0);
    while (used && !decoder.done() && usable_ && failure_ == Errc::kOk) {
        const Result<std::size_t> n = stream_.try_read(shared_.scratch);
        if (n) {
            progress_ += *n;
            const std::string_view bytes(shared_.scratch.data(), *n);
            used = decoder.feed(bytes, body_);
            carry_.assign(bytes.substr(used.value_or(bytes.size())));
        } else if (!body_read_failed(n.error())) {
            co_await await_body();
        }
    }
    if (!used) {
        failure_ = used.error().code;
    }
}

bool Connection::body_read_failed(const Error& fault) {
    if (fault.code == Errc::kWouldBlock) {
        return false;
    }
    // The peer gave up in the middle: nobody waits for an answer.
    fail();
    return true;
}

loop::Task<void> Connection::await_body() {
    const Result<void> waited = co_await stream_.wait(io::Side::kRead);
    if (std::exchange(expired_, false)) {
        failure_ = Errc::kRequestTimeout;
    } else if (!waited) {
        fail();
    }
}

}  // namespace ks::serve
