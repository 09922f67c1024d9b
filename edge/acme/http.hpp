// SPDX-License-Identifier: Apache-2.0
// HTTPS to a CA, with bounds: a CA's answer is foreign input like any other.
#pragma once

#include "edge/acme/failure.hpp"
#include "edge/loop/reactor.hpp"
#include "edge/probe/curl_multi.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ks::acme {

/// Of a body. A chain is about 5 KB, a directory 1 KB.
inline constexpr std::size_t kAnswerBytes = std::size_t{1} << 20U;

enum class Method : std::uint8_t { kGet, kHead, kPost };

struct Reply {
    long status = 0;
    std::string body;
    std::string content_type;  ///< lower case, without parameters
    std::string nonce;         ///< Replay-Nonce; empty: none or malformed (RFC 8555 section 6.5.1)
    std::string location;
    std::optional<std::chrono::seconds> retry_after;  ///< 0 to a week
    std::vector<std::string> alternates;              ///< Link rel="alternate" (section 7.4.2)

    [[nodiscard]] bool good() const noexcept { return status >= 200 && status < 300; }
};

/// Absolute, https and clean enough to be sent as it is.
[[nodiscard]] bool is_acme_url(const std::string& url);

class Http {
public:
    Http(loop::Reactor& reactor, std::string ca_file, std::chrono::milliseconds timeout);

    /// Any answer is a Reply, redirects too: they are not followed (a signature is made for one
    /// URL). kRetryLater: no answer; kAccount: `ca_file` cannot be used; kBadAnswer: `url` is not
    /// https or the answer is larger than kAnswerBytes.
    [[nodiscard]] loop::Task<Attempt<Reply>> send(Method method, std::string url, std::string body);

private:
    loop::Reactor& reactor_;
    probe::CurlMulti multi_;
    std::string ca_file_;
    std::chrono::milliseconds timeout_;
};

}  // namespace ks::acme
