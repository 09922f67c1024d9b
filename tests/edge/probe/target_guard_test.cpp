// SPDX-License-Identifier: Apache-2.0
// The edges of every forbidden range, and the ways to write a forbidden IPv4 address inside an IPv6
// one.
#include "edge/probe/target_guard.hpp"

#include <gtest/gtest.h>

namespace ks::probe {
namespace {

std::string range_of(const char* text) {
    return std::string(forbidden_range(asio::ip::make_address(text)).value_or("allowed"));
}

TEST(TargetGuard, Table) {
    struct Case {
        const char* address;
        const char* range;
    };

    const Case cases[] = {
        {"0.0.0.0", "unspecified"},
        {"0.255.255.255", "unspecified"},
        {"1.0.0.0", "allowed"},
        {"9.255.255.255", "allowed"},
        {"10.0.0.0", "private"},
        {"10.255.255.255", "private"},
        {"11.0.0.0", "allowed"},
        {"100.63.255.255", "allowed"},
        {"100.64.0.0", "shared address space"},
        {"100.127.255.255", "shared address space"},
        {"100.128.0.0", "allowed"},
        {"126.255.255.255", "allowed"},
        {"127.0.0.1", "loopback"},
        {"127.255.255.255", "loopback"},
        {"128.0.0.0", "allowed"},
        {"169.253.255.255", "allowed"},
        {"169.254.169.254", "link-local"},
        {"169.255.0.0", "allowed"},
        {"172.15.255.255", "allowed"},
        {"172.16.0.0", "private"},
        {"172.31.255.255", "private"},
        {"172.32.0.0", "allowed"},
        {"192.0.0.8", "protocol assignments"},
        {"192.0.1.0", "allowed"},
        {"192.88.99.1", "6to4 relay"},
        {"192.167.255.255", "allowed"},
        {"192.168.0.0", "private"},
        {"192.169.0.0", "allowed"},
        {"198.17.255.255", "allowed"},
        {"198.18.0.0", "benchmarking"},
        {"198.19.255.255", "benchmarking"},
        {"198.20.0.0", "allowed"},
        {"223.255.255.255", "allowed"},
        {"224.0.0.1", "multicast"},
        {"239.255.255.255", "multicast"},
        {"240.0.0.0", "reserved"},
        {"255.255.255.255", "reserved"},
        {"8.8.8.8", "allowed"},
        {"::", "unspecified"},
        {"::1", "loopback"},
        {"::2", "unspecified"},
        {"::127.0.0.1", "unspecified"},
        {"::ffff:127.0.0.1", "loopback"},
        {"::ffff:169.254.169.254", "link-local"},
        {"::ffff:8.8.8.8", "allowed"},
        {"64:ff9b::10.0.0.1", "private"},
        {"64:ff9b::8.8.8.8", "allowed"},
        {"64:ff9b:1::8.8.8.8", "local-use NAT64"},
        {"2002:7f00:1::", "loopback"},
        {"2002:808:808::", "allowed"},
        {"2001::1", "Teredo"},
        {"2001:4860::8888", "allowed"},
        {"100::1", "discard-only"},
        {"100:0:0:1::1", "allowed"},
        {"fbff::1", "allowed"},
        {"fc00::1", "unique local"},
        {"fd00:ec2::254", "unique local"},
        {"fe00::1", "allowed"},
        {"fe7f::1", "allowed"},
        {"fe80::1", "link-local"},
        {"febf::1", "link-local"},
        {"fec0::1", "site-local"},
        {"feff::1", "site-local"},
        {"ff02::1", "multicast"},
        {"2606:4700::1111", "allowed"},
    };
    for (const Case& c : cases) {
        EXPECT_EQ(range_of(c.address), c.range) << c.address;
    }
}

}  // namespace
}  // namespace ks::probe
