// SPDX-License-Identifier: Apache-2.0
// The forms of subscriptions: who may use them, and what they answer.
#include "fixture.hpp"

#include "edge/notify/content.hpp"
#include "edge/page/page_cache.hpp"
#include "edge/page/page_routes.hpp"
#include "edge/subscribe/token.hpp"
#include "storage/store/subscribers.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace ks::test {
namespace {

using subscribe::Purpose;

loop::Task<void> drive_page(serve::Site& site,
                            page::PageCache& cache,
                            PageId page,
                            const serve::Request& request,
                            serve::Reply& reply,
                            bool& done) {
    co_await page::act_on_page(site, cache, page, request, reply);
    done = true;
}

class SubscribeForms : public ApiTest {
protected:
    SubscribeForms() {
        facts_.has_mail = true;
        monitor_ = add_monitor(R"({"name":"Shop <1>","type":"manual"})");
        page_ = add_page(R"({"name":"Acme","slug":"acme","monitorIds":[")" + monitor_ + R"("]})");
        secret_.fill(std::byte{5});
        EXPECT_EQ(inline_writer_->run(write::MakeTokenKey{.key = secret_}).code, Errc::kOk);
    }

    Answer send(const std::string& method,
                const std::string& path,
                const std::string& body = {},
                const std::string& origin = {},
                const std::string& language = {}) {
        http::FieldsView fields;
        if (!origin.empty()) {
            fields.add("Origin", origin);
        }
        if (!language.empty()) {
            fields.add("Accept-Language", language);
        }
        const serve::Request request{.method = *http::parse_method(method),
                                     .path = path,
                                     .query = {},
                                     .host = "acme.example.com",
                                     .fields = fields,
                                     .body = body,
                                     .peer = "203.0.113.9",
                                     .secure = true};
        serve::Reply reply;
        const PageId page = *PageId::parse(page_);
        bool done = page::serve_page(*site_, cache_, page, request, reply);
        if (!done) {
            reactor_->io().restart();
            reactor_->spawn(drive_page(*site_, cache_, page, request, reply, done), "test");
            while (!done && reactor_->io().run_one() > 0) {
            }
        }
        EXPECT_TRUE(done);
        return collect(reply);
    }

    SubscriberId only_subscriber() {
        const auto ids = reactor_->reader().read([&](const store::Snapshot& snapshot) {
            return store::page_subscribers(snapshot, *PageId::parse(page_), {}, 10);
        });
        EXPECT_EQ(ids->size(), 1U);
        return ids->empty() ? SubscriberId{} : ids->front();
    }

    record::Subscriber stored(SubscriberId id) {
        return reactor_->reader()
            .read([&](const store::Snapshot& snapshot) { return store::subscriber(snapshot, id); })
            .value();
    }

    /// The confirmation that waits for the only subscriber.
    mail::Message pending_mail() {
        const notify::ContentFacts facts{.site = facts_, .mail_from = "status@example.com"};
        const UnixMillis now = reactor_->clock().now();
        return reactor_->reader()
            .read([&](const store::Snapshot& snapshot) -> Result<mail::Message> {
                KS_TRY(const auto due,
                       store::due_deliveries(snapshot, record::SubscriberKind::kEmail, now, 2));
                EXPECT_EQ(due.size(), 1U);
                KS_TRY(const auto content, notify::read_content(snapshot, due.at(0), now, facts));
                return content.value().mail;
            })
            .value();
    }

    std::string path(const std::string& start, Purpose purpose, SubscriberId id) {
        return start + subscribe::make_token(secret_, purpose, id);
    }

