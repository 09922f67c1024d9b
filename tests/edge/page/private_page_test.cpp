// SPDX-License-Identifier: Apache-2.0
// Private pages: every address is behind the password; signing in, staying signed in, guessing.
#include "edge/page/private_page.hpp"

#include "fixture.hpp"

#include "edge/page/page_routes.hpp"
#include "edge/page/sign_in.hpp"

#include <asio/executor_work_guard.hpp>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <utility>

namespace ks::test {
namespace {

struct Seen {
    std::uint16_t status = 0;
    std::map<std::string, std::string> fields;
    std::string head;
    std::string body;

    [[nodiscard]] std::string field(const std::string& name) const {
        const auto found = fields.find(name);
        return found == fields.end() ? "absent" : found->second;
    }

    /// The cookie as a browser sends it back.
    [[nodiscard]] std::string cookie() const {
        const std::string set = field("Set-Cookie");
        return set.substr(0, set.find(';'));
    }
};

class PrivatePage : public ApiTest {
protected:
    PrivatePage() {
        site_->passwords = &gate_;
        page_ = add_page(R"({"name":"Acme Inner","slug":"acme","password":"correct horse"})");
        other_ = add_page(R"({"name":"Other Inner","slug":"other","password":"correct horse"})");
        monitor_ = add_monitor(R"({"name":"Ledger","type":"manual"})");
        EXPECT_EQ(
            patch("/api/status-pages/" + page_, R"({"monitorIds":[")" + monitor_ + R"("]})").status,
            200);
    }

    struct Visiting {
        std::string path = "/";
        Fields fields{};
        std::string method = "GET";
        std::string body{};
        std::string page{};
        std::string peer = "192.0.2.1";
    };

    Seen visit(const Visiting& what) {
        http::FieldsView view;
        for (const auto& [name, value] : what.fields) {
            view.add(name, value);
        }
        const std::string page = what.page.empty() ? page_ : what.page;
        const serve::Request request{.method = *http::parse_method(what.method),
                                     .path = what.path,
                                     .query = {},
                                     .host = "acme.example.com",
                                     .fields = view,
                                     .body = what.body,
                                     .peer = what.peer,
                                     .secure = true};
        serve::Reply reply;
        const PageId id = *PageId::parse(page);
        if (!page::serve_page(*site_, cache_, id, request, reply)) {
            bool done = false;
            reactor_->io().restart();
            const auto act = [&]() -> loop::Task<void> {
                co_await page::act_on_page(*site_, cache_, id, request, reply);
                done = true;
            };
            reactor_->spawn(act(), "test");
            const auto work = asio::make_work_guard(reactor_->io());
            while (!done) {
                reactor_->io().run_one();
            }
        }
        return taken_apart(reply);
    }

    static Seen taken_apart(const serve::Reply& reply) {
        Seen seen{.status = reply.status, .fields = {}, .head = {}, .body = reply.body};
        for (const auto& [name, value] : reply.fields) {
            seen.head += std::string(name) + ": " + value + "\r\n";
        }
        if (reply.ready) {
            const serve::ReadyResponse& ready = *reply.ready;
            seen.status = static_cast<std::uint16_t>(std::stoi(ready.bytes.substr(9, 3)));
            seen.head = ready.bytes.substr(0, ready.head_size);
            seen.body = ready.bytes.substr(ready.head_size);
            EXPECT_EQ(ready.bytes.substr(ready.date_offset - 6, 6), "Date: ");
            EXPECT_EQ(ready.bytes.substr(ready.head_size - 4, 4), "\r\n\r\n");
        }
        for (std::size_t at = 0; at < seen.head.size();) {
            const std::size_t end = seen.head.find("\r\n", at);
            const std::string line = seen.head.substr(at, end - at);
            if (const std::size_t colon = line.find(": "); colon != std::string::npos) {
                EXPECT_TRUE(
                    seen.fields.emplace(line.substr(0, colon), line.substr(colon + 2)).second)
                    << line;
            }
            at = end + 2;
        }
        return seen;
    }

    Seen sign_in(const std::string& password, const std::string& to = "%2F") {
        return visit(
            {.path = "/sign-in", .method = "POST", .body = "password=" + password + "&to=" + to});
    }

