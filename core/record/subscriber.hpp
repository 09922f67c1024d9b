// SPDX-License-Identifier: Apache-2.0
// Who wants to hear of a page's incidents and maintenance, what is on its way to them, and how far
// an announcement has been spread over a page's subscribers.
#pragma once

#include "core/base/id.hpp"
#include "core/base/result.hpp"
#include "core/time/clock.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ks::record {

enum class SubscriberKind : std::uint8_t { kEmail = 1, kWebhook };

/// Wire names: "email|webhook".
[[nodiscard]] std::string_view name(SubscriberKind kind) noexcept;
[[nodiscard]] std::optional<SubscriberKind> parse_subscriber_kind(std::string_view text) noexcept;

/// SHA-256 of kind and normalised target: the same for one target on every page.
using TargetHash = std::array<std::byte, 32>;

struct Subscriber {
    SubscriberId id;
    PageId page;
    ProjectId project;
    SubscriberKind kind = SubscriberKind::kEmail;
    bool confirmed = false;
    std::uint8_t asked = 0;      ///< confirmations that were sent
    std::uint16_t failures = 0;  ///< deliveries given up since the last that arrived
    UnixMillis created_at{};
    UnixMillis confirmed_at{};   ///< zero: not yet
    UnixMillis failing_since{};  ///< zero: not failing
    TargetHash target_hash{};
    std::string target;  ///< an e-mail address or a URL
    /// Empty: everything on the page. At most limits::kChosenMonitors.
    std::vector<MonitorId> monitors;
    /// BCP 47, of the form that they subscribed with: the language of their mails. Empty: the
    /// page's.
    std::string locale;

    /// Whether something about `concerned` is for this subscriber; none concerned: the whole
    /// project, which is for all.
    [[nodiscard]] bool wants(const std::vector<MonitorId>& concerned) const noexcept;
};

[[nodiscard]] std::string encode(const Subscriber& subscriber);
/// kTruncated, kMalformed, kUnsupported.
[[nodiscard]] Result<Subscriber> decode_subscriber(Bytes bytes);

enum class DeliveryKind : std::uint8_t { kConfirmation = 1, kIncident, kMaintenance };

/// One message on its way to one subscriber: the value of the outbox.
struct Delivery {
    DeliveryKind kind = DeliveryKind::kConfirmation;
    RawId subject{};  ///< the incident; all zero otherwise
    std::uint16_t attempts = 0;
    UnixMillis said_at{};  ///< when what it tells was said: it is given up some time after

    friend bool operator==(const Delivery&, const Delivery&) = default;
};

/// Its key. E-mail and webhooks are two queues: neither waits for the other.
struct DeliveryKey {
    SubscriberKind kind = SubscriberKind::kEmail;
    UnixMillis due{};
    SubscriberId subscriber;
    /// The update or window it tells of; all zero for a confirmation.
    RawId event{};

    friend auto operator<=>(const DeliveryKey&, const DeliveryKey&) = default;
};

[[nodiscard]] std::string encode(const Delivery& delivery);
[[nodiscard]] Result<Delivery> decode_delivery(Bytes bytes);

enum class FanOutKind : std::uint8_t { kIncident = 1, kMaintenance, kPageGone };

/// Work on all subscribers of some pages, done in slices. The key is the update, window or page
/// that it is about.
struct FanOut {
    FanOutKind kind = FanOutKind::kIncident;
    RawId subject{};  ///< the incident; all zero otherwise
    ProjectId project;
    UnixMillis at{};     ///< when it was said
    PageId page;         ///< under way; all zero: none begun
    SubscriberId after;  ///< the last one done of that page
};

[[nodiscard]] std::string encode(const FanOut& fan_out);
[[nodiscard]] Result<FanOut> decode_fan_out(Bytes bytes);

}  // namespace ks::record
