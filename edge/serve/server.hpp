// SPDX-License-Identifier: Apache-2.0
// The connections of one reactor: takes them from the listeners, shakes hands, runs them, ends
// them.
#pragma once

#include "edge/io/listener.hpp"
#include "edge/serve/admission.hpp"
#include "edge/serve/connection.hpp"
#include "edge/tls/tls_stream.hpp"

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace ks::serve {

class Server {
public:
    struct Parts {
        loop::Reactor& reactor;
        const Limits& limits;
        Handler& handler;
        Admission& admission;
        tls::Context& tls;
    };

    explicit Server(const Parts& parts);
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;
    ~Server();

    enum class Kind : std::uint8_t { kPlain, kTls };
    /// Takes a listening socket over; before the reactor runs.
    void listen(int descriptor, const asio::ip::tcp::endpoint& endpoint, Kind kind);

    /// On the reactor's thread: no more connections, idle ones end, the others with their next
    /// response.
    void drain();
    /// On the reactor's thread: ends every connection now.
    void close_all() noexcept;

    [[nodiscard]] std::size_t connections() const noexcept { return count_; }

private:
    class Door;

    /// A connection in the list, from accept to end.
    struct Live {
        Live(Server& owner, io::Stream& carrier) noexcept;
        Live(const Live&) = delete;
        Live& operator=(const Live&) = delete;
        ~Live();

        Server* server;  ///< null once it is gone
        io::Stream& stream;
        Connection* connection = nullptr;  ///< null while shaking hands
        Live* previous = nullptr;
        Live* next = nullptr;
    };

    void accepted(io::TcpSocket socket,
                  const asio::ip::tcp::endpoint& peer,
                  std::uint16_t local_port,
                  Kind kind);
    [[nodiscard]] loop::Task<void> run_plain(std::unique_ptr<io::Stream> stream,
                                             ConnectionFacts facts,
                                             Admission::Unit unit);
    [[nodiscard]] loop::Task<void> run_tls(std::unique_ptr<io::Stream> lower,
                                           ConnectionFacts facts,
                                           Admission::Unit unit);
    [[nodiscard]] loop::Task<bool> shake_hands(tls::TlsStream& stream);

    Shared shared_;
    Admission& admission_;
    tls::Context& tls_;
    std::vector<std::unique_ptr<Door>> doors_;
    Live* live_ = nullptr;
    std::size_t count_ = 0;
};

}  // namespace ks::serve
