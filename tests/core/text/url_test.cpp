// SPDX-License-Identifier: Apache-2.0
#include "core/text/url.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace ks::text {
namespace {

using namespace std::string_view_literals;

struct Row {
    std::string_view text, host;
    std::uint16_t port;
    std::string_view target, printed;
};

constexpr std::array kGood{
    Row{"http://example.com", "example.com", 80, "/", "http://example.com/"},
    Row{"HTTPS://Example.COM.:443/A?b=c#d",
        "example.com",
        443,
        "/A?b=c",
        "https://example.com/A?b=c"},
    Row{"https://example.com:8443?x", "example.com", 8443, "/?x", "https://example.com:8443/?x"},
    Row{"http://example.com#x/y", "example.com", 80, "/", "http://example.com/"},
    Row{"http://[::1]:8080/", "::1", 8080, "/", "http://[::1]:8080/"},
    Row{"http://127.0.0.1/a%20b", "127.0.0.1", 80, "/a%20b", "http://127.0.0.1/a%20b"},
    Row{"http://my_service:9/", "my_service", 9, "/", "http://my_service:9/"},
    Row{"http://a/\xC3\xA9?q={1|2}",
        "a",
        80,
        "/%C3%A9?q=%7B1%7C2%7D",
        "http://a/%C3%A9?q=%7B1%7C2%7D"},
    Row{"http://a/b:c@d;e", "a", 80, "/b:c@d;e", "http://a/b:c@d;e"},
};

TEST(Url, ParsesAndPrints) {
    for (const Row& row : kGood) {
        const auto url = parse_url(row.text);
        ASSERT_TRUE(url) << row.text;
        EXPECT_EQ(url->host, row.host);
        EXPECT_EQ(url->port, row.port);
        EXPECT_EQ(url->target, row.target);
        EXPECT_EQ(url->text(), row.printed);
        EXPECT_EQ(url->https, row.printed.starts_with("https"));
        EXPECT_EQ(parse_url(url->text())->text(), url->text());
    }
    EXPECT_TRUE(parse_url("http://[::1]/")->ip_literal);
    EXPECT_FALSE(parse_url("http://a.b/")->ip_literal);
}

TEST(Url, NamesTheFault) {
    struct Bad {
        std::string_view text;
        Error error;
    };

    for (const Bad& bad : std::array{Bad{"", {Errc::kMalformed, 0}},
                                     Bad{"example.com", {Errc::kMalformed, 0}},
                                     Bad{"/path", {Errc::kMalformed, 0}},
                                     Bad{"javascript:alert(1)", {Errc::kMalformed, 0}},
                                     Bad{"http:/example.com", {Errc::kMalformed, 0}},
                                     Bad{"ftp://example.com/", {Errc::kUnsupported, 0}},
                                     Bad{" http://example.com/", {Errc::kUnsupported, 0}},
                                     Bad{"http://", {Errc::kMalformed, 7}},
                                     Bad{"http:///x", {Errc::kMalformed, 7}},
                                     Bad{"https://user:pw@example.com/", {Errc::kMalformed, 8}},
                                     Bad{"http://exa mple.com/", {Errc::kMalformed, 7}},
                                     Bad{"http://a:0/", {Errc::kMalformed, 7}},
                                     Bad{"http://a:99999/", {Errc::kMalformed, 7}},
                                     Bad{"http://a\\b/", {Errc::kMalformed, 7}},
                                     Bad{"http://::1/", {Errc::kMalformed, 7}},
                                     Bad{"http://a/b c", {Errc::kMalformed, 10}},
                                     Bad{"http://a/\r\nHost: b", {Errc::kMalformed, 9}},
                                     Bad{"http://a/\0"sv, {Errc::kMalformed, 9}},
                                     Bad{"http://a/%", {Errc::kMalformed, 9}},
                                     Bad{"http://a/%4", {Errc::kMalformed, 9}},
                                     Bad{"http://a/%zz", {Errc::kMalformed, 9}},
                                     Bad{"http://a/\xFF", {Errc::kMalformed, 9}},
                                     Bad{"http://a/<b>", {Errc::kMalformed, 9}},
                                     Bad{"http://a/\"", {Errc::kMalformed, 9}}}) {
        const auto url = parse_url(bad.text);
        ASSERT_FALSE(url) << bad.text;
        EXPECT_EQ(url.error(), bad.error) << bad.text;
    }
}

TEST(Url, IsBounded) {
    const std::string start = "http://a/";
    EXPECT_TRUE(parse_url(start + std::string(kUrlMax - start.size(), 'x')));
    const auto longer = parse_url(start + std::string(kUrlMax - start.size() + 1, 'x'));
    ASSERT_FALSE(longer);
    EXPECT_EQ(longer.error().code, Errc::kTooLarge);
}

}  // namespace
}  // namespace ks::text
