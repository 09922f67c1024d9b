// SPDX-License-Identifier: Apache-2.0
#include "edge/http1/head_gate.hpp"

#include <gtest/gtest.h>

#include <string>

namespace ks::http1 {
namespace {

using namespace std::string_literals;

TEST(HeadGate, MeasuresTheHeadAndNothingAfterIt) {
    const std::string head = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    HeadGate gate;
    EXPECT_EQ(gate.scan(head + "\0\n\rgarbage"s).value(), head.size());
}

TEST(HeadGate, NeverLooksBackBeyondTheLineItIsIn) {
    const std::string head =
        "GET /long/target HTTP/1.1\r\nHost: example.com\r\nX: a\tb\r\nAccept: */*\r\n\r\n";
    HeadGate gate;
    std::string buffer;
    for (std::size_t i = 0; i + 1 < head.size(); ++i) {
        buffer.push_back(head[i]);
        ASSERT_EQ(gate.scan(buffer).value(), 0U) << i;
        if (head[i] == '\n') {
            buffer.assign(buffer.size(), '\0');  // a second look at any of these would refuse them
        }
    }
    buffer.push_back('\n');
    EXPECT_EQ(gate.scan(buffer).value(), head.size());
}

TEST(HeadGate, SaysWhereTheFaultIs) {
    HeadGate gate;
    const Result<std::size_t> result = gate.scan("GET / HTTP/1.1\r\nX: \x01\r\n\r\n");
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error(), (Error{Errc::kBadRequest, 19}));
}

TEST(HeadGate, FindsEveryControlByteAtEveryAlignment) {
    for (int byte = 0; byte < 256; ++byte) {
        const bool control = byte == 0x7F || (byte < 0x20 && byte != '\t');
        for (std::size_t at = 0; at < 20; ++at) {
            std::string value(20, 'v');
            value[at] = static_cast<char>(byte);
            HeadGate gate;
            const auto result = gate.scan("GET / HTTP/1.1\r\nX: " + value + "\r\n\r\n");
            ASSERT_EQ(result.has_value(), !control) << byte << " at " << at;
        }
    }
}

TEST(HeadGate, ControlByteAfterHighBytesIsFound) {
    // A high byte in the same word must not hide the control byte behind it, nor count as one.
    HeadGate gate;
    EXPECT_FALSE(gate.scan("GET / HTTP/1.1\r\nX: \xff\x80\x9f\xa0\x80\x81\xfe\x1f\r\n\r\n"));
    gate.reset();
    EXPECT_TRUE(gate.scan("GET / HTTP/1.1\r\nX: \xff\x80\x9f\xa0\x80\x81\xfe\xff\r\n\r\n"));
}

TEST(HeadGate, LetsOneEmptyLineThroughAndNoMore) {
    HeadGate gate;
    EXPECT_EQ(gate.scan("\r\nGET / HTTP/1.1\r\n\r\n").value(), 20U);
    gate.reset();
    EXPECT_EQ(gate.scan("\r\n\r\n").error(), (Error{Errc::kBadRequest, 2}));
}

TEST(HeadGate, ResetStartsTheNextHead) {
    const std::string head = "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n";
    HeadGate gate;
    ASSERT_EQ(gate.scan(head).value(), head.size());
    gate.reset();
    EXPECT_EQ(gate.scan(head).value(), head.size());
}

TEST(HeadGate, LimitsAreThoseGiven) {
    HeadGate gate(HeadLimits{.head_bytes = 60, .uri_bytes = 5, .line_bytes = 10, .fields = 2});
    EXPECT_TRUE(gate.scan("GET /1234 HTTP/1.1\r\nA: 1234567\r\nB: 1\r\n\r\n"));
    gate.reset();
    EXPECT_EQ(gate.scan("GET /12345 HTTP/1.1\r\n\r\n").error().code, Errc::kUriTooLong);
    gate.reset();
    EXPECT_EQ(gate.scan("GET / HTTP/1.1\r\nA: 12345678\r\n\r\n").error().code, Errc::kHeadTooLarge);
    gate.reset();
    EXPECT_EQ(gate.scan("GET / HTTP/1.1\r\nA: 1\r\nA: 1\r\nA: 1\r\n\r\n").error().code,
              Errc::kHeadTooLarge);
    gate.reset();
    EXPECT_EQ(gate.scan(std::string(61, 'x')).error().code, Errc::kHeadTooLarge);
}

}  // namespace
}  // namespace ks::http1
