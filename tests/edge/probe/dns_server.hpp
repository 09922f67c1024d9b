// SPDX-License-Identifier: Apache-2.0
// A DNS server of the test's own on a loopback UDP port: answers A, AAAA and CNAME from a table,
// follows its own CNAMEs.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace ks::probe::test {

class DnsServer {
public:
    /// "A 192.0.2.1", "AAAA 2001:db8::1", "CNAME other.test"; a name without records does not
    /// exist.
    using Zone = std::map<std::string, std::vector<std::string>>;

    explicit DnsServer(Zone zone);
    DnsServer(const DnsServer&) = delete;
    DnsServer& operator=(const DnsServer&) = delete;
    ~DnsServer();

    [[nodiscard]] std::string address() const { return "127.0.0.1:" + std::to_string(port_); }

    [[nodiscard]] int queries() const noexcept { return queries_; }

    void set(const std::string& name, std::vector<std::string> records);

    void silence(bool silent) { silent_ = silent; }

private:
    void serve();
    [[nodiscard]] std::string answer(const std::string& query);

    std::mutex mutex_;
    Zone zone_;
    int fd_ = -1;
    std::uint16_t port_ = 0;
    std::atomic<bool> stopping_ = false;
    std::atomic<bool> silent_ = false;
    std::atomic<int> queries_ = 0;
    std::thread thread_;
};

}  // namespace ks::probe::test
