// SPDX-License-Identifier: Apache-2.0
#include "tls_client.hpp"

#include <openssl/err.h>

#include <arpa/inet.h>
#include <array>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>
#include <vector>

namespace ks::test {

int connect_to(std::uint16_t port) {
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    constexpr timeval kPatience{.tv_sec = 5, .tv_usec = 0};
    ::setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &kPatience, sizeof kPatience);
    if (::connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) !=
        0) {  // NOLINT
        ::close(descriptor);
        return -1;
    }
    return descriptor;
}

TlsClient::TlsClient(std::uint16_t port, const TlsClientOptions& options)
    : socket_(connect_to(port)), ctx_(SSL_CTX_new(TLS_client_method())) {
    SSL_CTX_set_session_cache_mode(ctx_, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
    SSL_CTX_sess_set_new_cb(ctx_, on_session);
    if (options.version != 0) {
        SSL_CTX_set_min_proto_version(ctx_, options.version);
        SSL_CTX_set_max_proto_version(ctx_, options.version);
    }
    if (!options.ca_file.empty()) {
        SSL_CTX_load_verify_locations(ctx_, options.ca_file.c_str(), nullptr);
        SSL_CTX_set_verify(ctx_, SSL_VERIFY_PEER, nullptr);
    }
    ssl_ = SSL_new(ctx_);
    SSL_set_app_data(ssl_, this);
    if (!options.server_name.empty()) {
        SSL_set_tlsext_host_name(ssl_, options.server_name.c_str());
    }
    if (!options.verify_name.empty()) {
        SSL_set1_host(ssl_, options.verify_name.c_str());
    }
    if (!options.alpn.empty()) {
        std::vector<unsigned char> list{static_cast<unsigned char>(options.alpn.size())};
        list.insert(list.end(), options.alpn.begin(), options.alpn.end());
        SSL_set_alpn_protos(ssl_, list.data(), static_cast<unsigned>(list.size()));
    }
    if (options.resume != nullptr) {
        SSL_set_session(ssl_, options.resume);
    }
    SSL_set_fd(ssl_, socket_);
    ERR_clear_error();
    ok_ = SSL_connect(ssl_) == 1;
    if (!ok_) {
        const int code = ERR_GET_REASON(ERR_peek_error());
        alert_ = code >= SSL_AD_REASON_OFFSET ? code - SSL_AD_REASON_OFFSET : 0;
    }
}

TlsClient::~TlsClient() {
    if (ok_) {
        SSL_shutdown(ssl_);
    }
    SSL_SESSION_free(last_);
    SSL_free(ssl_);
    SSL_CTX_free(ctx_);
    ::close(socket_);
}

int TlsClient::on_session(SSL* ssl, SSL_SESSION* session) {
    auto* const self = static_cast<TlsClient*>(SSL_get_app_data(ssl));
    SSL_SESSION_free(self->last_);
    self->last_ = session;
    return 1;
}

SSL_SESSION* TlsClient::session() {
    SSL_SESSION_up_ref(last_);
    return last_;
}

std::string TlsClient::alpn() const {
    const unsigned char* data = nullptr;
    unsigned size = 0;
    SSL_get0_alpn_selected(ssl_, &data, &size);
    return {data, data + size};
}

bool TlsClient::send(std::string_view text) {
    return SSL_write(ssl_, text.data(), static_cast<int>(text.size())) ==
           static_cast<int>(text.size());
}

std::string TlsClient::receive_until(std::string_view end) {
    std::string all;
    std::array<char, 4096> piece{};
    while (all.find(end) == std::string::npos) {
        const int n = SSL_read(ssl_, piece.data(), static_cast<int>(piece.size()));
        if (n <= 0) {
            break;
        }
        all.append(piece.data(), static_cast<std::size_t>(n));
    }
    return all;
}

std::string TlsClient::receive_all() {
    std::string all;
    std::array<char, 4096> piece{};
    for (int n = 0; (n = SSL_read(ssl_, piece.data(), static_cast<int>(piece.size()))) > 0;) {
        all.append(piece.data(), static_cast<std::size_t>(n));
    }
    return all;
}

PlainClient::PlainClient(std::uint16_t port) : socket_(connect_to(port)) {}

PlainClient::~PlainClient() {
    ::close(socket_);
}

bool PlainClient::send(std::string_view text) {
    return ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL) ==
           static_cast<ssize_t>(text.size());
}

std::string PlainClient::receive_until(std::string_view end) {
    std::string all;
    std::array<char, 4096> piece{};
    while (all.find(end) == std::string::npos) {
        const ssize_t n = ::recv(socket_, piece.data(), piece.size(), 0);
        if (n <= 0) {
            break;
        }
        all.append(piece.data(), static_cast<std::size_t>(n));
    }
    return all;
}

std::string PlainClient::receive_all() {
    std::string all;
    std::array<char, 4096> piece{};
    for (ssize_t n = 0; (n = ::recv(socket_, piece.data(), piece.size(), 0)) > 0;) {
        all.append(piece.data(), static_cast<std::size_t>(n));
    }
    return all;
}

void PlainClient::end_sending() {
    ::shutdown(socket_, SHUT_WR);
}

}  // namespace ks::test
