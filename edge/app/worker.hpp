// SPDX-License-Identifier: Apache-2.0
// Everything that one page reactor owns, built in order of need, and its thread.
#pragma once

#include "edge/loop/reactor.hpp"
#include "edge/loop/shared_tally.hpp"
#include "edge/page/page_cache.hpp"
#include "edge/serve/admission.hpp"
#include "edge/serve/dispatch.hpp"
#include "edge/serve/server.hpp"
#include "edge/serve/site.hpp"
#include "edge/tls/certificate_cache.hpp"
#include "edge/tls/context.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

namespace ks::app {

class Worker {
public:
    /// All of it outlives the workers.
    struct Common {
        const serve::SiteFacts& facts;
        const serve::Limits& limits;
        const std::vector<text::Network>& exempt;
        const std::function<void(MonitorId)>& check_soon;
        loop::SharedTally& tally;
        serve::PasswordGate& passwords;
        const tls::DevCaFiles& dev_ca;
        const tls::PemPairs& certificates;
        const tls::Sealer& sealer;
        tls::Context::Options tls;
    };

    /// For a start-up: throws std::runtime_error when a part cannot be built.
    Worker(std::uint32_t number, const loop::Reactor::Parts& parts, const Common& common);
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;
    ~Worker();

    /// Before start().
    [[nodiscard]] serve::Server& server() noexcept { return server_; }

    void start();
    /// Any thread: ends connections in order within `limit`, then at once, then the thread.
    void drain(std::chrono::milliseconds limit);
    /// Any thread: no more waiting for connections to end.
    void hurry();
    /// Any thread. Pairs that cannot be used are logged and change nothing.
    void set_certificates(std::shared_ptr<const tls::PemPairs> pairs);
    /// Any thread: what pages say of writing (serve::Site::frozen_at).
    void set_frozen(std::int64_t since);
    void join();

private:
    [[nodiscard]] loop::Task<void> end(std::chrono::milliseconds limit);

    loop::Reactor reactor_;
    serve::Site site_;
    page::PageCache pages_;
    tls::CertificateCache certificates_;
    tls::Context tls_;
    serve::Admission admission_;
    serve::Dispatcher dispatcher_;
    serve::Server server_;
    std::thread thread_;
};

}  // namespace ks::app
