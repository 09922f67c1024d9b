// SPDX-License-Identifier: Apache-2.0
#include "core/text/hostname.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace ks::text {
namespace {

using namespace std::string_view_literals;

std::string of(char c, std::size_t count) {
    return std::string(count, c);
}

struct Row {
    std::string_view text;
    HostPort expected;
};

TEST(Hostname, ParsesHostAndPort) {
    const std::array rows{
        Row{"example.com", {"example.com", 0, false}},
        Row{"EXAMPLE.Com.", {"example.com", 0, false}},
        Row{"Example.COM.:8443", {"example.com", 8443, false}},
        Row{"localhost:1", {"localhost", 1, false}},
        Row{"a-b.x--y.z9:65535", {"a-b.x--y.z9", 65535, false}},
        Row{"192.0.2.7:80", {"192.0.2.7", 80, true}},
        Row{"[2001:DB8::1]", {"2001:db8::1", 0, true}},
        Row{"[::1]:443", {"::1", 443, true}},
    };
    for (const Row& row : rows) {
        EXPECT_EQ(parse_host(row.text), row.expected) << row.text;
    }
}

TEST(Hostname, RefusesWhatIsNoHost) {
    for (const std::string_view text : {""sv,
                                        "."sv,
                                        ".."sv,
                                        ".com"sv,
                                        "a..b"sv,
                                        "example.com.."sv,
                                        "-a.com"sv,
                                        "a-.com"sv,
                                        "a_b.com"sv,
                                        "a b.com"sv,
                                        "a.com:"sv,
                                        "a.com:0"sv,
                                        "a.com:65536"sv,
                                        "a.com:080000"sv,
                                        "a.com:+80"sv,
                                        "a.com:80x"sv,
                                        "a.com:80:80"sv,
                                        ":80"sv,
                                        "user@a.com"sv,
                                        "a.com,b.com"sv,
                                        "a.com/"sv,
                                        "a.com\0"sv,
                                        "\0"sv,
                                        "m\xC3\xBCnchen.de"sv,
                                        "::1"sv,
                                        "[::1"sv,
                                        "::1]"sv,
                                        "[]"sv,
                                        "[::1]x"sv,
                                        "[::1]."sv,
                                        "[fe80::1%25eth0]"sv,
                                        "[127.0.0.1]"sv,
                                        "[v1.a]"sv,
                                        "*.a.com"sv,
                                        "a.com "sv,
                                        "a.com:80 "sv}) {
        EXPECT_FALSE(parse_host(text)) << testing::PrintToString(text);
    }
}

TEST(Hostname, BoundsLabelsAndNames) {
    EXPECT_TRUE(is_hostname(of('a', 63)));
    EXPECT_FALSE(is_hostname(of('a', 64)));
    EXPECT_FALSE(is_hostname("x." + of('a', 64)));
    const std::string long_name = of('a', 63) + "." + of('b', 63) + "." + of('c', 63) + ".";
    EXPECT_TRUE(is_hostname(long_name + of('d', 61)));  // 253
    EXPECT_FALSE(is_hostname(long_name + of('d', 62)));
    EXPECT_TRUE(parse_host(long_name + of('d', 61) + ".:443"));  // the dot does not count
}

TEST(Hostname, KnowsPublicNames) {
    EXPECT_TRUE(is_public_hostname("status.example.com"));
    EXPECT_TRUE(is_public_hostname("example.xn--p1ai"));
    EXPECT_TRUE(is_public_hostname("1.2.3.4a"));
    EXPECT_FALSE(is_public_hostname("localhost"));
    EXPECT_FALSE(is_public_hostname("Example.com"));
    EXPECT_FALSE(is_public_hostname("192.0.2.7"));
    EXPECT_FALSE(is_public_hostname("999.999.999.999"));
    EXPECT_FALSE(is_public_hostname("a.1"));
    EXPECT_FALSE(is_public_hostname("example."));
    EXPECT_FALSE(is_public_hostname(""));
}

TEST(Hostname, KnowsIpLiterals) {
    for (const std::string_view text : {"1.2.3.4", "::", "::1", "[::1]", "2001:db8::1.2.3.4"}) {
        EXPECT_TRUE(is_ip_literal(text)) << text;
    }
    for (const std::string_view text :
         {"", "1.2.3", "1.2.3.4.5", "01.2.3.4", "[1.2.3.4]", "[::1", "[", "a.b"}) {
        EXPECT_FALSE(is_ip_literal(text)) << text;
    }
}

TEST(Hostname, FindsTheLabelUnderTheBase) {
    EXPECT_EQ(single_label_under("www.example.com", "example.com"), "www");
    EXPECT_EQ(single_label_under("example.com", "example.com"), std::nullopt);
    EXPECT_EQ(single_label_under("a.b.example.com", "example.com"), std::nullopt);
    EXPECT_EQ(single_label_under("wwwexample.com", "example.com"), std::nullopt);
    EXPECT_EQ(single_label_under(".example.com", "example.com"), std::nullopt);
    EXPECT_EQ(single_label_under("example.com.evil.org", "example.com"), std::nullopt);
    EXPECT_EQ(single_label_under("x.localhost", "localhost"), "x");
}

TEST(Hostname, KnowsWhatIsInside) {
    EXPECT_TRUE(is_inside("example.com", "example.com"));
    EXPECT_TRUE(is_inside("a.b.example.com", "example.com"));
    EXPECT_FALSE(is_inside("badexample.com", "example.com"));
    EXPECT_FALSE(is_inside("com", "example.com"));
}

TEST(Hostname, Normalises) {
    EXPECT_EQ(normalise_host("WwW.Example.COM."), "www.example.com");
    EXPECT_EQ(normalise_host("a.."), "a.");
    EXPECT_EQ(normalise_host(""), "");
}

}  // namespace
}  // namespace ks::text
