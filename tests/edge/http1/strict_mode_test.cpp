// SPDX-License-Identifier: Apache-2.0
// The llhttp we link was compiled strict. Its header's macro only says how *we* were compiled, so
// this asks the parser.
#include <gtest/gtest.h>
#include <llhttp/llhttp.h>

#include <string_view>

namespace {

llhttp_errno_t parse(std::string_view bytes) {
    llhttp_settings_t settings;
    llhttp_settings_init(&settings);
    llhttp_t parser;
    llhttp_init(&parser, HTTP_REQUEST, &settings);
    return llhttp_execute(&parser, bytes.data(), bytes.size());
}

TEST(LlhttpStrictMode, Cve202330589IsRefused) {
    EXPECT_EQ(parse("POST / HTTP/1.1\r\nHost: a\r\nX: y\r\n\r\n"), HPE_OK);
    EXPECT_NE(
        parse("POST / HTTP/1.1\r\nHost: a\r\nX-Abc:\rxTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        HPE_OK);
}

TEST(LlhttpStrictMode, HeadEndedByCrXIsRefused) {
    EXPECT_NE(parse("GET / HTTP/1.1\r\nHost: a\r\n\rXGET /b HTTP/1.1\r\n\r\n"), HPE_OK);
}

TEST(LlhttpStrictMode, BlankBeforeColonIsRefused) {
    EXPECT_NE(parse("GET / HTTP/1.1\r\nHost : a\r\n\r\n"), HPE_OK);
}

TEST(LlhttpStrictMode, ChunkWithoutItsLineEndIsRefused) {
    EXPECT_NE(parse("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\naXX0\r\n\r\n"),
              HPE_OK);
}

}  // namespace
