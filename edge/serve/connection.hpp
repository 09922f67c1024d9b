// SPDX-License-Identifier: Apache-2.0
// One HTTP/1 connection: reads requests, has them answered, writes the answers in order (RFC 9112).
// Lives in the frame of the coroutine that runs it, on one reactor.
#pragma once

#include "edge/http1/head_gate.hpp"
#include "edge/http1/request_head.hpp"
#include "edge/http1/response_head.hpp"
#include "edge/io/stream.hpp"
#include "edge/loop/reactor.hpp"
#include "edge/serve/exchange.hpp"
#include "edge/serve/handler.hpp"
#include "edge/serve/in_buffer.hpp"
#include "edge/serve/limits.hpp"
#include "edge/serve/ready_response.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace ks::serve {

/// What all connections of a reactor share.
struct Shared {
    loop::Reactor& reactor;
    const Limits& limits;
    Handler& handler;
    http1::DateText date{};
    bool draining = false;              ///< every response from now on is its connection's last
    std::array<char, 16384> scratch{};  ///< for bytes that are used before the next suspension
};

struct ConnectionFacts {
    std::string peer;
    std::uint16_t local_port = 0;
    const tls::Session* session = nullptr;  ///< null over plain HTTP
};

class Connection {
public:
    /// `stream` is ready for HTTP and outlives the connection.
    Connection(Shared& shared, io::Stream& stream, ConnectionFacts facts);
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    ~Connection() = default;

    /// Returns when the connection has ended; the stream is closed then.
    [[nodiscard]] loop::Task<void> run();
    /// Drain: ends it now if it is idle; else its next response is its last (Shared::draining).
    void close_if_idle() noexcept;

private:
    enum class Phase : std::uint8_t { kActive, kIdle, kHead, kBody, kWrite, kLinger };
    enum class HeadState : std::uint8_t { kComplete, kNeedMore, kRefused, kAnswered };

    // connection.cpp: the loop and the requests
    [[nodiscard]] HeadState parse_head();
    [[nodiscard]] loop::Task<void> exchange(HeadState state);
    [[nodiscard]] bool receive_now();
    bool read_some();
    void woke(const Result<void>& waited);
    [[nodiscard]] Request make_request() const noexcept;
    void make_request_id() noexcept;
    void refuse(Errc code, std::string_view host);
    void finish_request();

    // connection_body.cpp: request bodies
    [[nodiscard]] loop::Task<void> read_body();
    [[nodiscard]] loop::Task<void> read_length_body(std::size_t length);
    [[nodiscard]] loop::Task<void> read_chunked_body();
    [[nodiscard]] bool body_read_failed(const Error& fault);
    [[nodiscard]] loop::Task<void> await_body();

    // connection_reply.cpp: responses
    void queue_reply();
    void queue_head(http1::ResponseBody body, std::uint64_t length);
    void queue_ready(const ReadyResponse& ready);
    void queue_ready_with_connection(const ReadyResponse& ready);
    void patch_date(const ReadyResponse& ready);
    [[nodiscard]] http1::Persistence persistence() const noexcept;
    [[nodiscard]] bool will_close() const noexcept;
    [[nodiscard]] loop::Task<void> send_stream();
    [[nodiscard]] bool flush_now();
    [[nodiscard]] loop::Task<void> flush();
    [[nodiscard]] loop::Task<void> linger();

    // connection_time.cpp: deadlines
    void begin_idle();
    void begin_phase(Phase phase, std::chrono::milliseconds limit);

    void end_phase() noexcept { phase_ = Phase::kActive; }

    static void on_timer(void* connection);
    [[nodiscard]] bool keeps_pace() noexcept;
    void release() noexcept;
    void fail() noexcept;

    Shared& shared_;
    io::Stream& stream_;
    ConnectionFacts facts_;
    InBuffer in_;
    std::string out_;       ///< responses not yet taken by the stream
    std::size_t sent_ = 0;  ///< of out_
    http1::HeadGate gate_;
    http1::RequestHead head_;
    std::size_t head_size_ = 0;
    std::string body_;
    std::string carry_;  ///< received behind a chunked body: the next request's
    Reply reply_;
    std::array<char, 16> request_id_{};
    loop::Timer timer_;
    Monotonic opened_;
    Monotonic now_;  ///< as of the last request, a second more or less
    Monotonic idle_until_{};
    std::uint64_t progress_ = 0;  ///< body bytes in and response bytes out
    std::uint64_t progress_mark_ = 0;
    std::uint32_t requests_ = 0;
    std::uint32_t reads_without_wait_ = 0;
    bool is_head_ = false;      ///< the request at hand is a HEAD
    Errc failure_ = Errc::kOk;  ///< why the request at hand cannot be answered properly
    Phase phase_ = Phase::kActive;
    bool open_ = true;    ///< more requests may come
    bool usable_ = true;  ///< the stream can still carry an answer
    bool expired_ = false;
    bool released_ = false;
    bool try_first_ = true;  ///< bytes may be there without a wait
};

}  // namespace ks::serve
