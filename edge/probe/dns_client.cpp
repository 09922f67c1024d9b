// SPDX-License-Identifier: Apache-2.0
#include "edge/probe/dns_client.hpp"

#include "edge/probe/dns_reply.hpp"

#include <ares.h>

#include <algorithm>
#include <cstring>
#include <netdb.h>
#include <netinet/in.h>
#include <stdexcept>
#include <sys/socket.h>
#include <sys/time.h>
#include <utility>

namespace ks::probe {
namespace {

constexpr int kInternet = 1;
constexpr int kTypeA = 1;
constexpr int kTypeAaaa = 28;
constexpr int kTypeCaa = 257;

Errc from_ares(int status) noexcept {
    switch (status) {
        case ARES_SUCCESS:
            return Errc::kOk;
        case ARES_ENOTFOUND:
        case ARES_ENODATA:
            return Errc::kNotFound;
        case ARES_ETIMEOUT:
            return Errc::kTimeout;
        case ARES_EBADNAME:
            return Errc::kInvalidValue;
        default:
            return Errc::kIo;
    }
}

std::string words_of(int status) {
    switch (status) {
        case ARES_SUCCESS:
            return {};
        case ARES_ENOTFOUND:
            return "the name does not exist";
        case ARES_ENODATA:
            return "the name has no address";
        case ARES_ETIMEOUT:
            return "the DNS server did not answer";
        case ARES_ESERVFAIL:
            return "the DNS server failed";
        case ARES_EREFUSED:
        case ARES_ECONNREFUSED:
            return "the DNS server refused";
        default:
            return ares_strerror(status);
    }
}

asio::ip::address address_of(const ares_addrinfo_node& node) {
    if (node.ai_family == AF_INET) {
        sockaddr_in in{};
        std::memcpy(&in, node.ai_addr, sizeof in);
        return asio::ip::address_v4(ntohl(in.sin_addr.s_addr));
    }
    sockaddr_in6 in{};
    std::memcpy(&in, node.ai_addr, sizeof in);
    asio::ip::address_v6::bytes_type bytes{};
    std::memcpy(bytes.data(), &in.sin6_addr, bytes.size());
    return asio::ip::address_v6(bytes);
}

}  // namespace

struct DnsClient::Watch {
    Watch(const loop::Executor& executor, int fd) : descriptor(executor, fd) {}

    Descriptor descriptor;
    bool want_read = false;
    bool want_write = false;
    bool reading = false;
    bool writing = false;
};

/// In the frame of the task that waits.
struct DnsClient::Lookup {
    explicit Lookup(loop::Reactor& reactor)
        : done(reactor), deadline(reactor.timers(), &Lookup::expire, this) {}

    Lookup(const Lookup&) = delete;
    Lookup& operator=(const Lookup&) = delete;

    ~Lookup() { disown(); }

    void disown() noexcept;
    static void expire(void* self) noexcept;

    loop::Signal done;
    loop::Timer deadline;
    Answer answer;
    Ticket* ticket = nullptr;
};

/// What c-ares holds on to until it calls back, which it does exactly once; the task may be gone by
/// then.
struct DnsClient::Ticket {
    Lookup* lookup;

    /// Takes the ticket back; the look-up is null if nobody waits.
    static Lookup* redeem(void* ticket) noexcept {
        const std::unique_ptr<Ticket> owner(static_cast<Ticket*>(ticket));
        if (owner->lookup != nullptr) {
            owner->lookup->ticket = nullptr;
        }
        return owner->lookup;
    }

