// SPDX-License-Identifier: Apache-2.0
// Who is to blame for a message that did not arrive, when it is tried again, and the secrets in
// links.
#include "edge/notify/sender.hpp"
#include "edge/notify/smtp.hpp"
#include "edge/notify/webhook.hpp"
#include "edge/subscribe/target.hpp"
#include "edge/subscribe/token.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace ks::notify {
namespace {

using enum Verdict;

TEST(SmtpReply, OnlyAnUnknownRecipientIsUnwanted) {
    struct Case {
        SmtpStage stage;
        const char* reply;
        Verdict verdict;
    };

    constexpr Case kCases[] = {
        {SmtpStage::kRecipient, "550 5.1.1 <x@a.test>: no such user", kUnwanted},
        {SmtpStage::kRecipient, "550 5.1.10 null MX", kUnwanted},
        {SmtpStage::kRecipient, "550 5.2.1 mailbox disabled", kUnwanted},
        {SmtpStage::kRecipient, "550 No such user here", kUnwanted},
        {SmtpStage::kRecipient, "551 User not local", kUnwanted},
        {SmtpStage::kRecipient, "550 relay not permitted", kOurFault},
        {SmtpStage::kRecipient, "554 5.7.1 <x@a.test>: Relay access denied", kOurFault},
        {SmtpStage::kRecipient, "550 5.7.1 blocked by policy", kOurFault},
        {SmtpStage::kRecipient, "553 5.1.8 sender address rejected", kOurFault},
        {SmtpStage::kRecipient, "554 Transaction failed", kOurFault},
        {SmtpStage::kRecipient, "552 5.2.2 mailbox full", kLater},
        {SmtpStage::kRecipient, "552 Requested mail action aborted: exceeded storage", kLater},
        {SmtpStage::kRecipient, "450 4.2.0 greylisted", kLater},
        {SmtpStage::kRecipient, "", kLater},
        {SmtpStage::kData, "554 5.7.1 looks like spam", kRefused},
        {SmtpStage::kData, "451 local error", kLater},
        {SmtpStage::kData, "", kLater},
        {SmtpStage::kSender, "550 5.1.0 sender rejected", kOurFault},
        {SmtpStage::kBefore, "535 5.7.8 bad credentials", kOurFault},
        {SmtpStage::kBefore, "", kOurFault},
    };
    for (const Case& one : kCases) {
        EXPECT_EQ(judge_reply(one.stage, one.reply), one.verdict) << one.reply;
    }
}

TEST(WebhookStatus, IsJudged) {
    EXPECT_EQ(judge_status(200), kDelivered);
    EXPECT_EQ(judge_status(204), kDelivered);
    EXPECT_EQ(judge_status(410), kUnwanted);
    for (const long status : {0L, 302L, 400L, 404L, 429L, 500L, 503L}) {
        EXPECT_EQ(judge_status(status), kLater) << status;
    }
}

TEST(Pauses, GrowFromAMinuteToAnHour) {
    const Sender::Options options;
    EXPECT_EQ(Sender::pause_after(options, 0), std::chrono::minutes(1));
    EXPECT_EQ(Sender::pause_after(options, 1), std::chrono::minutes(2));
    EXPECT_EQ(Sender::pause_after(options, 5), std::chrono::minutes(32));
    EXPECT_EQ(Sender::pause_after(options, 6), std::chrono::hours(1));
    EXPECT_EQ(Sender::pause_after(options, UINT16_MAX), std::chrono::hours(1));
}

TEST(Token, SpeaksForOneSubscriberAndOnePurpose) {
    using subscribe::check_token;
    using subscribe::Purpose;
    std::array<std::byte, 32> key{};
    key.fill(std::byte{7});
    SubscriberId id;
    id.bytes.fill(std::byte{3});
    const std::string token = subscribe::make_token(key, Purpose::kManage, id);
    EXPECT_EQ(token.size(), 43U);
    EXPECT_EQ(check_token(key, Purpose::kManage, token), id);
    EXPECT_FALSE(check_token(key, Purpose::kConfirm, token));
    for (std::size_t i = 0; i < token.size(); ++i) {
        std::string forged = token;
        forged[i] = forged[i] == 'A' ? 'B' : 'A';
        EXPECT_FALSE(check_token(key, Purpose::kManage, forged)) << i;
    }
    EXPECT_FALSE(check_token(key, Purpose::kManage, token + "A"));
    EXPECT_FALSE(check_token(key, Purpose::kManage, ""));
    key.fill(std::byte{8});
    EXPECT_FALSE(check_token(key, Purpose::kManage, token));
}

TEST(Target, IsOneWhateverItsCase) {
    using record::SubscriberKind;
    using subscribe::normalise_target;
    using subscribe::target_hash;
    EXPECT_EQ(target_hash(SubscriberKind::kEmail, "A@b.test"),
              target_hash(SubscriberKind::kEmail, "a@b.test"));
    EXPECT_NE(target_hash(SubscriberKind::kEmail, "a@b.test"),
              target_hash(SubscriberKind::kEmail, "b@b.test"));
    EXPECT_EQ(normalise_target(SubscriberKind::kWebhook, "HTTPS://Hook.Test/A?b#c"),
              "https://hook.test/A?b");
    EXPECT_FALSE(normalise_target(SubscriberKind::kWebhook, "ftp://hook.test/"));
    EXPECT_FALSE(normalise_target(SubscriberKind::kWebhook, "https://user:pw@hook.test/"));
    EXPECT_FALSE(
        normalise_target(SubscriberKind::kWebhook, "https://h.test/" + std::string(1100, 'a')));
}

}  // namespace
}  // namespace ks::notify
