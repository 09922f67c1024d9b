// SPDX-License-Identifier: Apache-2.0
#include "edge/tls/context.hpp"

#include "core/base/assert.hpp"
#include "edge/tls/alpn_challenge.hpp"
#include "edge/tls/digest.hpp"
#include "edge/tls/server_name.hpp"
#include "edge/tls/stream_bio.hpp"
#include "storage/store/certificates.hpp"

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/params.h>
#include <openssl/rand.h>

#include <array>
#include <stdexcept>

namespace ks::tls {
namespace {

/// Mozilla intermediate: forward secrecy and AEAD only; OpenSSL's default would offer CBC suites.
constexpr const char* kTls12Ciphers =
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:"
    "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";
constexpr const char* kGroups = "X25519:P-256:P-384";
/// Tickets live as long as their key is accepted, counted from the key's last use for sealing.
constexpr long kTicketLife_s = 12 * 3600;

Session& session_of(const SSL& ssl) noexcept {
    return *static_cast<Session*>(SSL_get_ex_data(&ssl, 0));
}

int alpn_callback(SSL* ssl,
                  const unsigned char** chosen,
                  unsigned char* chosen_size,
                  const unsigned char* offered,
                  unsigned offered_size,
                  void* /*context*/) {
    static constexpr std::array<unsigned char, 9> kSpoken{
        8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
    // A challenge's certificate goes with its own protocol, and that protocol with nothing else.
    if (session_of(*ssl).challenge) {
        *chosen = offered + 1;
        *chosen_size = *offered;
        return SSL_TLSEXT_ERR_OK;
    }
    unsigned char* found = nullptr;
    if (SSL_select_next_proto(
            &found, chosen_size, kSpoken.data(), kSpoken.size(), offered, offered_size) !=
        OPENSSL_NPN_NEGOTIATED) {
        return SSL_TLSEXT_ERR_ALERT_FATAL;  // RFC 7301 section 3.2: no_application_protocol
    }
    *chosen = found;
    return SSL_TLSEXT_ERR_OK;
}

}  // namespace

Context::Context(loop::Reactor& reactor, CertificateCache& certificates, const Options& options)
    : reactor_(reactor),
      certificates_(certificates),
      base_domain_(options.base_domain),
      verify_dns_(options.verify_dns),
      wanted_(options.wanted),
      tickets_(options.ticket_secret, options.ticket_start),
      ticket_cipher_(EVP_CIPHER_fetch(nullptr, "AES-256-CBC", nullptr)),
      ctx_(SSL_CTX_new(TLS_server_method())),
      bio_method_(make_stream_bio_method()) {
    if (!ctx_ || !ticket_cipher_ || bio_method_ == nullptr) {
        throw std::runtime_error("OpenSSL cannot be set up");
    }
    configure();
}

Context::~Context() {
    BIO_meth_free(bio_method_);
}

void Context::configure() {
    SSL_CTX* const ctx = ctx_.get();
    const bool accepted = SSL_CTX_set_min_proto_version(ctx, TLS1_2_VERSION) == 1 &&
                          SSL_CTX_set_max_proto_version(ctx, TLS1_3_VERSION) == 1 &&
                          SSL_CTX_set_cipher_list(ctx, kTls12Ciphers) == 1 &&
                          SSL_CTX_set1_groups_list(ctx, kGroups) == 1 &&
                          SSL_CTX_set_num_tickets(ctx, 1) == 1;
    if (!accepted) {
        throw std::runtime_error("OpenSSL refuses the TLS settings");
    }
    SSL_CTX_set_options(ctx, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION);
    SSL_CTX_set_mode(ctx,
                     SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                         SSL_MODE_NO_AUTO_CHAIN);
    // Tickets carry all state: no cache to lock, and resumption works on whichever reactor a client
    // meets.
    SSL_CTX_set_session_cache_mode(ctx, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_timeout(ctx, kTicketLife_s);
    SSL_CTX_set_max_early_data(ctx, 0);
    SSL_CTX_set_read_ahead(ctx, 1);
    SSL_CTX_set_app_data(ctx, this);
    SSL_CTX_set_client_hello_cb(ctx, client_hello_callback, this);
    SSL_CTX_set_alpn_select_cb(ctx, alpn_callback, nullptr);
    SSL_CTX_set_tlsext_ticket_key_evp_cb(ctx, ticket_callback);
}

SslPtr Context::make_ssl(Session& session) {
    SslPtr ssl(SSL_new(ctx_.get()));
    if (ssl) {
        SSL_set_ex_data(ssl.get(), 0, &session);
        SSL_set_accept_state(ssl.get());
    }
    return ssl;
}

int Context::client_hello_callback(SSL* ssl, int* alert, void* context) {
    const int refused = static_cast<Context*>(context)->on_client_hello(*ssl);
    if (refused == 0) {
        return SSL_CLIENT_HELLO_SUCCESS;
    }
    *alert = refused;
    return SSL_CLIENT_HELLO_ERROR;
}

int Context::on_client_hello(SSL& ssl) {
    Session& session = session_of(ssl);
    const unsigned char* data = nullptr;
    std::size_t size = 0;
    session.server_name.clear();
    if (SSL_client_hello_get0_ext(&ssl, TLSEXT_TYPE_server_name, &data, &size) == 1) {
        const auto raw = raw_server_name(std::as_bytes(std::span(data, size)));
        if (!raw) {
            return SSL_AD_DECODE_ERROR;
        }
        auto name = normalise_server_name(*raw);
        if (!name) {
            return SSL_AD_UNRECOGNIZED_NAME;
        }
        session.server_name = *std::move(name);
    }
    session.challenge =
        !session.server_name.empty() &&
        SSL_client_hello_get0_ext(
            &ssl, TLSEXT_TYPE_application_layer_protocol_negotiation, &data, &size) == 1 &&
        offers_only_acme(std::as_bytes(std::span(data, size)));
    return session.challenge ? attach_challenge(ssl, session) : attach(ssl, session);
}

/// RFC 8737 section 3; a name without a challenge gets no certificate at all under this protocol.
int Context::attach_challenge(SSL& ssl, Session& session) {
    const auto challenge = reactor_.reader().read([&](const store::Snapshot& snapshot) {
        return store::tls_challenge(store::View(snapshot), session.server_name);
    });
    const UnixSeconds now = reactor_.clock().now_seconds();
    if (!challenge || challenge->expires <= now) {
        return SSL_AD_NO_APPLICATION_PROTOCOL;
    }
    auto identity = challenge_identity(session.server_name, challenge->key_authorization, now);
    if (!identity) {
        return SSL_AD_INTERNAL_ERROR;
    }
    session.identity = std::make_shared<const Identity>(*std::move(identity));
    SSL_set_num_tickets(&ssl, 0);
    SSL_set_options(&ssl, SSL_OP_NO_TICKET);
    return use(ssl, session);
}

void Context::tell_wanted(std::string_view host) {
    const UnixSeconds now = reactor_.clock().now_seconds();
    if (wanted_second_ != now) {
        wanted_second_ = now;
        wanted_told_ = 0;
    }
    if (wanted_ && wanted_told_ < kWantedPerSecond) {
        ++wanted_told_;
        wanted_(host);
    }
}

int Context::attach(SSL& ssl, Session& session) {
    const std::string& host = session.server_name;
    NameKind kind = NameKind::kBase;
    if (!host.empty()) {
        const auto found = reactor_.reader().read([&](const store::Snapshot& snapshot) {
            return classify_server_name(snapshot, host, base_domain_, verify_dns_);
        });
        if (!found) {
            return SSL_AD_INTERNAL_ERROR;
        }
        kind = *found;
    }
    if (kind == NameKind::kUnknown) {
        return SSL_AD_UNRECOGNIZED_NAME;
    }
    auto identity =
        kind == NameKind::kBase ? certificates_.for_base(host) : certificates_.for_custom(host);
    if (!identity && identity.error().code == Errc::kNotFound) {
        tell_wanted(host);
        return SSL_AD_UNRECOGNIZED_NAME;
    }
    if (!identity) {
        return SSL_AD_INTERNAL_ERROR;
    }
    session.identity = *std::move(identity);
    if (!host.empty() && session.identity->development && certificates_.acme()) {
        tell_wanted(host);
    }
    return use(ssl, session);
}

int Context::use(SSL& ssl, const Session& session) {
    const Identity& chosen = *session.identity;
    // Without its own context a session made for one host would be resumed for another, in TLS 1.2
    // and 1.3.
    const Sha256 context = sha256(session.server_name);
    static_assert(sizeof context <= SSL_MAX_SID_CTX_LENGTH);
    if (SSL_set_session_id_context(
            &ssl,
            reinterpret_cast<const unsigned char*>(context.data()),  // NOLINT
            static_cast<unsigned>(context.size())) != 1 ||
        SSL_use_cert_and_key(&ssl, chosen.leaf.get(), chosen.key.get(), chosen.chain.get(), 1) !=
            1) {
        return SSL_AD_INTERNAL_ERROR;
    }
    return 0;
}

int Context::ticket_callback(SSL* ssl,
                             unsigned char* name,
                             unsigned char* iv,
                             EVP_CIPHER_CTX* cipher,
                             EVP_MAC_CTX* mac,
                             int seal) {
    auto* const context = static_cast<Context*>(SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl)));
    return context->on_ticket(name, iv, cipher, mac, seal == 1);
}

int Context::on_ticket(
    unsigned char* name, unsigned char* iv, EVP_CIPHER_CTX* cipher, EVP_MAC_CTX* mac, bool seal) {
    constexpr int kFailed = -1;
    constexpr int kUnknownKey = 0;
    constexpr int kUse = 1;
    constexpr int kUseAndRenew = 2;
    const UnixSeconds now = reactor_.clock().now_seconds();
    const TicketKeys::Match match =
        seal ? TicketKeys::Match{&tickets_.newest(now), false} : tickets_.find(name, now);
    if (match.key == nullptr) {
        return kUnknownKey;
    }
    if (seal) {
        std::copy(match.key->name.begin(), match.key->name.end(), name);
        if (RAND_bytes(iv, EVP_CIPHER_get_iv_length(ticket_cipher_.get())) != 1) {
            return kFailed;
        }
    }
    std::array<char, 7> digest{"SHA256"};
    Sha256 mac_key = match.key->mac_key;
    const std::array<OSSL_PARAM, 3> params{
        OSSL_PARAM_construct_octet_string(OSSL_MAC_PARAM_KEY, mac_key.data(), mac_key.size()),
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest.data(), 0),
        OSSL_PARAM_construct_end()};
    const auto* key = reinterpret_cast<const unsigned char*>(
        match.key->cipher_key.data());  // NOLINT: OpenSSL's bytes
    if (EVP_MAC_CTX_set_params(mac, params.data()) != 1 ||
        EVP_CipherInit_ex2(cipher, ticket_cipher_.get(), key, iv, seal ? 1 : 0, nullptr) != 1) {
        return kFailed;
    }
    return match.renew ? kUseAndRenew : kUse;
}

}  // namespace ks::tls
