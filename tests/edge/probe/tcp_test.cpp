// SPDX-License-Identifier: Apache-2.0
#include "probe_fixture.hpp"
#include "test_server.hpp"

namespace ks::probe::test {
namespace {

using record::CheckStatus;
using TcpCheck = ProbeTest;

TEST_F(TcpCheck, OpenPortIsUp) {
    const TestServer server;
    for (const char* host : {"127.0.0.1", "localhost"}) {
        const auto result = check(tcp(host, server.port()));
        EXPECT_EQ(result.status, CheckStatus::kUp) << host << result.error;
        EXPECT_GE(result.response_ms, 0);
    }
}

TEST_F(TcpCheck, ClosedPortIsRefused) {
    const auto result = check(tcp("127.0.0.1", closed_port()));
    EXPECT_EQ(result.status, CheckStatus::kDown);
    EXPECT_EQ(result.error, "connection refused");
    EXPECT_EQ(result.response_ms, -1);
}

TEST_F(TcpCheck, UnknownHost) {
    const auto result = check(tcp("nowhere.invalid", 80));
    EXPECT_TRUE(result.error.starts_with("host name could not be resolved")) << result.error;
}

TEST_F(TcpCheck, SilenceTimesOut) {
    const FullListener full;
    record::Monitor monitor = tcp("127.0.0.1", full.port());
    monitor.settings.front().timeout_ms = 300;
    EXPECT_EQ(check(monitor).error, "timed out after 300 ms");
}

TEST_F(TcpCheck, ForbiddenTargetsAreRefused) {
    options_.guard = &forbidden_range;
    const TestServer server;
    for (const char* host : {"127.0.0.1", "localhost", "169.254.169.254", "10.0.0.1", "::1"}) {
        const auto result = check(tcp(host, server.port()));
        EXPECT_TRUE(result.error.contains("in a range that checks may not reach"))
            << host << ": " << result.error;
    }
    EXPECT_EQ(server.connections(), 0);
}

}  // namespace
}  // namespace ks::probe::test
