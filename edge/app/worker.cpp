// SPDX-License-Identifier: Apache-2.0
#include "edge/app/worker.hpp"

#include "edge/loop/log.hpp"

#include <stdexcept>

namespace ks::app {
namespace {

tls::DevCa parsed(const tls::DevCaFiles& files) {
    auto ca = tls::DevCa::parse(files);
    if (!ca) {
        throw std::runtime_error("the development CA cannot be read: " +
                                 files.certificate.string());
    }
    return *std::move(ca);
}

}  // namespace

Worker::Worker(std::uint32_t number, const loop::Reactor::Parts& parts, const Common& common)
    : reactor_(number, parts),
      site_{.reactor = reactor_,
            .facts = common.facts,
            .check_soon = common.check_soon,
            .passwords = &common.passwords},
      certificates_({.base_domain = common.facts.base_domain, .acme = common.facts.acme},
                    parsed(common.dev_ca),
                    common.sealer,
                    reactor_.reader(),
                    parts.clock),
      tls_(reactor_, certificates_, common.tls),
      admission_(common.tally, common.exempt),
      dispatcher_(site_, pages_, certificates_),
      server_({reactor_, common.limits, dispatcher_, admission_, tls_}) {
    site_.may_ask = [this](std::string_view peer) {
        asio::error_code malformed;
        const auto address = asio::ip::make_address(std::string(peer), malformed);
        return !malformed && admission_.may_ask(address, reactor_.clock().monotonic());
    };
    if (!certificates_.set_operator_certificates(common.certificates)) {
        throw std::runtime_error("a certificate of [tls] certificates cannot be used");
    }
}

Worker::~Worker() {
    if (thread_.joinable()) {
        reactor_.post([this] {
            server_.drain();
            server_.close_all();
            reactor_.stop();
        });
        thread_.join();
    }
}

void Worker::start() {
    thread_ = std::thread([this] { reactor_.run(); });
}

void Worker::drain(std::chrono::milliseconds limit) {
    reactor_.post([this, limit] { reactor_.spawn(end(limit), "drain"); });
}

loop::Task<void> Worker::end(std::chrono::milliseconds limit) {
    constexpr std::chrono::milliseconds kStep{50};
    constexpr std::chrono::milliseconds kAfterClosing{500};
    server_.drain();
    const Monotonic until = reactor_.clock().monotonic() + limit;
    while (server_.connections() != 0 && reactor_.clock().monotonic() < until) {
        co_await reactor_.sleep(kStep);
    }
    if (server_.connections() != 0) {
        loop::log(loop::LogLevel::kWarning,
                  "drain_cut_short",
                  {{"connections", static_cast<std::int64_t>(server_.connections())}});
        server_.close_all();
        co_await reactor_.sleep(kAfterClosing);
    }
    reactor_.stop();
}

void Worker::hurry() {
    reactor_.post([this] { server_.close_all(); });
}

void Worker::set_certificates(std::shared_ptr<const tls::PemPairs> pairs) {
    reactor_.post([this, pairs = std::move(pairs)] {
        if (!certificates_.set_operator_certificates(*pairs)) {
            loop::log(loop::LogLevel::kError,
                      "certificates_refused",
                      {{"reactor", std::int64_t{reactor_.number()}}});
        }
    });
}

void Worker::set_frozen(std::int64_t since) {
    reactor_.post([this, since] { site_.frozen_at = since; });
}

void Worker::join() {
    thread_.join();
}

}  // namespace ks::app
