// SPDX-License-Identifier: Apache-2.0
#include "edge/probe/tcp.hpp"

#include "edge/loop/timer.hpp"
#include "edge/probe/dns_client.hpp"

#include <asio/ip/tcp.hpp>

#include <algorithm>
#include <chrono>
#include <utility>

namespace ks::probe {
namespace {

using Socket = asio::basic_stream_socket<asio::ip::tcp, loop::Executor>;

/// The attempt that the deadline closes.
struct Attempt {
    explicit Attempt(loop::Reactor& reactor)
        : socket(reactor.executor()), deadline(reactor.timers(), &Attempt::expire, this) {}

    static void expire(void* self) noexcept {
        auto& attempt = *static_cast<Attempt*>(self);
        attempt.expired = true;
        asio::error_code ignored;
        attempt.socket.close(ignored);
    }

    Socket socket;
    loop::Timer deadline;
    bool expired = false;
};

std::string connect_words(const asio::error_code& fault) {
    if (fault == asio::error::connection_refused) {
        return "connection refused";
    }
    if (fault == asio::error::host_unreachable || fault == asio::error::network_unreachable) {
        return "host is unreachable";
    }
    return "could not connect: " + fault.message();
}

std::string timeout_words(const record::Monitor& monitor) {
    return "timed out after " + duration_words(monitor.now().timeout_ms);
}

std::int32_t elapsed_ms(Monotonic from, Monotonic to) {
    return static_cast<std::int32_t>(std::max<std::int64_t>((to - from).count(), 0));
}

/// One address of the target, until `due`.
loop::Task<record::CheckResult> try_address(ProbeContext& context,
                                            const record::Monitor& monitor,
                                            asio::ip::address address,
                                            Monotonic begun,
                                            Monotonic due) {
    Guard* const guard = context.options.guard;
    const auto range = guard != nullptr ? guard(address) : std::nullopt;
    if (range) {
        co_return down("target address " + address.to_string() + " (" + std::string(*range) +
                       ") is in a range that checks may not reach");
    }
    Attempt attempt(context.reactor);
    attempt.deadline.set(due);
    const asio::ip::tcp::endpoint endpoint(address, monitor.port);
    const auto [fault] = co_await attempt.socket.async_connect(endpoint, loop::token);
    attempt.deadline.clear();
    if (attempt.expired) {
        co_return down(timeout_words(monitor));
    }
    if (fault) {
        co_return down(connect_words(fault));
    }
    record::CheckResult result;
    result.response_ms = elapsed_ms(begun, context.reactor.clock().monotonic());
    judge_speed(monitor, result);
    co_return result;
}

}  // namespace

loop::Task<record::CheckResult> check_tcp(ProbeContext& context, const record::Monitor& monitor) {
    const Clock& clock = context.reactor.clock();
    const Monotonic begun = clock.monotonic();
    const Monotonic due = begun + std::chrono::milliseconds(monitor.now().timeout_ms);
    const DnsClient::Answer found = co_await context.dns.addresses(monitor.target, due);
    if (found.addresses.empty() && found.code != Errc::kTimeout) {
        co_return down("host name could not be resolved: " + found.words);
    }
    record::CheckResult last = down(timeout_words(monitor));
    auto left = static_cast<std::int64_t>(found.addresses.size());
    for (const asio::ip::address& address : found.addresses) {
        const Monotonic now = clock.monotonic();
        if (now >= due) {
            co_return down(timeout_words(monitor));
        }
        // A silent address must not use up the time of the next one.
        const Monotonic until = now + (due - now) / left--;
        last = co_await try_address(context, monitor, address, begun, until);
        if (last.status != record::CheckStatus::kDown) {
            break;
        }
    }
    co_return last;
}

}  // namespace ks::probe
