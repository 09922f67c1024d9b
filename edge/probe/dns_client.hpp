// SPDX-License-Identifier: Apache-2.0
// Name resolution with c-ares on one reactor: no thread a look-up, so that thousands may wait at
// once.
#pragma once

#include "core/base/result.hpp"
#include "edge/loop/reactor.hpp"

#include <asio/ip/address.hpp>
#include <asio/posix/stream_descriptor.hpp>
#include <asio/steady_timer.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

struct ares_addrinfo;
struct ares_channeldata;

namespace ks::probe {

class DnsClient {
public:
    struct Options {
        std::vector<std::string> servers;         ///< "address[:port]"; empty: the system's
        std::chrono::milliseconds timeout{5000};  ///< of one try
        int tries = 2;
    };

    /// One CAA record (RFC 8659 section 4.1).
    struct Caa {
        bool critical = false;
        std::string tag;  ///< lower case
        std::string value;
    };

    /// One query's outcome: which names led to which addresses.
    struct Answer {
        Errc code = Errc::kOk;  ///< kNotFound: no such name or no such record
        std::string words;      ///< what went wrong
        std::vector<std::string>
            cnames;  ///< targets along the chain, in order, lower case, no trailing dot
        std::vector<asio::ip::address> addresses;
        std::vector<Caa> caa;
        /// chain(): why one of the two questions got no answer while the other did; else empty.
        std::string half;
    };

    DnsClient(loop::Reactor& reactor, const Options& options);
    DnsClient(const DnsClient&) = delete;
    DnsClient& operator=(const DnsClient&) = delete;
    /// REQUIRES: the reactor does not run any more.
    ~DnsClient();

    /// Addresses of a host as connections use them: literals, /etc/hosts, then DNS; IPv4 and IPv6.
    /// kTimeout at `due`.
    [[nodiscard]] loop::Task<Answer> addresses(std::string host, Monotonic due);

    /// What DNS says about `host`, A and AAAA, with the chain of CNAMEs; never /etc/hosts.
    [[nodiscard]] loop::Task<Answer> chain(std::string host);

    /// The CAA records at exactly this name, behind its CNAMEs. kNotFound: none there.
    [[nodiscard]] loop::Task<Answer> caa(std::string host);

private:
    using Descriptor = asio::posix::basic_stream_descriptor<loop::Executor>;
    using Timer = asio::basic_waitable_timer<std::chrono::steady_clock,
                                             asio::wait_traits<std::chrono::steady_clock>,
                                             loop::Executor>;
    struct Watch;
    struct Lookup;
    struct Ticket;

    static void on_socket(void* self, int fd, int readable, int writable) noexcept;
    static void on_addresses(void* ticket, int status, int timeouts, ares_addrinfo* found) noexcept;
    static void on_reply(
        void* ticket, int status, int timeouts, unsigned char* bytes, int size) noexcept;

    [[nodiscard]] loop::Task<Answer> ask(std::string host, int type);
    void watch(int fd, bool readable, bool writable);
    void arm(const std::shared_ptr<Watch>& watch);
    void arm_timer();
    void process(int readable_fd, int writable_fd);

    loop::Reactor& reactor_;
    ares_channeldata* channel_ = nullptr;
    Timer timer_;
    bool timer_armed_ = false;
    std::unordered_map<int, std::shared_ptr<Watch>> watches_;
};

}  // namespace ks::probe
