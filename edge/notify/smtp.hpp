// SPDX-License-Identifier: Apache-2.0
// Mail through one server by libcurl. On the control reactor.
#pragma once

#include "edge/notify/verdict.hpp"
#include "edge/probe/curl_multi.hpp"
#include "render/mail/message.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace ks::notify {

struct SmtpOptions {
    std::string url;  ///< "smtp://host:port"
    std::string username, password;
    std::string envelope_from;
    std::string tls = "required";  ///< or "opportunistic", "off"
    std::string ca_file;
    std::string helo;
    std::chrono::milliseconds timeout{30'000};
};

/// Where a session stood when it ended.
enum class SmtpStage : std::uint8_t { kBefore, kSender, kRecipient, kData };

/// Judges a session that failed by the server's last reply, "550 5.1.1 No such user"; empty: none
/// came. Only what the server says about the recipient is held against it (RFC 5321 section 4.2,
/// RFC 3463): policy, relaying and the sender are our fault, a full mailbox passes.
[[nodiscard]] Verdict judge_reply(SmtpStage stage, std::string_view reply);

/// Sends one message; `to` is a normalised address.
[[nodiscard]] loop::Task<Attempt> send_mail(probe::CurlMulti& curl,
                                            const SmtpOptions& options,
                                            mail::Message message,
                                            std::string to);

}  // namespace ks::notify
