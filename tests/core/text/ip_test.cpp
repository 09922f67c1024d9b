// SPDX-License-Identifier: Apache-2.0
#include "core/text/ip.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace ks::text {
namespace {

std::string hex(const IpAddress& address) {
    std::string text;
    for (const std::uint8_t byte : address.bytes) {
        text += "0123456789abcdef"[byte >> 4];
        text += "0123456789abcdef"[byte & 15];
    }
    return text;
}

struct Row {
    std::string_view text, bytes;
};

constexpr std::array kGood{
    Row{"0.0.0.0", "00000000000000000000ffff00000000"},
    Row{"192.0.2.255", "00000000000000000000ffffc00002ff"},
    Row{"::", "00000000000000000000000000000000"},
    Row{"::1", "00000000000000000000000000000001"},
    Row{"1::", "00010000000000000000000000000000"},
    Row{"2001:db8::8:800:200C:417A", "20010db80000000000080800200c417a"},
    Row{"1:2:3:4:5:6:7:8", "00010002000300040005000600070008"},
    Row{"1:2:3:4:5:6:7::", "00010002000300040005000600070000"},
    Row{"::2:3:4:5:6:7:8", "00000002000300040005000600070008"},
    Row{"::ffff:192.0.2.1", "00000000000000000000ffffc0000201"},
    Row{"1:2:3:4:5:6:1.2.3.4", "00010002000300040005000601020304"},
    Row{"64:ff9b::1.2.3.4", "0064ff9b000000000000000001020304"},
};

TEST(Ip, ReadsEveryForm) {
    for (const Row& row : kGood) {
        const auto parsed = parse_ip(row.text);
        ASSERT_TRUE(parsed) << row.text;
        EXPECT_EQ(hex(*parsed), row.bytes) << row.text;
    }
    EXPECT_TRUE(parse_ip("::ffff:1.2.3.4")->is_v4());
    EXPECT_FALSE(parse_ip("::1")->is_v4());
}

TEST(Ip, RefusesEverythingElse) {
    for (const std::string_view text : {"",
                                        "1",
                                        "1.2.3",
                                        "1.2.3.4.",
                                        ".1.2.3.4",
                                        "1.2.3.4.5",
                                        "256.1.1.1",
                                        "1.2.3.0004",
                                        "01.2.3.4",
                                        "1.2.3.-4",
                                        "1.2.3.+4",
                                        "0x1.2.3.4",
                                        "1..2.3",
                                        ":",
                                        ":::",
                                        "1:2:3:4:5:6:7",
                                        "1:2:3:4:5:6:7:8:9",
                                        "1:2:3:4:5:6:7:8::",
                                        "::1:2:3:4:5:6:7:8",
                                        "1::2::3",
                                        "12345::",
                                        "g::",
                                        "1:",
                                        ":1",
                                        "::1:",
                                        ":1::",
                                        "1.2.3.4::",
                                        "::1.2.3",
                                        "1:2:3:4:5:6:7:1.2.3.4",
                                        "::1%eth0",
                                        "[::1]",
                                        "::1.2.3.4:1",
                                        " ::1"}) {
        EXPECT_FALSE(parse_ip(text)) << text;
    }
}

TEST(Network, ContainsByPrefix) {
    const auto inside = [](std::string_view network, std::string_view address) {
        return parse_network(network).value().contains(parse_ip(address).value());
    };
    EXPECT_TRUE(inside("10.0.0.0/8", "10.255.0.1"));
    EXPECT_FALSE(inside("10.0.0.0/8", "11.0.0.0"));
    EXPECT_TRUE(inside("10.0.0.0/8", "::ffff:10.1.2.3"));
    EXPECT_TRUE(inside("192.0.2.128/25", "192.0.2.200"));
    EXPECT_FALSE(inside("192.0.2.128/25", "192.0.2.127"));
    EXPECT_TRUE(inside("0.0.0.0/0", "203.0.113.9"));
    EXPECT_FALSE(inside("0.0.0.0/0", "2001:db8::1"));
    EXPECT_TRUE(inside("::/0", "203.0.113.9"));
    EXPECT_TRUE(inside("::1", "::1"));
    EXPECT_FALSE(inside("::1/128", "::2"));
    EXPECT_TRUE(inside("2001:db8::/33", "2001:db8:7fff::1"));
    EXPECT_FALSE(inside("2001:db8::/33", "2001:db8:8000::1"));
}

TEST(Network, RefusesWhatIsNoNetwork) {
    for (const std::string_view text : {"",
                                        "/8",
                                        "10.0.0.0/",
                                        "10.0.0.0/33",
                                        "10.0.0.1/8",
                                        "::/129",
                                        "::1/64",
                                        "10.0.0.0/8/8",
                                        "10.0.0.0/-1",
                                        "10.0.0.0/0x8",
                                        "host/8"}) {
        EXPECT_FALSE(parse_network(text)) << text;
    }
}

TEST(Endpoint, NeedsAnAddressAndAPort) {
    EXPECT_EQ(parse_endpoint("127.0.0.1:8080"), (Endpoint{parse_ip("127.0.0.1").value(), 8080}));
    EXPECT_EQ(parse_endpoint("[::]:0"), (Endpoint{IpAddress{}, 0}));
    EXPECT_EQ(parse_endpoint("[2001:db8::1]:65535"),
              (Endpoint{parse_ip("2001:db8::1").value(), 65535}));
    for (const std::string_view text : {"",
                                        ":80",
                                        "80",
                                        "127.0.0.1",
                                        "127.0.0.1:",
                                        "127.0.0.1:65536",
                                        "::1:80",
                                        "[::1]",
                                        "[127.0.0.1]:80",
                                        "localhost:80",
                                        "*:80",
                                        "127.0.0.1:-1",
                                        "127.0.0.1:80 ",
                                        "[:80"}) {
        EXPECT_FALSE(parse_endpoint(text)) << text;
    }
}

}  // namespace
}  // namespace ks::text
