// SPDX-License-Identifier: Apache-2.0
#include "core/record/subscriber.hpp"

#include "core/record/layout.hpp"

#include <algorithm>

namespace ks::record {
namespace {

constexpr std::uint8_t kVersion = 1;
constexpr std::uint8_t kSubscriberVersion = 2;
/// Without locale.
constexpr std::uint8_t kFirstSubscriberVersion = 1;
constexpr std::array<std::string_view, 2> kKinds{"email", "webhook"};

void put(Encoder& out, UnixMillis at) {
    out.i64(at.time_since_epoch().count());
}

UnixMillis take_time(Decoder& in) noexcept {
    return UnixMillis(std::chrono::milliseconds(in.i64()));
}

/// Enumerations of this file count from 1.
template <class Enum>
Enum take_enum(Decoder& in, Enum last, bool& known) noexcept {
    const std::uint8_t value = in.u8();
    known = known && value >= 1 && value <= static_cast<std::uint8_t>(last);
    return static_cast<Enum>(value);
}

/// A subscriber of any version that is still read.
struct Opened {
    Decoder in;
    bool has_locale;
};

Result<Opened> open_subscriber(Bytes bytes) {
    if (auto in = open_record(bytes, kSubscriberVersion)) {
        return Opened{.in = *in, .has_locale = true};
    }
    KS_TRY(const Decoder in, open_record(bytes, kFirstSubscriberVersion));
    return Opened{.in = in, .has_locale = false};
}

}  // namespace

std::string_view name(SubscriberKind kind) noexcept {
    return kKinds[static_cast<std::size_t>(kind) - 1];
}

std::optional<SubscriberKind> parse_subscriber_kind(std::string_view text) noexcept {
    const auto* const found = std::ranges::find(kKinds, text);
    if (found == kKinds.end()) {
        return std::nullopt;
    }
    return static_cast<SubscriberKind>(found - kKinds.begin() + 1);
}

bool Subscriber::wants(const std::vector<MonitorId>& concerned) const noexcept {
    return monitors.empty() || concerned.empty() ||
           std::ranges::find_first_of(monitors, concerned) != monitors.end();
}

std::string encode(const Subscriber& subscriber) {
    Encoder out(kSubscriberVersion);
    out.id(subscriber.id);
    out.id(subscriber.page);
    out.id(subscriber.project);
    out.u8(static_cast<std::uint8_t>(subscriber.kind));
    out.flag(subscriber.confirmed);
    out.u8(subscriber.asked);
    out.u16(subscriber.failures);
    put(out, subscriber.created_at);
    put(out, subscriber.confirmed_at);
    put(out, subscriber.failing_since);
    out.raw(subscriber.target_hash);
    out.text(subscriber.target);
    out.u16(static_cast<std::uint16_t>(subscriber.monitors.size()));
    for (const MonitorId& monitor : subscriber.monitors) {
        out.id(monitor);
    }
    out.text(subscriber.locale);
    return std::move(out).take();
}

Result<Subscriber> decode_subscriber(Bytes bytes) {
    KS_TRY(Opened opened, open_subscriber(bytes));
    Decoder& in = opened.in;
    Subscriber subscriber;
    bool known = true;
    subscriber.id = in.id<SubscriberId>();
    subscriber.page = in.id<PageId>();
    subscriber.project = in.id<ProjectId>();
    subscriber.kind = take_enum(in, SubscriberKind::kWebhook, known);
    subscriber.confirmed = in.flag();
    subscriber.asked = in.u8();
    subscriber.failures = in.u16();
    subscriber.created_at = take_time(in);
    subscriber.confirmed_at = take_time(in);
    subscriber.failing_since = take_time(in);
    std::ranges::copy(in.raw(subscriber.target_hash.size()), subscriber.target_hash.begin());
    subscriber.target = in.text();
    for (std::uint16_t left = in.u16(); left > 0 && in.ok(); --left) {
        subscriber.monitors.push_back(in.id<MonitorId>());
    }
    if (opened.has_locale) {
        subscriber.locale = in.text();
    }
    KS_CHECK(in.finish());
    return known ? Result<Subscriber>(std::move(subscriber)) : Errc::kMalformed;
}

std::string encode(const Delivery& delivery) {
    Encoder out(kVersion);
    out.u8(static_cast<std::uint8_t>(delivery.kind));
    out.id(delivery.subject);
    out.u16(delivery.attempts);
    put(out, delivery.said_at);
    return std::move(out).take();
}

Result<Delivery> decode_delivery(Bytes bytes) {
    KS_TRY(Decoder in, open_record(bytes, kVersion));
    Delivery delivery;
    bool known = true;
    delivery.kind = take_enum(in, DeliveryKind::kMaintenance, known);
    delivery.subject = in.id<RawId>();
    delivery.attempts = in.u16();
    delivery.said_at = take_time(in);
    KS_CHECK(in.finish());
    return known ? Result<Delivery>(delivery) : Errc::kMalformed;
}

std::string encode(const FanOut& fan_out) {
    Encoder out(kVersion);
    out.u8(static_cast<std::uint8_t>(fan_out.kind));
    out.id(fan_out.subject);
    out.id(fan_out.project);
    put(out, fan_out.at);
    out.id(fan_out.page);
    out.id(fan_out.after);
    return std::move(out).take();
}

Result<FanOut> decode_fan_out(Bytes bytes) {
    KS_TRY(Decoder in, open_record(bytes, kVersion));
    FanOut fan_out;
    bool known = true;
    fan_out.kind = take_enum(in, FanOutKind::kPageGone, known);
    fan_out.subject = in.id<RawId>();
    fan_out.project = in.id<ProjectId>();
    fan_out.at = take_time(in);
    fan_out.page = in.id<PageId>();
    fan_out.after = in.id<SubscriberId>();
    KS_CHECK(in.finish());
    return known ? Result<FanOut>(fan_out) : Errc::kMalformed;
}

}  // namespace ks::record
