// SPDX-License-Identifier: Apache-2.0
// What a delivery says, out of the store, ready to be sent.
#pragma once

#include "edge/notify/webhook.hpp"
#include "edge/serve/site.hpp"
#include "render/mail/message.hpp"
#include "storage/store/subscribers.hpp"

#include <optional>
#include <string>

namespace ks::notify {

struct Outgoing {
    std::string target;
    mail::Message mail;  ///< for e-mail
    Webhook webhook;     ///< for a webhook
};

struct ContentFacts {
    serve::SiteFacts site;
    std::string mail_from;
};

/// Nothing when there is nothing to say any more: subscriber, page, incident or window are gone,
/// the page is not published, a confirmation is not needed any more, a window is over.
[[nodiscard]] Result<std::optional<Outgoing>> read_content(const store::Snapshot& snapshot,
                                                           const store::DueDelivery& due,
                                                           UnixMillis now,
                                                           const ContentFacts& facts);

}  // namespace ks::notify
