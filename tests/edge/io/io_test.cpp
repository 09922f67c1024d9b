// SPDX-License-Identifier: Apache-2.0
// Addresses as text, and listening sockets that share a port.
#include "../support/tls_client.hpp"

#include "edge/io/address.hpp"
#include "edge/io/listener.hpp"

#include <gtest/gtest.h>

#include <unistd.h>

namespace ks::io {
namespace {

TEST(Address, Endpoints) {
    EXPECT_EQ(to_text(*parse_endpoint("127.0.0.1:80")), "127.0.0.1:80");
    EXPECT_EQ(to_text(*parse_endpoint("[::]:65535")), "[::]:65535");
    EXPECT_EQ(to_text(*parse_endpoint("[2001:DB8::1]:0")), "[2001:db8::1]:0");
    for (const std::string_view bad : {"",
                                       "80",
                                       ":80",
                                       "127.0.0.1",
                                       "127.0.0.1:",
                                       "127.0.0.1:65536",
                                       "127.0.0.1:-1",
                                       "::1:80",
                                       "[127.0.0.1]:80",
                                       "[::1]",
                                       "localhost:80",
                                       "[::1]:80x",
                                       "127.0.0.1:+80"}) {
        EXPECT_FALSE(parse_endpoint(bad).has_value()) << bad;
    }
}

TEST(Address, PeersAndLimitKeys) {
    const auto mapped = asio::ip::make_address("::ffff:192.0.2.7");
    EXPECT_EQ(peer_text(mapped), "192.0.2.7");
    EXPECT_EQ(limit_key(mapped), limit_key(asio::ip::make_address("192.0.2.7")));
    EXPECT_NE(limit_key(mapped), limit_key(asio::ip::make_address("192.0.2.8")));
    EXPECT_EQ(limit_key(asio::ip::make_address("2001:db8:1:2::3")),
              limit_key(asio::ip::make_address("2001:db8:1:2:ffff::9")));
    EXPECT_NE(limit_key(asio::ip::make_address("2001:db8:1:2::3")),
              limit_key(asio::ip::make_address("2001:db8:1:3::3")));
}

TEST(ListenSet, SocketsShareOnePort) {
    const auto any = *parse_endpoint("127.0.0.1:0");
    auto set = ListenSet::bind(any, 3);
    ASSERT_TRUE(set.has_value());
    const std::uint16_t port = set->endpoint().port();
    EXPECT_NE(port, 0);
    EXPECT_TRUE(test::PlainClient(port).connected());
    // Another server must not slip onto the port because both use SO_REUSEPORT.
    const auto second = ListenSet::bind(set->endpoint(), 1);
    ASSERT_FALSE(second.has_value());
    EXPECT_EQ(second.error().detail, EADDRINUSE);
    for (int i = 0; i < 3; ++i) {
        ::close(set->take());
    }
    EXPECT_FALSE(test::PlainClient(port).connected());
}

TEST(ListenSet, Ipv6AnyTakesIpv4) {
    auto set = ListenSet::bind(*parse_endpoint("[::]:0"), 1);
    if (!set) {
        GTEST_SKIP() << "no IPv6 here";
    }
    EXPECT_TRUE(test::PlainClient(set->endpoint().port()).connected());
}

}  // namespace
}  // namespace ks::io
