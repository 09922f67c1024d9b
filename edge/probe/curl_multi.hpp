// SPDX-License-Identifier: Apache-2.0
// libcurl's multi interface on one reactor: curl says which sockets and which time it waits for,
// Asio waits, and a finished transfer resumes the coroutine that asked for it. On the control
// reactor: one multi handle for checks, one for messages to subscribers, one for each ACME
// directory.
#pragma once

#include "edge/loop/reactor.hpp"

#include <asio/posix/stream_descriptor.hpp>
#include <asio/steady_timer.hpp>
#include <curl/curl.h>

#include <chrono>
#include <memory>
#include <unordered_map>

namespace ks::probe {

struct EasyCloser {
    void operator()(CURL* easy) const noexcept { curl_easy_cleanup(easy); }
};

using Easy = std::unique_ptr<CURL, EasyCloser>;

class CurlMulti {
public:
    /// `kept`: connections that stay open for later transfers, at most.
    explicit CurlMulti(loop::Reactor& reactor, long kept = 1);
    CurlMulti(const CurlMulti&) = delete;
    CurlMulti& operator=(const CurlMulti&) = delete;
    /// REQUIRES: the reactor does not run any more.
    ~CurlMulti();

    /// Runs the transfer that `easy` describes; CURLcode of its end. `easy` must live until then. A
    /// task that is destroyed before takes its transfer along.
    [[nodiscard]] loop::Task<int> perform(CURL* easy);

private:
    using Descriptor = asio::posix::basic_stream_descriptor<loop::Executor>;

    struct Running;

    /// A socket that curl wants watched. Handlers hold it weakly: a closed socket's late
    /// completions find nothing.
    struct Watch {
        Watch(const loop::Executor& executor, int fd) : descriptor(executor, fd) {}

        Descriptor descriptor;
        int wanted = 0;  ///< CURL_POLL_*
        bool reading = false;
        bool writing = false;
    };

    static int on_socket(CURL* easy, curl_socket_t fd, int what, void* self, void* watch) noexcept;
    static int on_timer(CURLM* multi, long timeout_ms, void* self) noexcept;

    void watch(curl_socket_t fd, int what);
    void unwatch(curl_socket_t fd);
    void arm(const std::shared_ptr<Watch>& watch);
    void act(curl_socket_t fd, int events);
    void collect();

    loop::Reactor& reactor_;
    CURLM* multi_;
    asio::basic_waitable_timer<std::chrono::steady_clock,
                               asio::wait_traits<std::chrono::steady_clock>,
                               loop::Executor>
        timer_;
    std::unordered_map<curl_socket_t, std::shared_ptr<Watch>> watches_;
};

}  // namespace ks::probe
