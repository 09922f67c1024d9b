// SPDX-License-Identifier: Apache-2.0
#include "edge/io/listener.hpp"

#include "core/base/assert.hpp"
#include "edge/io/address.hpp"
#include "edge/loop/log.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <limits>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace ks::io {
namespace {

constexpr int kBacklog = 4096;
constexpr std::chrono::milliseconds kPauseWhenFull{100};

bool set_option(int descriptor, int level, int name, int value) noexcept {
    return ::setsockopt(descriptor, level, name, &value, sizeof value) == 0;
}

/// A bound socket, or the errno.
Result<int> bound_socket(const asio::ip::tcp::endpoint& endpoint, bool share) noexcept {
    const int descriptor =
        ::socket(endpoint.protocol().family(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (descriptor < 0) {
        return Error{Errc::kIo, errno};
    }
    const bool v6 = endpoint.protocol() == asio::ip::tcp::v6();
    if (!set_option(descriptor, SOL_SOCKET, SO_REUSEADDR, 1) ||
        (share && !set_option(descriptor, SOL_SOCKET, SO_REUSEPORT, 1)) ||
        (v6 && !set_option(descriptor, IPPROTO_IPV6, IPV6_V6ONLY, 0)) ||
        ::bind(descriptor, endpoint.data(), static_cast<socklen_t>(endpoint.size())) != 0) {
        const int fault = errno;
        ::close(descriptor);
        return Error{Errc::kIo, fault};
    }
    return descriptor;
}

Result<asio::ip::tcp::endpoint> local_endpoint(int descriptor) noexcept {
    asio::ip::tcp::endpoint endpoint;
    auto size = static_cast<socklen_t>(endpoint.capacity());
    if (::getsockname(descriptor, endpoint.data(), &size) != 0) {
        return Error{Errc::kIo, errno};
    }
    endpoint.resize(size);
    return endpoint;
}

/// A quarter of what the process may open, 3,072 at most, is never given to connections: else a few
/// addresses could make every check fail, and pages would show that as outages.
int descriptor_max() noexcept {
    constexpr rlim_t kKept = 3072;
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    const rlim_t all = std::min<rlim_t>(limit.rlim_cur, std::numeric_limits<int>::max());
    return static_cast<int>(all - std::min(all / 4, kKept));
}

int open_reserve() noexcept {
    return ::open("/dev/null", O_RDONLY | O_CLOEXEC);
}

}  // namespace

Result<ListenSet> ListenSet::bind(const asio::ip::tcp::endpoint& endpoint, std::size_t count) {
    // A socket without SO_REUSEPORT finds out whether the port is anybody's.
    if (endpoint.port() != 0) {
        KS_TRY(const int alone, bound_socket(endpoint, false));
        ::close(alone);
    }
    ListenSet set;
    set.endpoint_ = endpoint;
    for (std::size_t i = 0; i < count; ++i) {
        KS_TRY(const int descriptor, bound_socket(set.endpoint_, true));
        set.sockets_.push_back(descriptor);
        if (::listen(descriptor, kBacklog) != 0) {
            return Error{Errc::kIo, errno};
        }
        KS_TRY(set.endpoint_, local_endpoint(descriptor));
    }
    return set;
}

ListenSet::~ListenSet() {
    for (const int descriptor : sockets_) {
        ::close(descriptor);
    }
}

int ListenSet::take() noexcept {
    KS_ASSERT(!sockets_.empty());
    const int descriptor = sockets_.back();
    sockets_.pop_back();
    return descriptor;
}

Listener::Listener(loop::Reactor& reactor,
                   int descriptor,
                   const asio::ip::tcp::endpoint& endpoint,
                   Acceptor& acceptor)
    : reactor_(reactor),
      socket_(reactor.io(), endpoint.protocol(), descriptor),
      endpoint_(endpoint),
      acceptor_(acceptor),
      descriptor_max_(descriptor_max()),
      reserve_(open_reserve()) {}

Listener::~Listener() {
    if (reserve_ >= 0) {
        ::close(reserve_);
    }
}

void Listener::start() {
    reactor_.spawn(run(), "listener");
}

void Listener::stop() noexcept {
    asio::error_code ignored;
    socket_.close(ignored);
}

loop::Task<void> Listener::run() {
    while (socket_.is_open()) {
        const bool drained = accept_all();
        if (!drained) {
            co_await reactor_.sleep(kPauseWhenFull);
            continue;
        }
        if (!socket_.is_open()) {
            break;
        }
        const auto [fault] = co_await socket_.async_wait(asio::socket_base::wait_read, loop::token);
        if (fault) {
            break;
        }
    }
}

bool Listener::accept_all() {
    // Bounded, so that a flood of connections cannot keep the reactor from those it has.
    constexpr int kAtOnce = 64;
    for (int i = 0; i < kAtOnce && socket_.is_open(); ++i) {
        asio::ip::tcp::endpoint peer;
        auto size = static_cast<socklen_t>(peer.capacity());
        const int descriptor =
            ::accept4(socket_.native_handle(), peer.data(), &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (descriptor >= 0) {
            peer.resize(size);
            if (!take(descriptor, peer)) {
                return false;
            }
            continue;
        }
        if (errno == EMFILE || errno == ENFILE) {
            shed_one();
            return false;
        }
        if (errno == ENOBUFS || errno == ENOMEM) {
            return false;
        }
        if (errno == EAGAIN || errno == EWOULDBLOCK) {
            return true;
        }
        // Everything else (ECONNABORTED, EPROTO, EINTR, network errors of the new socket) concerns
        // one connection.
    }
    return true;
}

bool Listener::take(int descriptor, const asio::ip::tcp::endpoint& peer) {
    TcpSocket socket(reactor_.io());
    asio::error_code fault;
    // The kernel gives the lowest free number, so a high one means that many are open.
    if (descriptor < descriptor_max_) {
        set_option(descriptor, IPPROTO_TCP, TCP_NODELAY, 1);
        socket.assign(endpoint_.protocol(), descriptor, fault);
    }
    if (!socket.is_open()) {
        ::close(descriptor);
        loop::log(loop::LogLevel::kError, "out_of_descriptors", {{"listener", to_text(endpoint_)}});
        return false;
    }
    acceptor_.accepted(std::move(socket), peer);
    return true;
}

void Listener::shed_one() noexcept {
    loop::log(loop::LogLevel::kError, "out_of_descriptors", {{"listener", to_text(endpoint_)}});
    if (reserve_ < 0) {
        reserve_ = open_reserve();
        return;
    }
    ::close(reserve_);
    const int descriptor = ::accept4(socket_.native_handle(), nullptr, nullptr, SOCK_CLOEXEC);
    if (descriptor >= 0) {
        ::close(descriptor);
    }
    reserve_ = open_reserve();
}

}  // namespace ks::io
