// SPDX-License-Identifier: Apache-2.0
// One curl transfer of an http check: its options, its bounds and what it saw. How it is judged is
// in http.cpp.
#pragma once

#include "core/record/monitor.hpp"
#include "edge/probe/curl_multi.hpp"
#include "edge/probe/probe.hpp"

#include <curl/curl.h>

#include <array>
#include <cstddef>
#include <memory>
#include <string>

namespace ks::probe {

/// Body bytes that a check reads at most; what follows is not looked at.
inline constexpr std::size_t kCheckBodyBytes = std::size_t{1} << 20U;
inline constexpr std::size_t kCheckHeadBytes = std::size_t{256} << 10U;
inline constexpr long kRedirectsMax = 10;

struct ListCloser {
    void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
};

/// Everything that curl points into while a transfer runs.
struct Transfer {
    Easy easy{curl_easy_init()};
    std::unique_ptr<curl_slist, ListCloser> fields;
    std::array<char, CURL_ERROR_SIZE> message{};
    std::string body;  ///< kept only where bodyContains needs it
    std::size_t body_bytes = 0;
    std::size_t head_bytes = 0;
    bool keep_body = false;
    bool body_cut = false;  ///< we stopped reading at the bound
    bool head_cut = false;
    Guard* guard = nullptr;
    std::string refused;  ///< "127.0.0.1 (loopback)"
};

/// A socket for CURLOPT_OPENSOCKETFUNCTION, or CURL_SOCKET_BAD with the address that `guard`
/// forbids in `refused`. `guard` null: every address is allowed.
[[nodiscard]] curl_socket_t open_guarded(Guard* guard,
                                         const curl_sockaddr& target,
                                         std::string& refused);

/// The check itself: method, fields, body, redirects, limits and trust as the monitor says.
void prepare_check(Transfer& transfer, const ProbeContext& context, const record::Monitor& monitor);

/// A TLS handshake with `url`'s host and nothing more, trusting anybody: only to see the
/// certificate.
void prepare_look(Transfer& transfer,
                  const ProbeContext& context,
                  const std::string& url,
                  long timeout_ms);

}  // namespace ks::probe
