// SPDX-License-Identifier: Apache-2.0
#include "live.hpp"

#include "plan.hpp"
#include "reporter.hpp"

#include "edge/loop/task.hpp"
#include "edge/loop/wall_clock.hpp"

#include <asio/buffer.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/read_until.hpp>
#include <asio/steady_timer.hpp>
#include <asio/write.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <random>
#include <string_view>
#include <utility>

namespace ks::demo {
namespace {

using asio::ip::tcp;
using loop::Executor;
using loop::Task;
using Acceptor = asio::basic_socket_acceptor<tcp, Executor>;
using Socket = asio::basic_stream_socket<tcp, Executor>;
using Timer = asio::basic_waitable_timer<std::chrono::steady_clock,
                                         asio::wait_traits<std::chrono::steady_clock>,
                                         Executor>;

constexpr std::size_t kHeadMax = 16384;
constexpr std::array<std::string_view, 2> kTcpNames{"primary", "replica"};
constexpr std::chrono::seconds kPingEvery{20};
constexpr int kPingsPerResult = 2;

Task<void> pause(Executor executor, std::chrono::milliseconds length) {
    Timer timer(executor, length);
    co_await timer.async_wait(loop::token);
}

/// "GET /path HTTP/1.1..." -> "/path"
std::string path_of(std::string_view head) {
    const std::size_t begin = head.find(' ');
    const std::size_t end = head.find(' ', begin + 1);
    return begin == std::string_view::npos || end == std::string_view::npos
               ? "/"
               : std::string(head.substr(begin + 1, end - begin - 1));
}

std::string answer(bool well) {
    const std::string_view body = well ? "all is well\n" : "down for the demo\n";
    return std::string(well ? "HTTP/1.1 200 OK" : "HTTP/1.1 503 Service Unavailable") +
           "\r\nContent-Type: text/plain\r\nConnection: close\r\nContent-Length: " +
           std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

/// Open on `port`, or on any if that is taken.
bool listen_on(Acceptor& acceptor, std::uint16_t port) {
    asio::error_code fault;
    acceptor.open(tcp::v4(), fault);
    acceptor.set_option(tcp::acceptor::reuse_address(true), fault);
    acceptor.bind({asio::ip::address_v4::loopback(), port}, fault);
    if (!fault) {
        acceptor.listen(asio::socket_base::max_listen_connections, fault);
    }
    if (fault) {
        asio::error_code ignored;
        acceptor.close(ignored);
    }
    return !fault;
}

}  // namespace

/// All that the thread works with.
struct LiveServices::World {
    World() : http(io), tcp{Acceptor(io), Acceptor(io)}, begun(clock.monotonic()) {}

    /// What a service that is well takes to answer.
    [[nodiscard]] std::chrono::milliseconds work_time() {
        return std::chrono::milliseconds(8 + rng() % 60);
    }

    [[nodiscard]] std::optional<Cycle::Kind> trouble(std::string_view service) const;
    Task<void> serve_http();
    Task<void> converse(Socket socket);
    Task<void> serve_tcp(std::size_t number);
    Task<void> accept_all(std::size_t number);
    Task<void> report(Reporter reporter);

