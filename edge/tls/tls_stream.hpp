// SPDX-License-Identifier: Apache-2.0
// TLS over another Stream, server side. Lives on its connection's reactor.
#pragma once

#include "edge/io/stream.hpp"
#include "edge/tls/context.hpp"
#include "edge/tls/stream_bio.hpp"

#include <memory>

namespace ks::tls {

class TlsStream final : public io::Stream {
public:
    TlsStream(Context& context, std::unique_ptr<io::Stream> lower);
    ~TlsStream() override;

    /// Once, before all else. kTimeout after cancel(), kEof, kIo, kMalformed (the peer's TLS;
    /// detail: OpenSSL's reason).
    [[nodiscard]] loop::Task<Result<void>> handshake();

    /// What the handshake decided. REQUIRES: it succeeded.
    [[nodiscard]] const Session& session() const noexcept { return session_; }

    [[nodiscard]] Result<std::size_t> try_read(std::span<char> into) override;
    [[nodiscard]] Result<std::size_t> try_write(std::string_view bytes) override;
    [[nodiscard]] loop::Task<Result<void>> wait(io::Side side) override;
    [[nodiscard]] bool has_buffered() const noexcept override;
    void cancel() noexcept override;
    void finish_writing() noexcept override;
    void close() noexcept override;
    void release_buffers() noexcept override;

private:
    [[nodiscard]] Error failed(int result) noexcept;

    std::unique_ptr<io::Stream> lower_;
    Session session_;
    BioState bio_;
    SslPtr ssl_;
    bool blocked_ = false;   ///< the last operation could not go on without the lower stream
    bool broken_ = false;    ///< OpenSSL forbids any further call
    bool finished_ = false;  ///< close_notify is sent; what comes in is thrown away unread
};

}  // namespace ks::tls
