// SPDX-License-Identifier: Apache-2.0
#include "render/mail/message.hpp"

#include "render/mail/header.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace ks::mail {
namespace {

Envelope envelope() {
    Envelope envelope;
    envelope.page_name = "Acme & Co";
    envelope.page_url = "https://acme.test/";
    envelope.list_id = "acme.test";
    envelope.from = "status@acme.test";
    envelope.to = "reader@a.test";
    envelope.message_id = "<upd.sub@acme.test>";
    envelope.thread_id = "<inc.sub@acme.test>";
    envelope.manage_url = "https://acme.test/subscribe/manage/t";
    envelope.unsubscribe_url = "https://acme.test/unsubscribe/t";
    envelope.date = std::chrono::sys_seconds(std::chrono::seconds(1795176000));
    return envelope;
}

record::Incident incident(std::string title) {
    record::Incident incident;
    incident.title = std::move(title);
    return incident;
}

std::string field(const Message& message, std::string_view name) {
    const auto found = std::ranges::find_if(message.fields, [&](const std::string& line) {
        return line.starts_with(std::string(name) + ": ");
    });
    return found == message.fields.end() ? "absent" : found->substr(name.size() + 2);
}

TEST(Mail, AnUpdateHasTheFieldsThatMailboxesAskFor) {
    record::IncidentUpdate update;
    update.status = record::IncidentStatus::kIdentified;
    update.created_at = UnixMillis(std::chrono::seconds(1795176000));
    update.message = "First <line>\n\nSecond";
    const Message message = incident_message(
        envelope(), incident("Checkout is slow"), update, {"Web", "A&B"}, view::kEnglish);
    EXPECT_EQ(field(message, "From"), "=?UTF-8?Q?Acme_=26_Co?= <status@acme.test>");
    EXPECT_EQ(field(message, "To"), "<reader@a.test>");
    EXPECT_EQ(field(message, "Subject"), "[Acme & Co] Identified: Checkout is slow");
    EXPECT_EQ(field(message, "Date"), "Fri, 20 Nov 2026 12:00:00 +0000");
    EXPECT_EQ(field(message, "Message-ID"), "<upd.sub@acme.test>");
    EXPECT_EQ(field(message, "References"), "<inc.sub@acme.test>");
    EXPECT_EQ(field(message, "List-Id"), "<acme.test>");
    EXPECT_EQ(field(message, "List-Unsubscribe"), "<https://acme.test/unsubscribe/t>");
    EXPECT_EQ(field(message, "List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
    EXPECT_EQ(field(message, "Auto-Submitted"), "auto-generated");
    EXPECT_NE(message.text.find("Identified · 2026-11-20 12:00 UTC\r\n"), std::string::npos);
    EXPECT_NE(message.text.find("First <line>\r\n\r\nSecond\r\n"), std::string::npos);
    EXPECT_NE(message.text.find("Affected: Web, A&B"), std::string::npos);
    EXPECT_NE(message.html.find("First &lt;line&gt;"), std::string::npos);
    EXPECT_NE(message.html.find("A&amp;B"), std::string::npos);
    EXPECT_EQ(message.html.find("<line>"), std::string::npos);
}

TEST(Mail, NoTextAddsAField) {
    Envelope hostile = envelope();
    hostile.page_name = "Acme\r\nBcc: victim@a.test";
    const record::IncidentUpdate update;
    const Message message = incident_message(
        hostile, incident("Down\r\nBcc: victim@a.test\r\n\r\nbody"), update, {}, view::kEnglish);
    for (const std::string& line : message.fields) {
        EXPECT_EQ(line.find('\n'), std::string::npos) << line;
        EXPECT_FALSE(line.starts_with("Bcc")) << line;
    }
    EXPECT_EQ(
        message.fields.size(),
        incident_message(envelope(), incident("Down"), update, {}, view::kEnglish).fields.size());
}

TEST(Mail, LongAndForeignTextIsEncodedInWordsThatFit) {
    const std::string umlauts =
        header_text("Störung: Wir prüfen das gerade für alle Kunden in der Region");
    EXPECT_TRUE(umlauts.starts_with("=?UTF-8?Q?St=C3=B6rung=3A_Wir"));
    for (std::size_t from = 0; from < umlauts.size();) {
        const std::size_t end = std::min(umlauts.find("\r\n", from), umlauts.size());
        EXPECT_LE(end - from, 76U);
        EXPECT_TRUE(from == 0 || umlauts[from] == ' ');
        from = end + 2;
    }
    EXPECT_TRUE(header_text("=?UTF-8?Q?forged?=").starts_with("=?UTF-8?Q?=3D=3FUTF"));
    EXPECT_LT(header_text(std::string(5000, 'a')).size(), 1000U);
    EXPECT_EQ(header_text("\xff").find('\xff'), std::string::npos);
}

TEST(Mail, AConfirmationHasItsLinkAndNoUnsubscription) {
    Envelope first = envelope();
    first.manage_url = first.unsubscribe_url = first.thread_id = "";
    const Message message =
        confirmation(first, "https://acme.test/subscribe/confirm/t", view::kEnglish);
    EXPECT_EQ(field(message, "List-Unsubscribe"), "absent");
    EXPECT_EQ(field(message, "Subject"), "Confirm your subscription to Acme & Co");
    EXPECT_NE(message.text.find("https://acme.test/subscribe/confirm/t\r\n"), std::string::npos);
    EXPECT_NE(message.html.find("href=\"https://acme.test/subscribe/confirm/t\""),
              std::string::npos);
}

TEST(Mail, AWindowSaysWhen) {
    record::Maintenance window;
    window.title = "Database upgrade";
    window.starts_at = std::chrono::sys_seconds(std::chrono::seconds(1795176000));
    window.ends_at = window.starts_at + std::chrono::hours(2);
    const Message message = maintenance_message(envelope(), window, {"DB"}, view::kEnglish);
    EXPECT_EQ(field(message, "Subject"), "[Acme & Co] Scheduled maintenance: Database upgrade");
    EXPECT_NE(message.text.find("From 2026-11-20 12:00 UTC to 2026-11-20 14:00 UTC"),
              std::string::npos);
}

TEST(Mail, SpeaksTheLanguageOfItsWords) {
    const view::Words& german = *view::find_words("de");
    record::IncidentUpdate update;
    update.status = record::IncidentStatus::kMonitoring;
    const Message message =
        incident_message(envelope(), incident("Kasse"), update, {"Web"}, german);
    EXPECT_EQ(field(message, "Subject"), "[Acme & Co] Unter Beobachtung: Kasse");
    EXPECT_TRUE(message.text.contains("Betroffen: Web\r\n")) << message.text;
    EXPECT_TRUE(message.text.contains("weil Sie Acme & Co abonniert haben.")) << message.text;
    EXPECT_TRUE(message.html.contains(">Abbestellen</a>")) << message.html;
    EXPECT_TRUE(message.html.contains("<html lang=\"de\" dir=\"ltr\">")) << message.html;
    EXPECT_EQ(field(confirmation(envelope(), "https://acme.test/c", german), "Subject")
                  .find("subscription"),
              std::string::npos);
}

TEST(Mail, OfAScriptFromTheRightSaysSo) {
    const record::IncidentUpdate update;
    const Message message =
        incident_message(envelope(), incident("x"), update, {}, *view::find_words("ar"));
    EXPECT_TRUE(message.html.contains(" dir=\"rtl\">")) << message.html;
    EXPECT_TRUE(field(message, "Subject").starts_with("=?UTF-8?Q?"));
}

}  // namespace
}  // namespace ks::mail