    asio::io_context io{1};
    Acceptor http;
    std::array<Acceptor, 2> tcp;
    Ports ports;
    loop::WallClock clock;
    Monotonic begun;
    std::minstd_rand rng{20};
};

std::optional<Cycle::Kind> LiveServices::World::trouble(std::string_view service) const {
    const auto elapsed =
        std::chrono::duration_cast<std::chrono::seconds>(clock.monotonic() - begun).count();
    for (const Cycle& cycle : cycles()) {
        if (cycle.service == service) {
            const std::int64_t at = elapsed % cycle.every_s;
            return at >= cycle.from_s && at < cycle.from_s + cycle.length_s
                       ? std::optional(cycle.kind)
                       : std::nullopt;
        }
    }
    return std::nullopt;
}

Task<void> LiveServices::World::serve_http() {
    while (true) {
        auto [fault, socket] = co_await http.async_accept(loop::token);
        if (fault) {
            co_await pause(io.get_executor(), std::chrono::milliseconds(100));
            continue;
        }
        asio::co_spawn(io, converse(std::move(socket)), asio::detached);
    }
}

Task<void> LiveServices::World::converse(Socket socket) {
    std::string head;
    auto [fault, size] = co_await asio::async_read_until(
        socket, asio::dynamic_buffer(head, kHeadMax), "\r\n\r\n", loop::token);
    if (fault) {
        co_return;
    }
    const auto kind = trouble(path_of(head));
    co_await pause(io.get_executor(),
                   kind == Cycle::Kind::kSlow ? std::chrono::milliseconds(kSlow_ms) : work_time());
    const std::string reply = answer(kind != Cycle::Kind::kDown);
    co_await asio::async_write(socket, asio::buffer(reply), loop::token);
    asio::error_code ignored;
    socket.shutdown(tcp::socket::shutdown_send, ignored);
}

/// Closes the listening socket while the service is down, so that connections are really refused.
Task<void> LiveServices::World::serve_tcp(std::size_t number) {
    Acceptor& acceptor = tcp[number];
    asio::co_spawn(io, accept_all(number), asio::detached);
    while (true) {
        const bool down = trouble(kTcpNames[number]).has_value();
        if (down && acceptor.is_open()) {
            asio::error_code ignored;
            acceptor.close(ignored);
        } else if (!down && !acceptor.is_open() && listen_on(acceptor, ports.tcp[number])) {
            asio::co_spawn(io, accept_all(number), asio::detached);
        }
        co_await pause(io.get_executor(), std::chrono::milliseconds(200));
    }
}

Task<void> LiveServices::World::accept_all(std::size_t number) {
    while (tcp[number].is_open()) {
        auto [fault, socket] = co_await tcp[number].async_accept(loop::token);
        if (fault) {
            co_return;  // closed for a while
        }
    }
}

/// Blocks the services for the few milliseconds that its own server takes to answer.
Task<void> LiveServices::World::report(Reporter reporter) {
    for (int round = 0;; ++round) {
        reporter.ping_all();
        if (round % kPingsPerResult == 0) {
            reporter.post_result();
        }
        co_await pause(io.get_executor(), kPingEvery);
    }
}

LiveServices::LiveServices(std::unique_ptr<World> world) : world_(std::move(world)) {}

Said<std::unique_ptr<LiveServices>> LiveServices::open(const Ports& wanted) {
    auto world = std::make_unique<World>();
    const auto bind = [](Acceptor& acceptor, std::uint16_t port, std::uint16_t& bound) {
        if ((port == 0 || !listen_on(acceptor, port)) && !listen_on(acceptor, 0)) {
            return false;
        }
        asio::error_code ignored;
        bound = acceptor.local_endpoint(ignored).port();
        return true;
    };
    if (!bind(world->http, wanted.http, world->ports.http) ||
        !bind(world->tcp[0], wanted.tcp[0], world->ports.tcp[0]) ||
        !bind(world->tcp[1], wanted.tcp[1], world->ports.tcp[1])) {
        return std::unexpected(
            "the demo's services cannot listen on 127.0.0.1: no port is free there");
    }
    return std::unique_ptr<LiveServices>(new LiveServices(std::move(world)));
}

LiveServices::~LiveServices() {
    world_->io.stop();
    if (thread_.joinable()) {
        thread_.join();
    }
}

const Ports& LiveServices::ports() const noexcept {
    return world_->ports;
}

void LiveServices::start(const Seeded& seeded, const Upstream& upstream) {
    World& world = *world_;
    world.begun = world.clock.monotonic();
    asio::co_spawn(world.io, world.serve_http(), asio::detached);
    asio::co_spawn(world.io, world.serve_tcp(0), asio::detached);
    asio::co_spawn(world.io, world.serve_tcp(1), asio::detached);
    asio::co_spawn(world.io, world.report(Reporter(seeded, upstream)), asio::detached);
    thread_ = std::thread([&world] { world.io.run(); });
}

}  // namespace ks::demo
