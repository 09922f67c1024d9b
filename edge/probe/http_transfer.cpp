// SPDX-License-Identifier: Apache-2.0
#include "edge/probe/http_transfer.hpp"

#include <asio/ip/address.hpp>

#include <algorithm>
#include <cstring>
#include <netinet/in.h>
#include <sys/socket.h>

namespace ks::probe {
namespace {

std::size_t on_body(const char* bytes, std::size_t one, std::size_t count, void* self) noexcept {
    auto& transfer = *static_cast<Transfer*>(self);
    const std::size_t size = one * count;
    const std::size_t room = kCheckBodyBytes - transfer.body_bytes;
    const std::size_t taken = std::min(size, room);
    if (transfer.keep_body) {
        transfer.body.append(bytes, taken);
    }
    transfer.body_bytes += taken;
    transfer.body_cut = taken < size;
    return taken;  // less than `size` ends the transfer
}

std::size_t on_head(const char* /*bytes*/,
                    std::size_t one,
                    std::size_t count,
                    void* self) noexcept {
    auto& transfer = *static_cast<Transfer*>(self);
    transfer.head_bytes += one * count;
    transfer.head_cut = transfer.head_bytes > kCheckHeadBytes;
    return transfer.head_cut ? 0 : one * count;
}

asio::ip::address address_of(const curl_sockaddr& target) {
    if (target.family == AF_INET) {
        sockaddr_in in{};
        std::memcpy(&in, &target.addr, sizeof in);
        return asio::ip::address_v4(ntohl(in.sin_addr.s_addr));
    }
    sockaddr_in6 in{};
    std::memcpy(&in, &target.addr, std::min<std::size_t>(sizeof in, target.addrlen));
    asio::ip::address_v6::bytes_type bytes{};
    std::memcpy(bytes.data(), &in.sin6_addr, bytes.size());
    return asio::ip::address_v6(bytes);
}

/// Asked for each address right before connecting, redirects included: the only place where the
/// guard cannot be fooled.
curl_socket_t on_open(void* self, curlsocktype /*purpose*/, curl_sockaddr* target) noexcept {
    auto& transfer = *static_cast<Transfer*>(self);
    return open_guarded(transfer.guard, *target, transfer.refused);
}

template <class Value>
void set(Transfer& transfer, CURLoption option, Value value) {
    curl_easy_setopt(transfer.easy.get(), option, value);
}

void set_method(Transfer& transfer, const record::HttpOptions& http) {
    if (http.method == "HEAD") {
        set(transfer, CURLOPT_NOBODY, 1L);
        return;
    }
    if (http.method == "POST" || !http.body.empty()) {
        set(transfer, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(http.body.size()));
        set(transfer,
            CURLOPT_POSTFIELDS,
            http.body.data());  // not copied: the monitor outlives the transfer
    }
    // POST stays unset here so that curl turns it into GET after a 301, 302 or 303, as browsers do.
    if (http.method != "POST" && (http.method != "GET" || !http.body.empty())) {
        set(transfer, CURLOPT_CUSTOMREQUEST, http.method.c_str());
    }
}

void add_field(Transfer& transfer, const std::string& line) {
    curl_slist* const longer = curl_slist_append(transfer.fields.get(), line.c_str());
    if (longer != nullptr) {
        [[maybe_unused]] auto* const old = transfer.fields.release();
        transfer.fields.reset(longer);
    }
}

void set_fields(Transfer& transfer, const record::HttpOptions& http) {
    // curl's own ideas of these two would be sent in the owner's name.
    add_field(transfer, "Expect:");
    if (!http.body.empty() || http.method == "POST") {
        add_field(transfer, "Content-Type:");
    }
    for (const auto& [name, value] : http.headers) {
        if (name.find_first_of("\r\n:") == std::string::npos &&
            value.find_first_of("\r\n") == std::string::npos) {
            add_field(transfer, value.empty() ? name + ";" : name + ": " + value);
        }
    }
    set(transfer, CURLOPT_HTTPHEADER, transfer.fields.get());
}

/// What every transfer of ours has in common, TLS aside.
void set_transport(Transfer& transfer,
                   const ProbeContext& context,
                   const std::string& url,
                   long timeout_ms) {
    transfer.guard = context.options.guard;
    set(transfer, CURLOPT_ERRORBUFFER, transfer.message.data());
    set(transfer, CURLOPT_NOSIGNAL, 1L);
    // Else a time-out while a name is resolved joins the resolver's thread, and with it this
    // reactor.
    set(transfer, CURLOPT_QUICK_EXIT, 1L);
    set(transfer, CURLOPT_PROTOCOLS_STR, "http,https");
    set(transfer, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    set(transfer, CURLOPT_PROXY, "");  // a proxy from the environment would dodge the guard
    set(transfer, CURLOPT_URL, url.c_str());
    set(transfer, CURLOPT_TIMEOUT_MS, timeout_ms);
    set(transfer, CURLOPT_CONNECTTIMEOUT_MS, timeout_ms);
    set(transfer, CURLOPT_OPENSOCKETFUNCTION, &on_open);
    set(transfer, CURLOPT_OPENSOCKETDATA, &transfer);
    // A check proves that a stranger can connect now: nothing of an earlier one is used again.
    set(transfer, CURLOPT_FRESH_CONNECT, 1L);
    set(transfer, CURLOPT_FORBID_REUSE, 1L);
    set(transfer, CURLOPT_SSL_SESSIONID_CACHE, 0L);
    set(transfer, CURLOPT_DNS_CACHE_TIMEOUT, 15L);
    set(transfer, CURLOPT_CERTINFO, 1L);
}

void set_trust(Transfer& transfer, const ProbeContext& context, bool verify) {
    set(transfer, CURLOPT_SSL_VERIFYPEER, verify ? 1L : 0L);
    set(transfer, CURLOPT_SSL_VERIFYHOST, verify ? 2L : 0L);
    // The system's roots as a hashed directory: looked up by name, where the bundle would be parsed
    // for each check.
    set(transfer, CURLOPT_CAPATH, "/etc/ssl/certs");
    const std::string& extra = context.options.ca_file;
    set(transfer, CURLOPT_CAINFO, extra.empty() ? nullptr : extra.c_str());
}

void set_request(Transfer& transfer, const ProbeContext& context, const record::HttpOptions& http) {
    transfer.keep_body = !http.body_contains.empty();
    set(transfer, CURLOPT_WRITEFUNCTION, &on_body);
    set(transfer, CURLOPT_WRITEDATA, &transfer);
    set(transfer, CURLOPT_HEADERFUNCTION, &on_head);
    set(transfer, CURLOPT_HEADERDATA, &transfer);
    if (transfer.keep_body) {
        set(transfer, CURLOPT_ACCEPT_ENCODING, "");
    }
    set(transfer, CURLOPT_USERAGENT, context.options.user_agent.c_str());
    set(transfer, CURLOPT_FOLLOWLOCATION, http.follow_redirects ? 1L : 0L);
    set(transfer, CURLOPT_MAXREDIRS, kRedirectsMax);
    set_method(transfer, http);
    set_fields(transfer, http);
}

}  // namespace

curl_socket_t open_guarded(Guard* guard, const curl_sockaddr& target, std::string& refused) {
    if (target.family != AF_INET && target.family != AF_INET6) {
        return CURL_SOCKET_BAD;
    }
    if (guard != nullptr) {
        const asio::ip::address address = address_of(target);
        if (const auto range = guard(address)) {
            refused = address.to_string() + " (" + std::string(*range) + ")";
            return CURL_SOCKET_BAD;
        }
    }
    return ::socket(target.family, target.socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, target.protocol);
}

void prepare_check(Transfer& transfer,
                   const ProbeContext& context,
                   const record::Monitor& monitor) {
    set_transport(transfer, context, monitor.target, static_cast<long>(monitor.now().timeout_ms));
    set_trust(transfer, context, monitor.http.verify_tls);
    set_request(transfer, context, monitor.http);
}

void prepare_look(Transfer& transfer,
                  const ProbeContext& context,
                  const std::string& url,
                  long timeout_ms) {
    set_transport(transfer, context, url, timeout_ms);
    set_trust(transfer, context, false);
    set(transfer, CURLOPT_CONNECT_ONLY, 1L);
}

}  // namespace ks::probe
