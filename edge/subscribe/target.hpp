// SPDX-License-Identifier: Apache-2.0
// Where messages to a subscriber go: an e-mail address or the URL of a webhook.
#pragma once

#include "core/record/subscriber.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace ks::subscribe {

/// In its normal form. nullopt for what is no e-mail address (text::normalise_email), or no http or
/// https URL of at most limits::kWebhookUrl bytes.
[[nodiscard]] std::optional<std::string> normalise_target(record::SubscriberKind kind,
                                                          std::string_view text);
/// Addresses that differ in upper and lower case only are one target. REQUIRES: normalised.
[[nodiscard]] record::TargetHash target_hash(record::SubscriberKind kind, std::string_view target);

}  // namespace ks::subscribe
