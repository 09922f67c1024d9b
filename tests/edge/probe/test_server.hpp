// SPDX-License-Identifier: Apache-2.0
// A real HTTP server of the test's own, plain or TLS, on a loopback port. What it does depends on
// the path alone.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace ks::probe::test {

/// A self-signed certificate; written to a file it is also the root that makes it valid.
struct TestCertificate {
    std::string host = "localhost";
    int begins_days = -1;
    int ends_days = 90;
};

/// Paths: /ok, /status/N, /slow/MS, /to/URL (302), /loop, /echo, /big (endless), /bighead
/// (endless), /close, /hang, /garbage, /short (promises more than it sends).
class TestServer {
public:
    TestServer() : TestServer(std::nullopt) {}

    explicit TestServer(std::optional<TestCertificate> certificate);
    TestServer(const TestServer&) = delete;
    TestServer& operator=(const TestServer&) = delete;
    ~TestServer();

    [[nodiscard]] std::uint16_t port() const noexcept { return port_; }

    /// "http://127.0.0.1:PORT<path>" or "https://localhost:PORT<path>".
    [[nodiscard]] std::string url(const std::string& path) const;

    [[nodiscard]] int connections() const noexcept { return connections_; }

    [[nodiscard]] const std::string& certificate_pem() const noexcept { return pem_; }

private:
    struct Tls;
    struct Peer;

    void serve();
    void converse(int fd);
    void answer(Peer& peer, const std::string& request);

    std::unique_ptr<Tls> tls_;
    std::string pem_;
    int listener_ = -1;
    std::uint16_t port_ = 0;
    std::atomic<bool> stopping_ = false;
    std::atomic<int> connections_ = 0;
    std::vector<std::jthread> threads_;
    std::jthread acceptor_;
};

/// A port of 127.0.0.1 that neither accepts nor refuses: its queue is full, so that further SYNs
/// are dropped.
class FullListener {
public:
    FullListener();
    FullListener(const FullListener&) = delete;
    FullListener& operator=(const FullListener&) = delete;
    ~FullListener();

    [[nodiscard]] std::uint16_t port() const noexcept { return port_; }

private:
    std::uint16_t port_ = 0;
    std::vector<int> sockets_;
};

/// A port of 127.0.0.1 on which nothing listens.
[[nodiscard]] std::uint16_t closed_port();

}  // namespace ks::probe::test
