// SPDX-License-Identifier: Apache-2.0
// TLS settings of one reactor: one SSL_CTX without any certificate. The client hello callback looks
// the name up in the store and attaches the certificate to the connection. TLS 1.2 and 1.3,
// Mozilla's intermediate profile.
#pragma once

#include "edge/loop/reactor.hpp"
#include "edge/tls/certificate_cache.hpp"
#include "edge/tls/openssl_ptr.hpp"
#include "edge/tls/ticket_keys.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace ks::tls {

/// What the handshake decided; kept by the connection.
struct Session {
    std::string server_name;                   ///< normalised; empty: none given
    std::shared_ptr<const Identity> identity;  ///< null before the client hello
    bool challenge = false;  ///< a CA's TLS-ALPN-01 look at us: nothing follows the handshake
};

class Context {
public:
    static constexpr std::uint32_t kWantedPerSecond = 20;

    struct Options {
        std::string base_domain;
        bool verify_dns = true;
        Sha256 ticket_secret{};  ///< the same for every reactor of the process
        UnixSeconds ticket_start{};
        /// Told, at most kWantedPerSecond times a second, of a name that a visitor asked for and
        /// that is ours but has no certificate yet; empty: nobody cares.
        std::function<void(std::string_view host)> wanted;
    };

    /// For a start-up: throws std::runtime_error when OpenSSL refuses a setting.
    Context(loop::Reactor& reactor, CertificateCache& certificates, const Options& options);
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;
    ~Context();

    /// A server-side SSL that fills `session`, which must outlive it. Null when memory is short.
    [[nodiscard]] SslPtr make_ssl(Session& session);

    /// The method of the BIO that tls::TlsStream puts under an SSL.
    [[nodiscard]] BIO_METHOD* bio_method() const noexcept { return bio_method_; }

    [[nodiscard]] CertificateCache& certificates() noexcept { return certificates_; }

private:
    void configure();
    /// An alert number, 0 for success.
    [[nodiscard]] int on_client_hello(SSL& ssl);
    [[nodiscard]] int attach(SSL& ssl, Session& session);
    [[nodiscard]] int attach_challenge(SSL& ssl, Session& session);
    [[nodiscard]] int use(SSL& ssl, const Session& session);
    void tell_wanted(std::string_view host);
    [[nodiscard]] int on_ticket(unsigned char* name,
                                unsigned char* iv,
                                EVP_CIPHER_CTX* cipher,
                                EVP_MAC_CTX* mac,
                                bool seal);
    static int client_hello_callback(SSL* ssl, int* alert, void* context);
    static int ticket_callback(SSL* ssl,
                               unsigned char* name,
                               unsigned char* iv,
                               EVP_CIPHER_CTX* cipher,
                               EVP_MAC_CTX* mac,
                               int seal);

    loop::Reactor& reactor_;
    CertificateCache& certificates_;
    std::string base_domain_;
    bool verify_dns_;
    std::function<void(std::string_view)> wanted_;
    UnixSeconds wanted_second_{};
    std::uint32_t wanted_told_ = 0;
    TicketKeys tickets_;
    CipherPtr ticket_cipher_;
    SslCtxPtr ctx_;
    BIO_METHOD* bio_method_;
};

}  // namespace ks::tls
