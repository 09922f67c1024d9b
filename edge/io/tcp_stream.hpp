// SPDX-License-Identifier: Apache-2.0
// A connected TCP socket as a Stream. Reads and writes are plain non-blocking calls; Asio only
// waits.
#pragma once

#include "edge/io/stream.hpp"

#include <asio/basic_stream_socket.hpp>
#include <asio/ip/tcp.hpp>

namespace ks::io {

using TcpSocket = asio::basic_stream_socket<asio::ip::tcp, loop::Executor>;

class TcpStream final : public Stream {
public:
    /// Takes a connected socket over.
    explicit TcpStream(TcpSocket socket);

    [[nodiscard]] Result<std::size_t> try_read(std::span<char> into) override;
    [[nodiscard]] Result<std::size_t> try_write(std::string_view bytes) override;
    [[nodiscard]] loop::Task<Result<void>> wait(Side side) override;
    void cancel() noexcept override;
    void finish_writing() noexcept override;
    void close() noexcept override;

private:
    TcpSocket socket_;
    int descriptor_;  ///< -1 once closed
};

}  // namespace ks::io
