// SPDX-License-Identifier: Apache-2.0
// What the vectors do not show: the parsed parts, persistence and expectations. Verdicts are in
// vectors/.
#include "edge/http1/request_head.hpp"

#include <gtest/gtest.h>

#include <string>

namespace ks::http1 {
namespace {

TEST(RequestHead, PartsAreViewsIntoTheHead) {
    const std::string head =
        "PATCH /api/status-pages/sp_1?x=%2F&y HTTP/1.1\r\nHost: App.Example.com:8443\r\n"
        "X-Api-Key:  km_abc \t\r\nX_Drop: 1\r\nContent-Length: 12\r\n\r\n";
    RequestHead parsed;
    ASSERT_TRUE(parse_request_head(head, parsed));
    EXPECT_EQ(parsed.method, http::Method::kPatch);
    EXPECT_EQ(parsed.target, "/api/status-pages/sp_1?x=%2F&y");
    EXPECT_EQ(parsed.path, "/api/status-pages/sp_1");
    EXPECT_EQ(parsed.query, "x=%2F&y");
    EXPECT_EQ(parsed.version_minor, 1);
    EXPECT_EQ(parsed.host(), "app.example.com");
    EXPECT_EQ(parsed.authority.port, 8443);
    EXPECT_EQ(parsed.fields.all().size(), 3U);
    EXPECT_EQ(parsed.fields.find("x-api-key"), "km_abc");
    EXPECT_FALSE(parsed.fields.find("x_drop"));
    EXPECT_EQ(parsed.framing, (http::Framing{http::BodyKind::kLength, 12}));
    EXPECT_GE(parsed.path.data(), head.data());
    EXPECT_LT(parsed.path.data(), head.data() + head.size());
}

TEST(RequestHead, NothingIsLeftOfTheRequestBefore) {
    RequestHead parsed;
    ASSERT_TRUE(
        parse_request_head("POST /a?b HTTP/1.1\r\nHost: a:1\r\nExpect: 100-continue\r\n"
                           "Content-Length: 5\r\nConnection: close\r\n\r\n",
                           parsed));
    ASSERT_TRUE(parsed.expect_continue);
    ASSERT_TRUE(parse_request_head("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", parsed));
    EXPECT_EQ(parsed.query, "");
    EXPECT_EQ(parsed.host(), "");
    EXPECT_EQ(parsed.authority.port, 0);
    EXPECT_EQ(parsed.fields.all().size(), 1U);
    EXPECT_EQ(parsed.framing, http::Framing{});
    EXPECT_FALSE(parsed.expect_continue);
    EXPECT_TRUE(parsed.keep_alive);
}

struct Persistence {
    const char* version;
    const char* connection;
    bool keep_alive;
};

TEST(RequestHead, PersistenceFollowsVersionAndConnection) {
    for (const Persistence& row :
         {Persistence{"1.1", "", true},
          {"1.1", "Connection: keep-alive\r\n", true},
          {"1.1", "Connection: CLOSE\r\n", false},
          {"1.1", "Connection: x,close , y\r\n", false},
          {"1.1", "Connection: keep-alive\r\nConnection: close\r\n", false},
          {"1.1", "Connection: \r\nConnection: close\r\n", false},
          {"1.1", "Connection: ,,\r\n", true},
          {"1.1", "Proxy-Connection: close\r\n", true},
          {"1.0", "", false},
          {"1.0", "Connection: upgrade\r\n", false},
          {"1.0", "Connection: Keep-Alive\r\n", true},
          {"1.0", "Connection: close, keep-alive\r\n", false}}) {
        const std::string head =
            std::string{"GET / HTTP/"} + row.version + "\r\nHost: a\r\n" + row.connection + "\r\n";
        RequestHead parsed;
        ASSERT_TRUE(parse_request_head(head, parsed)) << head;
        EXPECT_EQ(parsed.keep_alive, row.keep_alive) << head;
    }
}

TEST(RequestHead, ExpectationNeedsHttp11AndABody) {
    const auto expects = [](std::string_view version, std::string_view length) {
        std::string head = "POST / HTTP/";
        head.append(version)
            .append("\r\nHost: a\r\nExpect: 100-continue\r\n")
            .append(length)
            .append("\r\n");
        RequestHead parsed;
        EXPECT_TRUE(parse_request_head(head, parsed));
        return parsed.expect_continue;
    };
    EXPECT_TRUE(expects("1.1", "Content-Length: 1\r\n"));
    EXPECT_TRUE(expects("1.1", "Transfer-Encoding: chunked\r\n"));
    EXPECT_FALSE(expects("1.1", "Content-Length: 0\r\n"));
    EXPECT_FALSE(expects("1.1", ""));
    EXPECT_FALSE(expects("1.0", "Content-Length: 1\r\n"));
}

TEST(RequestHead, ABrowsersHeadIsAccepted) {
    const std::string head =
        "GET /?utm_source=x|y&z=%7B%7D HTTP/1.1\r\nHost: acme.example.com\r\nConnection: "
        "keep-alive\r\n"
        "sec-ch-ua: \"Chromium\";v=\"128\", \"Not;A=Brand\";v=\"24\"\r\nUpgrade-Insecure-Requests: "
        "1\r\n"
        "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)\r\n"
        "Accept: text/html,application/xhtml+xml;q=0.9,*/*;q=0.8\r\nAccept-Encoding: gzip, "
        "deflate, br, zstd\r\n"
        "Cookie: theme=dark; _ga=GA1.1.1; __Host-s=\"a b\"\r\nIf-None-Match: W/\"abc\"\r\n\r\n";
    RequestHead parsed;
    ASSERT_TRUE(parse_request_head(head, parsed));
    EXPECT_EQ(parsed.fields.all().size(), 9U);
    EXPECT_EQ(parsed.fields.find("cookie"), "theme=dark; _ga=GA1.1.1; __Host-s=\"a b\"");
}

}  // namespace
}  // namespace ks::http1
