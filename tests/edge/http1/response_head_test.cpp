// SPDX-License-Identifier: Apache-2.0
#include "edge/http1/response_head.hpp"

#include <gtest/gtest.h>

#include <ctime>
#include <string>
#include <vector>

namespace ks::http1 {
namespace {

TEST(DateText, IsImfFixdate) {
    DateText date;
    EXPECT_EQ(date.at(784111777), "Sun, 06 Nov 1994 08:49:37 GMT");  // the example of RFC 9110
    EXPECT_EQ(date.at(0), "Thu, 01 Jan 1970 00:00:00 GMT");
    EXPECT_EQ(date.at(951782400), "Tue, 29 Feb 2000 00:00:00 GMT");
    EXPECT_EQ(date.at(4102444799), "Thu, 31 Dec 2099 23:59:59 GMT");
}

TEST(DateText, AgreesWithTheCLibrary) {
    DateText date;
    for (std::time_t second = 0; second < 4'000'000'000; second += 7'654'321) {
        char expected[64];
        std::tm parts{};
        gmtime_r(&second, &parts);
        std::strftime(expected, sizeof expected, "%a, %d %b %Y %H:%M:%S GMT", &parts);
        ASSERT_EQ(date.at(second), expected);
        ASSERT_EQ(date.at(second), expected) << "from the cache";
    }
}

constexpr std::string_view kDate = "Sun, 06 Nov 1994 08:49:37 GMT";

TEST(ResponseHead, IsWrittenInFull) {
    const std::vector<ResponseField> fields{{"Content-Type", "text/html; charset=utf-8"},
                                            {"ETag", "\"a\""}};
    std::string out = "before";
    const std::size_t offset =
        append_response_head(out, {.status = 200, .fields = fields, .length = 1234}, kDate);
    EXPECT_EQ(
        out,
        "beforeHTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
        "Content-Type: text/html; charset=utf-8\r\nETag: \"a\"\r\nContent-Length: 1234\r\n\r\n");
    EXPECT_EQ(out.substr(offset, kDateSize), kDate);
}

TEST(ResponseHead, FramingAndPersistence) {
    const auto rest = [](const ResponseHead& head) {
        std::string out;
        const std::size_t offset = append_response_head(out, head, kDate);
        return out.substr(offset + kDateSize + 2);
    };
    EXPECT_EQ(rest({.status = 200}), "Content-Length: 0\r\n\r\n");
    EXPECT_EQ(rest({.status = 304, .body = ResponseBody::kNone}), "\r\n");
    EXPECT_EQ(rest({.body = ResponseBody::kChunked}), "Transfer-Encoding: chunked\r\n\r\n");
    EXPECT_EQ(rest({.body = ResponseBody::kUntilClose, .persistence = Persistence::kClose}),
              "Connection: close\r\n\r\n");
    EXPECT_EQ(rest({.length = 7, .persistence = Persistence::kKeepAlive}),
              "Content-Length: 7\r\nConnection: keep-alive\r\n\r\n");
    EXPECT_EQ(rest({.length = UINT64_MAX}), "Content-Length: 18446744073709551615\r\n\r\n");
}

TEST(ResponseHead, NoValueCanSplitTheResponse) {
    const std::vector<ResponseField> fields{
        {"Location", std::string{"/a\r\nSet-Cookie: x=y\n\0z", 22}}};
    std::string out;
    append_response_head(out, {.status = 308, .fields = fields}, kDate);
    EXPECT_NE(out.find("Location: /a  Set-Cookie: x=y  z\r\n"), std::string::npos) << out;
}

TEST(ResponseHead, ChunksAreFramedAndEmptyOnesLeftOut) {
    std::string out;
    append_chunk(out, "");
    EXPECT_EQ(out, "");
    append_chunk(out, std::string(26, 'x'));
    EXPECT_EQ(out, "1a\r\n" + std::string(26, 'x') + "\r\n");
}

}  // namespace
}  // namespace ks::http1