    static Ticket* issue(Lookup& lookup) {
        auto ticket = std::make_unique<Ticket>(&lookup);
        lookup.ticket = ticket.get();
        return ticket.release();
    }
};

void DnsClient::Lookup::disown() noexcept {
    if (ticket != nullptr) {
        std::exchange(ticket, nullptr)->lookup = nullptr;
    }
}

void DnsClient::Lookup::expire(void* self) noexcept {
    auto& lookup = *static_cast<Lookup*>(self);
    if (lookup.ticket != nullptr) {
        lookup.disown();
        lookup.answer.code = Errc::kTimeout;
        lookup.answer.words = words_of(ARES_ETIMEOUT);
        lookup.done.notify();
    }
}

DnsClient::DnsClient(loop::Reactor& reactor, const Options& options)
    : reactor_(reactor), timer_(reactor.executor()) {
    static const int initialised = ares_library_init(ARES_LIB_INIT_ALL);
    ares_options settings{};
    settings.timeout = static_cast<int>(options.timeout.count());
    settings.tries = options.tries;
    settings.sock_state_cb = &DnsClient::on_socket;
    settings.sock_state_cb_data = this;
    const int mask = ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_SOCK_STATE_CB;
    if (initialised != ARES_SUCCESS ||
        ares_init_options(&channel_, &settings, mask) != ARES_SUCCESS) {
        throw std::runtime_error("c-ares cannot be initialised");
    }
    std::string servers;
    for (const std::string& server : options.servers) {
        servers += (servers.empty() ? "" : ",") + server;
    }
    if (!servers.empty() && ares_set_servers_ports_csv(channel_, servers.c_str()) != ARES_SUCCESS) {
        ares_destroy(channel_);
        throw std::runtime_error("[dns] servers holds something that is not an address: " +
                                 servers);
    }
}

DnsClient::~DnsClient() {
    ares_destroy(channel_);
    for (const auto& [fd, watch] : watches_) {
        watch->descriptor.release();  // c-ares owns the socket
    }
}

loop::Task<DnsClient::Answer> DnsClient::addresses(std::string host, Monotonic due) {
    Lookup lookup(reactor_);
    lookup.deadline.set(due);
    ares_addrinfo_hints hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = ARES_AI_NOSORT;
    ares_getaddrinfo(
        channel_, host.c_str(), nullptr, &hints, &DnsClient::on_addresses, Ticket::issue(lookup));
    arm_timer();
    co_await lookup.done.wait();
    co_return std::move(lookup.answer);
}

loop::Task<DnsClient::Answer> DnsClient::chain(std::string host) {
    Answer both = co_await ask(host, kTypeA);
    Answer six = co_await ask(host, kTypeAaaa);
    both.addresses.insert(both.addresses.end(), six.addresses.begin(), six.addresses.end());
    if (both.cnames.empty()) {
        both.cnames = std::move(six.cnames);
    }
    const auto failed = [](const Answer& one) {
        return one.code != Errc::kOk && one.code != Errc::kNotFound;
    };
    if (failed(both) != failed(six)) {
        both.half = failed(six) ? "AAAA: " + six.words : "A: " + both.words;
    }
    if (six.code == Errc::kOk) {
        both.code = Errc::kOk;
        both.words.clear();
    }
    co_return both;
}

loop::Task<DnsClient::Answer> DnsClient::caa(std::string host) {
    co_return co_await ask(std::move(host), kTypeCaa);
}

loop::Task<DnsClient::Answer> DnsClient::ask(std::string host, int type) {
    Lookup lookup(reactor_);
    ares_query(
        channel_, host.c_str(), kInternet, type, &DnsClient::on_reply, Ticket::issue(lookup));
    arm_timer();
    co_await lookup.done.wait();
    co_return std::move(lookup.answer);
}

void DnsClient::on_addresses(void* ticket,
                             int status,
                             int /*timeouts*/,
                             ares_addrinfo* found) noexcept {
    const std::unique_ptr<ares_addrinfo, decltype(&ares_freeaddrinfo)> owner(
        found, [](ares_addrinfo* info) { ares_freeaddrinfo(info); });
    Lookup* const lookup = Ticket::redeem(ticket);
    if (lookup == nullptr) {
        return;
    }
    lookup->answer.code = from_ares(status);
    lookup->answer.words = words_of(status);
    for (const ares_addrinfo_node* node = found != nullptr ? found->nodes : nullptr;
         node != nullptr;
         node = node->ai_next) {
        if (node->ai_family == AF_INET || node->ai_family == AF_INET6) {
            lookup->answer.addresses.push_back(address_of(*node));
        }
    }
    lookup->done.notify();
}

void DnsClient::on_reply(
    void* ticket, int status, int /*timeouts*/, unsigned char* bytes, int size) noexcept {
    Lookup* const lookup = Ticket::redeem(ticket);
    if (lookup == nullptr) {
        return;
    }
    lookup->answer.code = from_ares(status);
    lookup->answer.words = words_of(status);
    // A chain that ends at a name without records comes with an error and is told all the same.
    if (bytes != nullptr && size > 0) {
        DnsRecords records;
        const Bytes reply(reinterpret_cast<const std::byte*>(bytes),
                          static_cast<std::size_t>(size));  // NOLINT
        if (!read_reply(reply, records) && status == ARES_SUCCESS) {
            lookup->answer.code = Errc::kMalformed;
            lookup->answer.words = "the DNS server's answer is malformed";
        }
        lookup->answer.cnames = std::move(records.cnames);
        lookup->answer.addresses = std::move(records.addresses);
        for (CaaRecord& record : records.caa) {
            lookup->answer.caa.push_back({.critical = record.critical,
                                          .tag = std::move(record.tag),
                                          .value = std::move(record.value)});
        }
    }
    lookup->done.notify();
}

void DnsClient::on_socket(void* self, int fd, int readable, int writable) noexcept {
    static_cast<DnsClient*>(self)->watch(fd, readable != 0, writable != 0);
}

void DnsClient::watch(int fd, bool readable, bool writable) {
    if (!readable && !writable) {
        const auto found = watches_.find(fd);
        if (found != watches_.end()) {
            found->second->descriptor.release();
            watches_.erase(found);
        }
        return;
    }
    auto& slot = watches_[fd];
    if (slot == nullptr) {
        slot = std::make_shared<Watch>(reactor_.executor(), fd);
    }
    slot->want_read = readable;
    slot->want_write = writable;
    arm(slot);
}

void DnsClient::arm(const std::shared_ptr<Watch>& watch) {
    const int fd = watch->descriptor.native_handle();
    const std::weak_ptr<Watch> weak = watch;
    if (watch->want_read && !watch->reading) {
        watch->reading = true;
        watch->descriptor.async_wait(
            Descriptor::wait_read, [this, weak, fd](const asio::error_code& ec) {
                if (const auto alive = weak.lock(); alive != nullptr && !ec) {
                    alive->reading = false;
                    process(fd, ARES_SOCKET_BAD);
                    if (alive->descriptor.is_open()) {
                        arm(alive);
                    }
                }
            });
    }
    if (watch->want_write && !watch->writing) {
        watch->writing = true;
        watch->descriptor.async_wait(
            Descriptor::wait_write, [this, weak, fd](const asio::error_code& ec) {
                if (const auto alive = weak.lock(); alive != nullptr && !ec) {
                    alive->writing = false;
                    process(ARES_SOCKET_BAD, fd);
                    if (alive->descriptor.is_open()) {
                        arm(alive);
                    }
                }
            });
    }
}

void DnsClient::arm_timer() {
    timeval room{};
    if (timer_armed_ || ares_timeout(channel_, nullptr, &room) == nullptr) {
        return;
    }
    timer_armed_ = true;
    timer_.expires_after(std::chrono::seconds(room.tv_sec) +
                         std::chrono::microseconds(room.tv_usec));
    timer_.async_wait([this](const asio::error_code& ec) {
        if (!ec) {
            timer_armed_ = false;
            process(ARES_SOCKET_BAD, ARES_SOCKET_BAD);
        }
    });
}

void DnsClient::process(int readable_fd, int writable_fd) {
    ares_process_fd(channel_, readable_fd, writable_fd);
    arm_timer();
}

}  // namespace ks::probe
