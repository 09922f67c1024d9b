// SPDX-License-Identifier: Apache-2.0
#include "dns_server.hpp"

#include "core/base/bytes.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sstream>
#include <sys/socket.h>
#include <unistd.h>

namespace ks::probe::test {
namespace {

constexpr std::uint16_t kA = 1;
constexpr std::uint16_t kCname = 5;
constexpr std::uint16_t kAaaa = 28;

std::string wire_name(const std::string& name) {
    std::string wire;
    std::istringstream labels(name);
    for (std::string label; std::getline(labels, label, '.');) {
        wire.push_back(static_cast<char>(label.size()));
        wire += label;
    }
    return wire + '\0';
}

void append_record(std::string& to,
                   const std::string& owner,
                   std::uint16_t type,
                   const std::string& data) {
    to += wire_name(owner);
    append_be<std::uint16_t>(to, type);
    append_be<std::uint16_t>(to, 1);
    append_be<std::uint32_t>(to, 60);
    append_be<std::uint16_t>(to, static_cast<std::uint16_t>(data.size()));
    to += data;
}

std::string address_bytes(int family, const std::string& text) {
    std::string bytes(family == AF_INET ? 4 : 16, '\0');
    ::inet_pton(family, text.c_str(), bytes.data());
    return bytes;
}

}  // namespace

DnsServer::DnsServer(Zone zone)
    : zone_(std::move(zone)), fd_(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ::bind(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address);
    socklen_t size = sizeof address;
    ::getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
}

DnsServer::~DnsServer() {
    stopping_ = true;
    thread_.join();
    ::close(fd_);
}

void DnsServer::set(const std::string& name, std::vector<std::string> records) {
    const std::lock_guard lock(mutex_);
    zone_[name] = std::move(records);
}

void DnsServer::serve() {
    while (!stopping_) {
        pollfd waiting{fd_, POLLIN, 0};
        if (::poll(&waiting, 1, 20) != 1) {
            continue;
        }
        char bytes[1500];
        sockaddr_in from{};
        socklen_t size = sizeof from;
        const ssize_t count =
            ::recvfrom(fd_, bytes, sizeof bytes, 0, reinterpret_cast<sockaddr*>(&from), &size);
        if (count < 17) {
            continue;
        }
        ++queries_;
        if (!silent_) {
            const std::string reply = answer(std::string(bytes, static_cast<std::size_t>(count)));
            ::sendto(
                fd_, reply.data(), reply.size(), 0, reinterpret_cast<const sockaddr*>(&from), size);
        }
    }
}

std::string DnsServer::answer(const std::string& query) {
    std::string name;
    std::size_t at = 12;
    while (query[at] != 0) {
        const auto length = static_cast<std::size_t>(query[at]);
        name += (name.empty() ? "" : ".") + query.substr(at + 1, length);
        at += length + 1;
    }
    const auto type = load_be<std::uint16_t>(query.data() + at + 1);
    std::string records;
    std::uint16_t count = 0;
    const std::lock_guard lock(mutex_);
    for (bool more = true; more;) {
        more = false;
        const std::string owner = name;
        for (const std::string& record : zone_[owner]) {
            const std::string kind = record.substr(0, record.find(' '));
            const std::string value = record.substr(record.find(' ') + 1);
            if (kind == "CNAME") {
                append_record(records, owner, kCname, wire_name(value));
                name = value;
                more = true;
            } else if (kind == "A" && type == kA) {
                append_record(records, owner, kA, address_bytes(AF_INET, value));
            } else if (kind == "AAAA" && type == kAaaa) {
                append_record(records, owner, kAaaa, address_bytes(AF_INET6, value));
            } else {
                continue;
            }
            ++count;
        }
    }
    const bool exists = !zone_[name].empty();
    std::string reply = query.substr(0, 2);
    append_be<std::uint16_t>(reply, static_cast<std::uint16_t>(0x8180U | (exists ? 0U : 3U)));
    append_be<std::uint16_t>(reply, 1);
    append_be<std::uint16_t>(reply, count);
    append_be<std::uint32_t>(reply, 0);
    return reply + query.substr(12, at + 5 - 12) + records;
}

}  // namespace ks::probe::test
