// SPDX-License-Identifier: Apache-2.0
#include "edge/subscribe/target.hpp"

#include "core/base/limits.hpp"
#include "core/text/email.hpp"
#include "core/text/hostname.hpp"
#include "core/text/url.hpp"
#include "edge/tls/digest.hpp"

namespace ks::subscribe {

using record::SubscriberKind;

std::optional<std::string> normalise_target(SubscriberKind kind, std::string_view text) {
    if (kind == SubscriberKind::kEmail) {
        return text::normalise_email(text);
    }
    const auto url = text::parse_url(text);
    if (!url || url->text().size() > limits::kWebhookUrl) {
        return std::nullopt;
    }
    return url->text();
}

record::TargetHash target_hash(SubscriberKind kind, std::string_view target) {
    const std::string same =
        kind == SubscriberKind::kEmail ? text::normalise_host(target) : std::string(target);
    return tls::sha256(std::string(record::name(kind)) + ' ' + same);
}

}  // namespace ks::subscribe
