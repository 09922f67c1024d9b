// SPDX-License-Identifier: Apache-2.0
// A blocking TLS client over a socket pair or TCP, for tests only.
#pragma once

#include <openssl/ssl.h>

#include <memory>
#include <string>
#include <string_view>

namespace ks::test {

struct TlsClientOptions {
    std::string server_name;  ///< empty: none sent
    std::string ca_file;      ///< empty: the certificate is not checked
    std::string verify_name;  ///< empty: only the chain is checked
    int version = 0;          ///< TLS1_2_VERSION, TLS1_3_VERSION; 0: any
    std::string alpn;         ///< one protocol; empty: none
    SSL_SESSION* resume = nullptr;
};

class TlsClient {
public:
    /// Connects to 127.0.0.1:`port` and shakes hands; see ok().
    TlsClient(std::uint16_t port, const TlsClientOptions& options);
    TlsClient(const TlsClient&) = delete;
    TlsClient& operator=(const TlsClient&) = delete;
    ~TlsClient();

    [[nodiscard]] bool ok() const noexcept { return ok_; }

    /// The alert that ended the handshake, 0: none.
    [[nodiscard]] int alert() const noexcept { return alert_; }

    [[nodiscard]] bool resumed() const { return SSL_session_reused(ssl_) == 1; }

    [[nodiscard]] std::string alpn() const;

    [[nodiscard]] std::string cipher() const { return SSL_get_cipher_name(ssl_); }

    [[nodiscard]] int version() const { return SSL_version(ssl_); }

    /// The last ticket seen; read something first with TLS 1.3. Owned by the caller.
    [[nodiscard]] SSL_SESSION* session();

    bool send(std::string_view text);
    /// Until `end` has come or the peer has ended it.
    std::string receive_until(std::string_view end);
    /// Until the peer ends it.
    std::string receive_all();

private:
    static int on_session(SSL* ssl, SSL_SESSION* session);

    int socket_ = -1;
    SSL_CTX* ctx_ = nullptr;
    SSL* ssl_ = nullptr;
    SSL_SESSION* last_ = nullptr;
    bool ok_ = false;
    int alert_ = 0;
};

/// A plain TCP client on 127.0.0.1.
class PlainClient {
public:
    explicit PlainClient(std::uint16_t port);
    PlainClient(const PlainClient&) = delete;
    PlainClient& operator=(const PlainClient&) = delete;
    ~PlainClient();

    bool send(std::string_view text);
    std::string receive_until(std::string_view end);
    std::string receive_all();
    void end_sending();

    [[nodiscard]] bool connected() const noexcept { return socket_ >= 0; }

private:
    int socket_;
};

/// A connected socket to 127.0.0.1:`port` with a receive timeout of 5 s, -1 on failure.
[[nodiscard]] int connect_to(std::uint16_t port);

}  // namespace ks::test
