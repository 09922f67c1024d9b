// SPDX-License-Identifier: Apache-2.0
// Malformed bodies are in vectors/chunked.txt; here is what holds for all bodies.
#include "edge/http1/chunk_decoder.hpp"

#include "edge/http1/response_head.hpp"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>
#include <string>
#include <vector>

namespace ks::http1 {
namespace {

RC_GTEST_PROP(ChunkDecoder,
              ReadsBackWhatIsWrittenHoweverItIsCut,
              (const std::vector<std::string>& parts)) {
    std::string wire;
    std::string body;
    for (const std::string& part : parts) {
        append_chunk(wire, part);
        body += part;
    }
    wire += kLastChunk;
    const std::size_t size = wire.size();
    wire += "GET / HTTP/1.1\r\n";
    ChunkDecoder decoder(body.size());
    std::string out;
    std::size_t at = 0;
    while (!decoder.done()) {
        RC_ASSERT(at < size);
        const auto take = *rc::gen::inRange<std::size_t>(1, wire.size() - at + 1);
        const auto taken = decoder.feed(std::string_view{wire}.substr(at, take), out);
        RC_ASSERT(taken.has_value());
        RC_ASSERT(decoder.done() || *taken == take);
        at += *taken;
    }
    RC_ASSERT(at == size);
    RC_ASSERT(out == body);
}

TEST(ChunkDecoder, RefusesAsSoonAsTheSizeIsKnown) {
    ChunkDecoder decoder(10);
    std::string out;
    ASSERT_TRUE(decoder.feed("a\r\n0123456789\r\n", out));
    EXPECT_EQ(decoder.feed("1\r", out).error(), (Error{Errc::kBodyTooLarge, 1}));
    EXPECT_EQ(out, "0123456789");
}

TEST(ChunkDecoder, SizeCannotWrapAroundTheLimit) {
    // 10 bytes are there already: a size of 2^64 - 5 added to them would be 5.
    ChunkDecoder decoder(100);
    std::string out;
    ASSERT_TRUE(decoder.feed("a\r\n0123456789\r\n", out));
    EXPECT_EQ(decoder.feed("fffffffffffffffb\r\n", out).error().code, Errc::kBodyTooLarge);
}

TEST(ChunkDecoder, TakesNothingOnceDone) {
    ChunkDecoder decoder(10);
    std::string out;
    EXPECT_EQ(decoder.feed("0\r\n\r\n0\r\n\r\n", out).value(), 5U);
    EXPECT_TRUE(decoder.done());
    EXPECT_EQ(decoder.feed("x", out).value(), 0U);
}

}  // namespace
}  // namespace ks::http1
