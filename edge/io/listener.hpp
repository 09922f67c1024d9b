// SPDX-License-Identifier: Apache-2.0
// Listening sockets. Each reactor has its own on the same address (SO_REUSEPORT), so that the
// kernel spreads connections and no reactor wakes for another's.
#pragma once

#include "core/base/result.hpp"
#include "edge/io/tcp_stream.hpp"
#include "edge/loop/reactor.hpp"

#include <asio/basic_socket_acceptor.hpp>
#include <asio/ip/tcp.hpp>

#include <cstdint>
#include <functional>
#include <vector>

namespace ks::io {

/// Sockets bound to one address, one a reactor; not yet given to any. Closes what nobody has taken.
class ListenSet {
public:
    /// Binds `count` sockets; port 0 is resolved by the first and shared by the rest. kIo with
    /// errno (EADDRINUSE also when another process listens there with SO_REUSEPORT: two servers
    /// must not share a port by accident).
    [[nodiscard]] static Result<ListenSet> bind(const asio::ip::tcp::endpoint& endpoint,
                                                std::size_t count);

    ListenSet(ListenSet&&) noexcept = default;
    ListenSet& operator=(ListenSet&&) = delete;
    ListenSet(const ListenSet&) = delete;
    ListenSet& operator=(const ListenSet&) = delete;
    ~ListenSet();

    [[nodiscard]] const asio::ip::tcp::endpoint& endpoint() const noexcept { return endpoint_; }

    /// The next socket; the caller owns it. REQUIRES: called at most `count` times.
    [[nodiscard]] int take() noexcept;

private:
    ListenSet() = default;
    asio::ip::tcp::endpoint endpoint_;
    std::vector<int> sockets_;
};

/// What becomes of an accepted connection.
class Acceptor {
public:
    Acceptor() = default;
    Acceptor(const Acceptor&) = delete;
    Acceptor& operator=(const Acceptor&) = delete;
    virtual ~Acceptor() = default;
    virtual void accepted(TcpSocket socket, const asio::ip::tcp::endpoint& peer) = 0;
};

/// Accepts on one socket of one reactor until stopped. Running out of descriptors is survived: one
/// held in reserve is spent to accept and close the waiting connection, then accepting pauses a
/// little.
class Listener {
public:
    /// Takes `descriptor` over. `acceptor` must outlive the reactor's run().
    Listener(loop::Reactor& reactor,
             int descriptor,
             const asio::ip::tcp::endpoint& endpoint,
             Acceptor& acceptor);
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;
    ~Listener();

    /// On the reactor's thread, or before it runs.
    void start();
    /// On the reactor's thread. Connections that wait in the kernel's queue are reset.
    void stop() noexcept;

private:
    loop::Task<void> run();
    /// Accepts until nobody waits; false if a pause is due.
    bool accept_all();
    /// Hands a new connection on; false, and it is closed, when too many descriptors are in use.
    bool take(int descriptor, const asio::ip::tcp::endpoint& peer);
    void shed_one() noexcept;

    loop::Reactor& reactor_;
    asio::basic_socket_acceptor<asio::ip::tcp, loop::Executor> socket_;
    asio::ip::tcp::endpoint endpoint_;
    Acceptor& acceptor_;
    int descriptor_max_;  ///< connections stay below it: checks, DNS and the store need some too
    int reserve_;
};

}  // namespace ks::io
