// SPDX-License-Identifier: Apache-2.0
#include "edge/serve/server.hpp"

#include "edge/loop/log.hpp"

#include <utility>

namespace ks::serve {

/// One listener with what its connections are.
class Server::Door final : public io::Acceptor {
public:
    Door(Server& server, int descriptor, const asio::ip::tcp::endpoint& endpoint, Kind kind)
        : server_(server),
          port_(endpoint.port()),
          kind_(kind),
          listener_(server.shared_.reactor, descriptor, endpoint, *this) {}

    void accepted(io::TcpSocket socket, const asio::ip::tcp::endpoint& peer) override {
        server_.accepted(std::move(socket), peer, port_, kind_);
    }

    [[nodiscard]] io::Listener& listener() noexcept { return listener_; }

private:
    Server& server_;
    std::uint16_t port_;
    Kind kind_;
    io::Listener listener_;
};

Server::Live::Live(Server& owner, io::Stream& carrier) noexcept
    : server(&owner), stream(carrier), next(owner.live_) {
    if (next != nullptr) {
        next->previous = this;
    }
    owner.live_ = this;
    ++owner.count_;
}

Server::Live::~Live() {
    if (server == nullptr) {
        return;
    }
    (previous != nullptr ? previous->next : server->live_) = next;
    if (next != nullptr) {
        next->previous = previous;
    }
    --server->count_;
}

Server::Server(const Parts& parts)
    : shared_{parts.reactor, parts.limits, parts.handler},
      admission_(parts.admission),
      tls_(parts.tls) {}

Server::~Server() {
    // What a stopped reactor left unfinished is destroyed with the reactor, after this.
    for (Live* live = live_; live != nullptr; live = live->next) {
        live->server = nullptr;
    }
}

void Server::listen(int descriptor, const asio::ip::tcp::endpoint& endpoint, Kind kind) {
    doors_.push_back(std::make_unique<Door>(*this, descriptor, endpoint, kind));
    doors_.back()->listener().start();
}

void Server::accepted(io::TcpSocket socket,
                      const asio::ip::tcp::endpoint& peer,
                      std::uint16_t local_port,
                      Kind kind) {
    auto unit = admission_.admit(peer.address());
    if (!unit) {
        return;  // The socket closes itself; telling why would be work for whoever has too much
                 // already.
    }
    auto stream = std::make_unique<io::TcpStream>(std::move(socket));
    ConnectionFacts facts{.peer = io::peer_text(peer.address()), .local_port = local_port};
    auto task = kind == Kind::kTls
                    ? run_tls(std::move(stream), std::move(facts), *std::move(unit))
                    : run_plain(std::move(stream), std::move(facts), *std::move(unit));
    shared_.reactor.spawn(std::move(task), "connection");
}

loop::Task<void> Server::run_plain(std::unique_ptr<io::Stream> stream,
                                   ConnectionFacts facts,
                                   Admission::Unit /*unit*/) {
    Live live(*this, *stream);
    Connection connection(shared_, *stream, std::move(facts));
    live.connection = &connection;
    co_await connection.run();
    live.connection = nullptr;
}

loop::Task<void> Server::run_tls(std::unique_ptr<io::Stream> lower,
                                 ConnectionFacts facts,
                                 Admission::Unit unit) {
    if (!unit.may_handshake(shared_.reactor.clock().monotonic())) {
        co_return;
    }
    tls::TlsStream stream(tls_, std::move(lower));
    Live live(*this, stream);
    const bool ready = co_await shake_hands(stream);
    if (!ready) {
        co_return;
    }
    if (stream.session().challenge) {
        co_return;  // RFC 8737 section 3: the connection ends with the handshake
    }
    facts.session = &stream.session();
    Connection connection(shared_, stream, std::move(facts));
    live.connection = &connection;
    co_await connection.run();
    live.connection = nullptr;
}

loop::Task<bool> Server::shake_hands(tls::TlsStream& stream) {
    loop::Timer deadline(
        shared_.reactor.timers(),
        // Not cancel(): it ends nothing when the wait has just ended by itself.
        [](void* late) { static_cast<tls::TlsStream*>(late)->close(); },
        &stream);
    deadline.set(shared_.reactor.clock().monotonic() + shared_.limits.handshake_timeout);
    const Result<void> shaken = co_await stream.handshake();
    if (shaken) {
        co_return true;
    }
    // An alert has been written; the peer shall read it before the connection is gone.
    const Error fault = shaken.error();
    loop::log(loop::LogLevel::kDebug,
              "handshake_failed",
              {{"code", info(fault.code).name},
               {"detail", fault.detail},
               {"host", stream.session().server_name}});
    if (fault.code == Errc::kMalformed) {
        stream.finish_writing();
        deadline.set(shared_.reactor.clock().monotonic() + shared_.limits.linger_timeout);
        const Result<void> ended = co_await stream.wait(io::Side::kRead);
        static_cast<void>(ended);
    }
    stream.close();
    co_return false;
}

void Server::drain() {
    shared_.draining = true;
    for (const auto& door : doors_) {
        door->listener().stop();
    }
    for (Live* live = live_; live != nullptr; live = live->next) {
        if (live->connection != nullptr) {
            live->connection->close_if_idle();
        }
    }
}

void Server::close_all() noexcept {
    for (Live* live = live_; live != nullptr; live = live->next) {
        live->stream.close();
    }
}

}  // namespace ks::serve
