// SPDX-License-Identifier: Apache-2.0
#include "test_server.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <arpa/inet.h>
#include <chrono>
#include <netinet/in.h>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>

namespace ks::probe::test {
namespace {

int bound_socket(std::uint16_t& port) {
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        throw std::runtime_error("bind");
    }
    socklen_t size = sizeof address;
    ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size);
    port = ntohs(address.sin_port);
    return fd;
}

void add_extension(X509* cert, int nid, const std::string& value) {
    X509V3_CTX context{};
    X509V3_set_ctx(&context, cert, cert, nullptr, nullptr, 0);
    X509_EXTENSION* const extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str());
    X509_add_ext(cert, extension, -1);
    X509_EXTENSION_free(extension);
}

X509* make_certificate(const TestCertificate& wish, EVP_PKEY* key) {
    X509* const cert = X509_new();
    X509_set_version(cert, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(cert), 1);
    X509_gmtime_adj(X509_getm_notBefore(cert), 86400L * wish.begins_days);
    X509_gmtime_adj(X509_getm_notAfter(cert), 86400L * wish.ends_days + 3600);
    X509_set_pubkey(cert, key);
    X509_NAME* const name = X509_get_subject_name(cert);
    X509_NAME_add_entry_by_txt(
        name, "O", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("Test Works"), -1, -1, 0);
    X509_NAME_add_entry_by_txt(
        name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("R1"), -1, -1, 0);
    X509_set_issuer_name(cert, name);
    add_extension(cert, NID_basic_constraints, "critical,CA:TRUE");
    add_extension(cert, NID_subject_alt_name, "DNS:" + wish.host);
    X509_sign(cert, key, EVP_sha256());
    return cert;
}

std::string to_pem(X509* cert) {
    BIO* const memory = BIO_new(BIO_s_mem());
    PEM_write_bio_X509(memory, cert);
    char* text = nullptr;
    const long size = BIO_get_mem_data(memory, &text);
    std::string pem(text, static_cast<std::size_t>(size));
    BIO_free(memory);
    return pem;
}

std::string whole(int status, const std::string& fields, const std::string& body) {
    return "HTTP/1.1 " + std::to_string(status) + " X\r\n" + fields +
           "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

}  // namespace

struct TestServer::Tls {
    SSL_CTX* context = SSL_CTX_new(TLS_server_method());

    ~Tls() { SSL_CTX_free(context); }
};

struct TestServer::Peer {
    int fd;
    SSL* ssl;

    long read(char* to, std::size_t size) const {
        return ssl != nullptr ? SSL_read(ssl, to, static_cast<int>(size)) : ::recv(fd, to, size, 0);
    }

    bool write(const std::string& bytes) const {
        if (ssl != nullptr) {
            return SSL_write(ssl, bytes.data(), static_cast<int>(bytes.size())) > 0;
        }
        return ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL) ==
               static_cast<ssize_t>(bytes.size());
    }
};

TestServer::TestServer(std::optional<TestCertificate> certificate) {
    if (certificate) {
        tls_ = std::make_unique<Tls>();
        EVP_PKEY* const key = EVP_EC_gen("P-256");
        X509* const cert = make_certificate(*certificate, key);
        pem_ = to_pem(cert);
        SSL_CTX_use_certificate(tls_->context, cert);
        SSL_CTX_use_PrivateKey(tls_->context, key);
        X509_free(cert);
        EVP_PKEY_free(key);
    }
    listener_ = bound_socket(port_);
    if (::listen(listener_, 256) != 0) {
        throw std::runtime_error("listen");
    }
    acceptor_ = std::jthread([this] { serve(); });
}

TestServer::~TestServer() {
    stopping_ = true;
    acceptor_.join();
    threads_.clear();
    ::close(listener_);
}

std::string TestServer::url(const std::string& path) const {
    return (tls_ != nullptr ? "https://localhost:" : "http://127.0.0.1:") + std::to_string(port_) +
           path;
}

void TestServer::serve() {
    while (!stopping_) {
        pollfd waiting{listener_, POLLIN, 0};
        if (::poll(&waiting, 1, 20) == 1) {
            const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
            ++connections_;
            threads_.emplace_back([this, fd] { converse(fd); });
        }
    }
}

void TestServer::converse(int fd) {
    const timeval patience{5, 0};
    ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    SSL* ssl = nullptr;
    bool open = true;
    if (tls_ != nullptr) {
        ssl = SSL_new(tls_->context);
        SSL_set_fd(ssl, fd);
        open = SSL_accept(ssl) == 1;
    }
    if (open) {
        Peer peer{fd, ssl};
        std::string request;
        char bytes[4096];
        // Requests of the tests are small: head and body come in one piece or two.
        while (!request.contains("\r\n\r\n")) {
            const long count = peer.read(bytes, sizeof bytes);
            if (count <= 0) {
                break;
            }
            request.append(bytes, static_cast<std::size_t>(count));
            if (request.front() ==
                0x16) {  // a TLS handshake on the plain port: answered as web servers do
                request = "GET /status/400 HTTP/1.1\r\n\r\n";
            }
        }
        if (request.contains("\r\n\r\n")) {
            answer(peer, request);
        }
    }
    SSL_free(ssl);
    ::close(fd);
}

void TestServer::answer(Peer& peer, const std::string& request) {
    const std::size_t begin = request.find(' ') + 1;
    const std::string path = request.substr(begin, request.find(' ', begin) - begin);
    if (path.starts_with("/status/")) {
        peer.write(whole(std::stoi(path.substr(8)), "", "hello"));
    } else if (path.starts_with("/slow/")) {
        std::this_thread::sleep_for(std::chrono::milliseconds(std::stoi(path.substr(6))));
        peer.write(whole(200, "", "late"));
    } else if (path.starts_with("/to/")) {
        peer.write(whole(302, "Location: " + path.substr(4) + "\r\n", ""));
    } else if (path == "/loop") {
        peer.write(whole(302, "Location: /loop\r\n", ""));
    } else if (path == "/echo") {
        peer.write(whole(200, "", request));
    } else if (path == "/big" || path == "/bighead") {
        peer.write(path == "/big" ? "HTTP/1.1 200 X\r\n\r\n" : "HTTP/1.1 200 X\r\n");
        const std::string piece =
            path == "/big" ? std::string(65536, 'x') : "A: " + std::string(1000, 'x') + "\r\n";
        while (!stopping_ && peer.write(piece)) {
        }
    } else if (path == "/hang") {
        char byte = 0;
        while (!stopping_ && peer.read(&byte, 1) > 0) {
        }
    } else if (path == "/garbage") {
        peer.write("SSH-2.0-OpenSSH_9.2\r\n\r\n");
    } else if (path == "/short") {
        peer.write("HTTP/1.1 200 X\r\nContent-Length: 100\r\n\r\nfew");
    } else if (path != "/close") {
        peer.write(whole(200, "", "all is well"));
    }
}

FullListener::FullListener() {
    sockets_.push_back(bound_socket(port_));
    ::listen(sockets_.front(), 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port_);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    for (int i = 0; i < 8; ++i) {
        sockets_.push_back(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
        ::connect(sockets_.back(), reinterpret_cast<const sockaddr*>(&address), sizeof address);
    }
}

FullListener::~FullListener() {
    for (const int fd : sockets_) {
        ::close(fd);
    }
}

std::uint16_t closed_port() {
    std::uint16_t port = 0;
    ::close(bound_socket(port));
    return port;
}

}  // namespace ks::probe::test