    serve::ServerSecret secret_{std::byte{1}, std::byte{2}};
    serve::PasswordGate gate_{secret_};
    page::PageCache cache_;
    std::string page_;
    std::string other_;
    std::string monitor_;
};

constexpr const char* kRight = "correct+horse";

TEST_F(PrivatePage, EveryAddressOfTheTableAsksForThePassword) {
    const auto addresses = page::page_addresses();
    ASSERT_GE(addresses.size(), 3U);
    for (const page::PageAddress& address : addresses) {
        std::string path(address.pattern);
        for (std::size_t at = path.find(':'); at != std::string::npos; at = path.find(':', at)) {
            path.replace(at, std::min(path.find('/', at), path.size()) - at, "x");
        }
        const std::string method(http::name(address.method));
        const Seen seen = visit({.path = path, .method = method});
        const bool signs_out = path == "/sign-out";
        EXPECT_EQ(seen.status, signs_out ? 303 : 401) << method << " " << path;
        EXPECT_EQ(seen.field("Cache-Control"), "no-store") << path;
        EXPECT_EQ(seen.field("Access-Control-Allow-Origin"), "absent") << path;
        EXPECT_EQ(seen.body.find("Inner"), std::string::npos) << path;
        EXPECT_EQ(seen.body.find("Ledger"), std::string::npos) << path;
        EXPECT_EQ(seen.field("ETag"), "absent") << path;
    }
    EXPECT_EQ(visit({.path = "/nothing"}).status, 401);
}

TEST_F(PrivatePage, TheFormAndTheErrorInJson) {
    const Seen form = visit({.path = "/history", .fields = {{"Accept", "text/html"}}});
    EXPECT_NE(form.body.find(R"(<form method="post" action="/sign-in">)"), std::string::npos);
    EXPECT_NE(form.body.find(R"(name="to" value="/history")"), std::string::npos);
    EXPECT_EQ(form.field("WWW-Authenticate").find("Cookie"), 0U);
    const Seen json = visit({.path = "/", .fields = {{"Accept", "application/json"}}});
    EXPECT_EQ(json.body,
              R"({"error":"This status page is protected by a password.","code":"unauthorized"})");
    EXPECT_EQ(json.field("WWW-Authenticate").find("Basic"), 0U);
}

TEST_F(PrivatePage, SigningInLeadsBackAndStays) {
    const Seen entered = sign_in(kRight, "%2Fhistory%3Fpage%3D2");
    EXPECT_EQ(entered.status, 303);
    EXPECT_EQ(entered.field("Location"), "/history?page=2");
    const std::string set = entered.field("Set-Cookie");
    EXPECT_EQ(set.find("__Host-kamustatus="), 0U);
    for (const char* rule :
         {"; Path=/", "; Secure", "; HttpOnly", "; SameSite=Lax", "; Max-Age="}) {
        EXPECT_NE(set.find(rule), std::string::npos) << rule;
    }
    const Fields known{{"Cookie", "a=b; " + entered.cookie() + "; c=d"}};
    const Seen page = visit({.fields = known});
    EXPECT_EQ(page.status, 200);
    EXPECT_NE(page.body.find("Ledger"), std::string::npos);
    EXPECT_NE(page.body.find(R"(action="/sign-out")"), std::string::npos);
    EXPECT_EQ(page.field("Cache-Control"), "private, no-store");
    EXPECT_NE(page.field("Vary").find("Cookie"), std::string::npos);
    EXPECT_EQ(visit({.fields = known}).body, page.body);  // now from the cache
    EXPECT_EQ(visit({}).status, 401);                     // which is not for strangers
    EXPECT_EQ(visit({.path = "/robots.txt", .fields = known}).field("Cache-Control"),
              "private, no-store");
    clock_.seconds += page::kSignedIn_s - 1;
    EXPECT_EQ(visit({.fields = known}).status, 200);
    clock_.seconds += 1;
    EXPECT_EQ(visit({.fields = known}).status, 401);
}

TEST_F(PrivatePage, AnUnchangedPageIsNotSentAgainAndStaysPrivate) {
    const Fields known{{"Cookie", sign_in(kRight).cookie()}};
    Fields again = known;
    again.emplace_back("If-None-Match", visit({.fields = known}).field("ETag"));
    const Seen seen = visit({.fields = again});
    EXPECT_EQ(seen.status, 304);
    EXPECT_EQ(seen.field("Cache-Control"), "private, no-store");
}

TEST_F(PrivatePage, NoCookieButTheGenuineOne) {
    const std::string cookie = sign_in(kRight).cookie();
    ASSERT_EQ(visit({.fields = {{"Cookie", cookie}}}).status, 200);
    for (std::size_t at = cookie.find('=') + 1; at < cookie.size(); ++at) {
        std::string forged = cookie;
        forged[at] = forged[at] == '1' ? '2' : '1';
        EXPECT_EQ(visit({.fields = {{"Cookie", forged}}}).status, 401) << at;
    }
    const std::size_t dot = cookie.find('.');
    for (const std::string& forged : {std::string("__Host-kamustatus="),
                                      std::string("__Host-kamustatus=."),
                                      cookie.substr(0, dot),
                                      cookie.substr(0, cookie.size() - 1),
                                      cookie + "A",
                                      "x" + cookie,
                                      "__Host-kamustatus=+" + cookie.substr(18)}) {
        EXPECT_EQ(visit({.fields = {{"Cookie", forged}}}).status, 401) << forged;
    }
    EXPECT_EQ(visit({.fields = {{"Cookie", cookie}}, .page = other_}).status, 401);
}

TEST_F(PrivatePage, ANewPasswordSignsEverybodyOut) {
    const Fields cookie{{"Cookie", sign_in(kRight).cookie()}};
    const Fields basic{{"Authorization", "Basic bWU6Y29ycmVjdCBob3JzZQ=="}};
    ASSERT_EQ(visit({.fields = cookie}).status, 200);
    ASSERT_EQ(visit({.fields = basic}).status, 200);
    // Even the same one anew.
    ASSERT_EQ(patch("/api/status-pages/" + page_, R"({"password":"another horse"})").status, 200);
    EXPECT_EQ(visit({.fields = cookie}).status, 401);
    EXPECT_EQ(visit({.fields = basic}).status, 401);
    ASSERT_EQ(patch("/api/status-pages/" + page_, R"({"password":null})").status, 200);
    EXPECT_EQ(visit({}).status, 200);
    ASSERT_EQ(patch("/api/status-pages/" + page_, R"({"password":"correct horse"})").status, 200);
    EXPECT_EQ(visit({}).status, 401);  // a public page was cached meanwhile
    EXPECT_EQ(visit({.fields = cookie}).status, 401);
}

TEST_F(PrivatePage, SigningOut) {
    const Seen out = visit({.path = "/sign-out", .method = "POST"});
    EXPECT_EQ(out.status, 303);
    EXPECT_EQ(out.field("Location"), "/");
    EXPECT_NE(out.field("Set-Cookie").find("Max-Age=0"), std::string::npos);
}

TEST_F(PrivatePage, AWrongPasswordSaysSo) {
    const Seen seen = sign_in("wrong", "%2Fhistory");
    EXPECT_EQ(seen.status, 401);
    EXPECT_NE(seen.body.find("role=\"alert\""), std::string::npos);
    EXPECT_NE(seen.body.find(R"(value="/history")"), std::string::npos);
    EXPECT_EQ(seen.field("Set-Cookie"), "absent");
}

TEST_F(PrivatePage, NoFormOfAnotherSite) {
    const Visiting form{.path = "/sign-in", .method = "POST", .body = "password=correct+horse"};
    for (const auto& [name, value] : Fields{{"Sec-Fetch-Site", "cross-site"},
                                            {"Sec-Fetch-Site", "same-site"},
                                            {"Origin", "https://evil.example"},
                                            {"Origin", "http://acme.example.com"},
                                            {"Origin", "null"}}) {
        Visiting foreign = form;
        foreign.fields = {{name, value}};
        EXPECT_EQ(visit(foreign).status, 403) << value;
        foreign.path = "/sign-out";
        EXPECT_EQ(visit(foreign).status, 403) << value;
    }
    Visiting own = form;
    own.fields = {{"Sec-Fetch-Site", "same-origin"}, {"Origin", "https://acme.example.com:8443"}};
    EXPECT_EQ(visit(own).status, 303);
}

TEST_F(PrivatePage, OnlyPathsOfThisHostAreGoneOnTo) {
    for (const char* good : {"/", "/history", "/a?b=c&d", "/%2F%2Fevil"}) {
        EXPECT_EQ(page::local_path(good), good);
    }
    for (const char* bad : {"",
                            "history",
                            "//evil.example",
                            "/\\evil.example",
                            "https://evil.example",
                            "/a\r\nSet-Cookie: x",
                            "/\t/evil.example",
                            "/\xc3\xa9"}) {
        EXPECT_EQ(page::local_path(bad), "/") << bad;
    }
    EXPECT_EQ(sign_in(kRight, "%2F%2Fevil.example").field("Location"), "/");
}

TEST_F(PrivatePage, GuessesAreLimitedByAddressAndRightOnesAreFree) {
    for (int i = 0; i < 15; ++i) {
        EXPECT_EQ(sign_in(kRight).status, 303);
    }
    for (int i = 0; i < 10; ++i) {
        EXPECT_EQ(sign_in("wrong").status, 401);
    }
    const Seen refused = sign_in(kRight);
    EXPECT_EQ(refused.status, 429);
    EXPECT_EQ(refused.field("Retry-After"), "60");
    EXPECT_NE(refused.body.find("role=\"alert\""), std::string::npos);
    EXPECT_EQ(visit({.path = "/sign-in",
                     .method = "POST",
                     .body = "password=correct+horse",
                     .peer = "192.0.2.2"})
                  .status,
              303);
    clock_.seconds += 59;
    EXPECT_EQ(sign_in(kRight).field("Retry-After"), "1");
    clock_.seconds += 1;
    EXPECT_EQ(sign_in(kRight).status, 303);
}

TEST_F(PrivatePage, AnIpv6NetworkIsOneGuesser) {
    const auto guess = [this](const std::string& peer) {
        return visit({.path = "/sign-in", .method = "POST", .body = "password=x", .peer = peer})
            .status;
    };
    for (int i = 0; i < 10; ++i) {
        EXPECT_EQ(guess("2001:db8:0:1::" + std::to_string(i)), 401);
    }
    EXPECT_EQ(guess("2001:db8:0:1:ffff::1"), 429);
    EXPECT_EQ(guess("2001:db8:0:2::1"), 401);
}

TEST_F(PrivatePage, GuessesAreLimitedByPage) {
    for (int i = 0; i < 60; ++i) {
        EXPECT_EQ(visit({.path = "/sign-in",
                         .method = "POST",
                         .body = "password=x",
                         .peer = "198.51.100." + std::to_string(i)})
                      .status,
                  401);
    }
    EXPECT_EQ(sign_in("x").status, 429);
    EXPECT_EQ(
        visit({.path = "/sign-in", .method = "POST", .body = "password=x", .page = other_}).status,
        401);
}

TEST_F(PrivatePage, BasicForScriptsIsCheckedOnceAndLimitedToo) {
    const Fields right{{"Authorization", "Basic bWU6Y29ycmVjdCBob3JzZQ=="}};
    EXPECT_EQ(visit({.path = "/robots.txt", .fields = right}).status, 200);
    for (int i = 0; i < 100; ++i) {
        EXPECT_EQ(visit({.path = "/robots.txt", .fields = right}).status, 200);
    }
    EXPECT_EQ(visit({.fields = right, .page = other_}).status, 200);  // the same password there
    const Fields wrong{{"Authorization", "Basic bWU6d3Jvbmc="}, {"Accept", "application/json"}};
    for (int i = 0; i < 10; ++i) {
        EXPECT_EQ(visit({.fields = wrong}).status, 401);
    }
    EXPECT_EQ(visit({.fields = wrong}).status, 429);
    EXPECT_EQ(visit({.fields = right}).status, 200);  // known: nothing to guess
    EXPECT_EQ(visit({.fields = {{"Authorization", "Basic !"}}}).status, 401);
}

TEST_F(PrivatePage, WhatAHandlerWroteForEverybodyIsSealed) {
    serve::Reply small;
    small.set("Cache-Control", "public, max-age=300");
    small.set("Access-Control-Allow-Origin", "*");
    small.set("Content-Type", "text/plain");
    page::seal_private(small);
    const Seen fields = taken_apart(small);
    EXPECT_EQ(fields.field("Cache-Control"), "private, no-store");
    EXPECT_EQ(fields.field("Access-Control-Allow-Origin"), "absent");
    EXPECT_EQ(fields.field("Content-Type"), "text/plain");

    serve::Reply ready;
    ready.ready = page::make_ready(200,
                                   {{"Cache-Control", "public, max-age=15"},
                                    {"Access-Control-Allow-Origin", "*"},
                                    {"Content-Type", "image/svg+xml"}},
                                   "<svg/>");
    page::seal_private(ready);
    const Seen bytes = taken_apart(ready);
    EXPECT_EQ(bytes.field("Cache-Control"), "private, no-store");
    EXPECT_EQ(bytes.field("Access-Control-Allow-Origin"), "absent");
    EXPECT_EQ(bytes.field("Content-Length"), "6");
    EXPECT_EQ(bytes.body, "<svg/>");
    const auto once = ready.ready;
    page::seal_private(ready);
    EXPECT_EQ(ready.ready, once);
}

TEST_F(PrivatePage, APublicPageHasNothingToSignInTo) {
    ASSERT_EQ(patch("/api/status-pages/" + page_, R"({"password":null})").status, 200);
    EXPECT_EQ(sign_in("x").field("Location"), "/");
    EXPECT_EQ(visit({.path = "/sign-in"}).field("Location"), "/");
    EXPECT_EQ(visit({}).body.find("/sign-out"), std::string::npos);
    ASSERT_EQ(patch("/api/status-pages/" + page_, R"({"published":false})").status, 200);
    EXPECT_EQ(sign_in("x").status, 404);
}

}  // namespace
}  // namespace ks::test
