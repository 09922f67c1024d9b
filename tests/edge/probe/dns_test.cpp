// SPDX-License-Identifier: Apache-2.0
// DNS: replies as bytes, and look-ups against a real server.
#include "dns_server.hpp"
#include "probe_fixture.hpp"

#include "edge/probe/dns_reply.hpp"

namespace ks::probe::test {
namespace {

using namespace std::chrono_literals;

TEST(DnsReply, HostileBytesAreRefused) {
    DnsRecords records;
    const std::string head("\x12\x34\x81\x80\x00\x00\x00\x01\x00\x00\x00\x00", 12);
    const std::string loop =
        head + std::string("\xc0\x0c\x00\x05\x00\x01\x00\x00\x00\x3c\x00\x02\xc0\x0c", 14);
    EXPECT_FALSE(read_reply(as_bytes(loop), records).has_value());
    const std::string longer =
        head + std::string("\x00\x00\x01\x00\x01\x00\x00\x00\x3c\x00\x09\x01\x02\x03\x04", 15);
    EXPECT_EQ(read_reply(as_bytes(longer), records).error().code, Errc::kTruncated);
    EXPECT_EQ(read_reply(as_bytes("short"), records).error().code, Errc::kTruncated);
    EXPECT_EQ(read_reply(as_bytes(head), records).error().code, Errc::kTruncated);
    EXPECT_TRUE(records.cnames.empty());
    // An A record of five bytes is none.
    const std::string odd =
        head + std::string("\x00\x00\x01\x00\x01\x00\x00\x00\x3c\x00\x05\x01\x02\x03\x04\x05", 16);
    EXPECT_TRUE(read_reply(as_bytes(odd), records).has_value());
    EXPECT_TRUE(records.addresses.empty());
}

TEST(DnsReply, CaaRecordsAreRead) {
    DnsRecords records;
    const std::string head("\x12\x34\x81\x80\x00\x00\x00\x01\x00\x00\x00\x00", 12);
    const std::string record =
        head + std::string("\x00\x01\x01\x00\x01\x00\x00\x00\x3c\x00\x0d\x80\x05", 13) +
        "Issueca.org";
    // Eleven bytes of text behind two of head: thirteen.
    ASSERT_TRUE(read_reply(as_bytes(record), records).has_value());
    ASSERT_EQ(records.caa.size(), 1U);
    EXPECT_TRUE(records.caa[0].critical);
    EXPECT_EQ(records.caa[0].tag, "issue");
    EXPECT_EQ(records.caa[0].value, "ca.org");
    const std::string bad =
        head + std::string("\x00\x01\x01\x00\x01\x00\x00\x00\x3c\x00\x03\x80\x05x", 14);
    EXPECT_EQ(read_reply(as_bytes(bad), records).error().code, Errc::kTruncated);
}

TEST_F(ProbeTest, TcpCheckUsesTheConfiguredServersAndKeepsItsDeadline) {
    DnsServer dns({{"here.test", {"A 127.0.0.1"}}});
    dns.silence(true);
    loop::Reactor reactor(0, {clock_, *store_, writer_, 1, 2});
    CurlMulti curl(reactor);
    DnsClient::Options options;
    options.servers = {dns.address()};
    DnsClient client(reactor, options);
    ProbeContext context{reactor, curl, client, options_};
    record::Monitor monitor = tcp("here.test", 9);
    monitor.settings.front().timeout_ms = 300;
    record::CheckResult result;
    reactor.spawn(run(context, monitor, result), "test");
    const auto begun = std::chrono::steady_clock::now();
    reactor.run();
    EXPECT_EQ(result.error, "timed out after 300 ms");
    EXPECT_LT(std::chrono::steady_clock::now() - begun, 3s);
    EXPECT_GE(dns.queries(), 1);
}

}  // namespace
}  // namespace ks::probe::test