    page::PageCache cache_;
    std::array<std::byte, 32> secret_{};
    std::string monitor_, page_;
};

TEST_F(SubscribeForms, AreCompleteAndEscaped) {
    const Answer form = send("GET", "/subscribe");
    EXPECT_EQ(form.status, 200);
    EXPECT_NE(form.body.find("name=\"email\""), std::string::npos);
    EXPECT_NE(form.body.find("value=\"" + monitor_ + "\"> Shop &lt;1&gt;"), std::string::npos);
    EXPECT_EQ(form.field("Cache-Control"), "no-store");
    EXPECT_NE(form.field("Content-Security-Policy").find("form-action 'self'"), std::string::npos);
    facts_.has_mail = false;
    EXPECT_EQ(send("GET", "/subscribe").body.find("name=\"email\""), std::string::npos);
    EXPECT_EQ(send("PUT", "/subscribe").status, 405);
}

TEST_F(SubscribeForms, TheTokenOfOnePurposeDoesNotServeAnother) {
    ASSERT_EQ(send("POST", "/subscribe", "email=a%40b.example&monitor=" + monitor_).status, 200);
    const SubscriberId id = only_subscriber();
    EXPECT_EQ(stored(id).monitors.size(), 1U);
    EXPECT_EQ(send("POST", path("/subscribe/confirm/", Purpose::kManage, id)).status, 404);
    EXPECT_EQ(send("GET", path("/subscribe/confirm/", Purpose::kConfirm, id)).status, 200);
    EXPECT_FALSE(stored(id).confirmed);
    EXPECT_EQ(send("POST", path("/subscribe/confirm/", Purpose::kConfirm, id)).status, 200);
    EXPECT_TRUE(stored(id).confirmed);
    EXPECT_EQ(send("POST", path("/unsubscribe/", Purpose::kConfirm, id)).status, 404);
    const std::string manage = path("/subscribe/manage/", Purpose::kManage, id);
    EXPECT_NE(send("GET", manage).body.find(" checked>"), std::string::npos);
    EXPECT_EQ(send("POST", manage, "monitor=" + MonitorId{}.text()).status, 200);
    EXPECT_TRUE(stored(id).monitors.empty()) << "what the page does not show cannot be chosen";
    EXPECT_EQ(
        send("POST", path("/unsubscribe/", Purpose::kManage, id), "List-Unsubscribe=One-Click")
            .status,
        200);
    EXPECT_EQ(send("GET", manage).status, 404);
}

TEST_F(SubscribeForms, AndTheirMailsSpeakTheVisitorsLanguage) {
    EXPECT_TRUE(send("GET", "/subscribe", {}, {}, "ar").body.contains(" dir=\"rtl\""));
    EXPECT_TRUE(send("GET", "/subscribe").body.contains("Subscribe to Acme"));
    EXPECT_TRUE(send("GET", "/subscribe", {}, {}, "de").body.contains("Acme abonnieren"));
    const Answer asked = send("POST", "/subscribe", "email=a%40b.example", {}, "de-CH, en;q=0.5");
    EXPECT_TRUE(asked.body.contains("Sehen Sie in Ihr Postfach")) << asked.body;
    EXPECT_EQ(stored(only_subscriber()).locale, "de");
    EXPECT_TRUE(pending_mail().text.contains("hoffentlich Sie selbst")) << pending_mail().text;
}

TEST_F(SubscribeForms, AndTheirMailsSpeakThePagesLanguageIfItHasOne) {
    ASSERT_EQ(patch("/api/status-pages/" + page_, R"({"locale":"de"})").status, 200);
    EXPECT_TRUE(send("GET", "/subscribe", {}, {}, "fr").body.contains("Acme abonnieren"));
    ASSERT_EQ(send("POST", "/subscribe", "email=a%40b.example", {}, "fr").status, 200);
    EXPECT_EQ(stored(only_subscriber()).locale, "de");
    EXPECT_TRUE(pending_mail().html.contains("<html lang=\"de\"")) << pending_mail().html;
}

TEST_F(SubscribeForms, OnAPrivatePageOnlyTheLinksWork) {
    ASSERT_EQ(send("POST", "/subscribe", "email=a%40b.example").status, 200);
    const SubscriberId id = only_subscriber();
    ASSERT_EQ(patch("/api/status-pages/" + page_, R"({"password":"correct horse"})").status, 200);
    EXPECT_EQ(send("GET", "/subscribe").status, 401);
    EXPECT_EQ(send("POST", "/subscribe", "email=c%40b.example").status, 401);
    EXPECT_EQ(send("POST", path("/unsubscribe/", Purpose::kManage, id)).status, 200);
}

TEST_F(SubscribeForms, RefuseRobotsStrangersAndFloods) {
    EXPECT_EQ(send("POST", "/subscribe", "email=a%40b.example&website=x").status, 200);
    EXPECT_EQ(send("POST", "/subscribe", "email=a%40b.example", "https://evil.example").status,
              422);
    EXPECT_EQ(send("POST", "/subscribe", "email=a%0d%0ab.example").status, 422);
    EXPECT_EQ(send("POST", "/subscribe", "").status, 422);
    site_->may_ask = [](std::string_view peer) { return peer != "203.0.113.9"; };
    const Answer busy = send("POST", "/subscribe", "email=a%40b.example");
    EXPECT_EQ(busy.status, 429);
    EXPECT_EQ(busy.field("Retry-After"), "60");
    site_->may_ask = {};
    EXPECT_EQ(
        send("POST", "/subscribe", "email=a%40b.example", "https://acme.example.com:8443").status,
        200);
    only_subscriber();
}

}  // namespace
}  // namespace ks::test
