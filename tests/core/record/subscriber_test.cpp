// SPDX-License-Identifier: Apache-2.0
// Codecs of subscribers, deliveries and announcements: what is written reads back; cut, lengthened
// or foreign bytes are errors.
#include "core/record/subscriber.hpp"

#include <gtest/gtest.h>

#include <string>

namespace ks::record {
namespace {

template <class AnyId>
AnyId id_of(int fill) {
    AnyId id;
    id.bytes.fill(static_cast<std::byte>(fill));
    return id;
}

UnixMillis ms(std::int64_t value) {
    return UnixMillis(std::chrono::milliseconds(value));
}

Subscriber a_subscriber() {
    Subscriber subscriber{.id = id_of<SubscriberId>(1),
                          .page = id_of<PageId>(2),
                          .project = id_of<ProjectId>(3),
                          .kind = SubscriberKind::kWebhook,
                          .confirmed = true,
                          .asked = 2,
                          .failures = 300,
                          .created_at = ms(1),
                          .confirmed_at = ms(2),
                          .failing_since = ms(3),
                          .target = "https://hook.example/",
                          .monitors = {id_of<MonitorId>(8), id_of<MonitorId>(9)},
                          .locale = "de"};
    subscriber.target_hash.fill(std::byte{0xab});
    return subscriber;
}

/// `bytes` decodes whole, and no shorter, longer or other one does.
template <class Decode>
void expect_strict(std::string bytes, Decode decode, std::size_t kind_at) {
    ASSERT_TRUE(decode(as_bytes(bytes)));
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        EXPECT_EQ(decode(as_bytes(std::string_view(bytes).substr(0, size))).error().code,
                  Errc::kTruncated)
            << size;
    }
    EXPECT_EQ(decode(as_bytes(bytes + 'x')).error().code, Errc::kMalformed);
    for (const char kind : {'\0', '\x04'}) {
        std::string other = bytes;
        other[kind_at] = kind;
        EXPECT_EQ(decode(as_bytes(other)).error().code, Errc::kMalformed);
    }
    bytes[0] = '\x03';
    EXPECT_EQ(decode(as_bytes(bytes)).error().code, Errc::kUnsupported);
}

TEST(SubscriberCodec, ReadsBackWhole) {
    const Subscriber written = a_subscriber();
    const Subscriber read = decode_subscriber(as_bytes(encode(written))).value();
    EXPECT_EQ(read.id, written.id);
    EXPECT_EQ(read.page, written.page);
    EXPECT_EQ(read.project, written.project);
    EXPECT_EQ(read.kind, written.kind);
    EXPECT_TRUE(read.confirmed);
    EXPECT_EQ(read.asked, 2);
    EXPECT_EQ(read.failures, 300);
    EXPECT_EQ(read.created_at, ms(1));
    EXPECT_EQ(read.confirmed_at, ms(2));
    EXPECT_EQ(read.failing_since, ms(3));
    EXPECT_EQ(read.target_hash, written.target_hash);
    EXPECT_EQ(read.target, written.target);
    EXPECT_EQ(read.monitors, written.monitors);
    EXPECT_EQ(read.locale, "de");
    expect_strict(encode(written), decode_subscriber, 49);
}

TEST(SubscriberCodec, ReadsTheFirstVersionWhichHadNoLocale) {
    const Subscriber written = a_subscriber();
    std::string bytes = encode(written);
    bytes.resize(bytes.size() - sizeof(std::uint16_t) - written.locale.size());
    bytes[0] = '\x01';
    const Subscriber read = decode_subscriber(as_bytes(bytes)).value();
    EXPECT_EQ(read.monitors, written.monitors);
    EXPECT_EQ(read.target, written.target);
    EXPECT_EQ(read.locale, "");
}

TEST(SubscriberCodec, DeliveriesAndAnnouncementsReadBack) {
    const Delivery delivery{.kind = DeliveryKind::kMaintenance,
                            .subject = id_of<RawId>(4),
                            .attempts = 7,
                            .said_at = ms(-1)};
    EXPECT_EQ(decode_delivery(as_bytes(encode(delivery))).value(), delivery);
    expect_strict(encode(delivery), decode_delivery, 1);
    const FanOut fan_out{.kind = FanOutKind::kIncident,
                         .subject = id_of<RawId>(1),
                         .project = id_of<ProjectId>(2),
                         .at = ms(3),
                         .page = id_of<PageId>(4),
                         .after = id_of<SubscriberId>(5)};
    const FanOut read = decode_fan_out(as_bytes(encode(fan_out))).value();
    EXPECT_EQ(encode(read), encode(fan_out));
    EXPECT_EQ(read.after, fan_out.after);
    expect_strict(encode(fan_out), decode_fan_out, 1);
}

TEST(Subscriber, WantsWhatItChose) {
    Subscriber subscriber = a_subscriber();
    EXPECT_TRUE(subscriber.wants({}));
    EXPECT_TRUE(subscriber.wants({id_of<MonitorId>(7), id_of<MonitorId>(9)}));
    EXPECT_FALSE(subscriber.wants({id_of<MonitorId>(7)}));
    subscriber.monitors.clear();
    EXPECT_TRUE(subscriber.wants({id_of<MonitorId>(7)}));
    EXPECT_EQ(name(SubscriberKind::kEmail), "email");
    EXPECT_EQ(parse_subscriber_kind("webhook"), SubscriberKind::kWebhook);
    EXPECT_FALSE(parse_subscriber_kind("sms"));
}

}  // namespace
}  // namespace ks::record
