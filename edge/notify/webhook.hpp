// SPDX-License-Identifier: Apache-2.0
// One JSON document to a subscriber's URL. Subscribers choose the address, so each connect asks the
// guard; redirects are not followed. On the control reactor.
#pragma once

#include "edge/notify/verdict.hpp"
#include "edge/probe/curl_multi.hpp"
#include "edge/probe/target_guard.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace ks::notify {

struct WebhookOptions {
    probe::Guard* guard = &probe::forbidden_range;  ///< null: every address is allowed
    std::string ca_file;                            ///< trusted besides the system's roots
    std::string user_agent;
    std::chrono::milliseconds timeout{10'000};
};

struct Webhook {
    std::string url;
    std::string delivery_id;  ///< the same for every attempt
    std::string signature;    ///< hexadecimal
    std::string body;
};

/// 2xx took it, 410 wants no more, all else is tried again.
[[nodiscard]] Verdict judge_status(long status) noexcept;

[[nodiscard]] loop::Task<Attempt> post_webhook(probe::CurlMulti& curl,
                                               const WebhookOptions& options,
                                               Webhook webhook);

}  // namespace ks::notify
