// SPDX-License-Identifier: Apache-2.0
#include "edge/serve/compress.hpp"

#include <brotli/decode.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <random>
#include <string>

namespace ks::serve {
namespace {

std::string gunzip(const std::string& packed) {
    z_stream stream{};
    EXPECT_EQ(inflateInit2(&stream, 15 + 16), Z_OK);  // accepts a gzip wrapper only
    std::string out;
    char part[4096];
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream.avail_in = static_cast<uInt>(packed.size());
    int state = Z_OK;
    while (state == Z_OK) {
        stream.next_out = reinterpret_cast<Bytef*>(part);
        stream.avail_out = sizeof part;
        state = inflate(&stream, Z_NO_FLUSH);
        out.append(part, sizeof part - stream.avail_out);
    }
    EXPECT_EQ(state, Z_STREAM_END);
    EXPECT_EQ(stream.avail_in, 0U);
    inflateEnd(&stream);
    return out;
}

std::string unbrotli(const std::string& packed, std::size_t size) {
    std::string out(size + 1, '\0');
    std::size_t written = out.size();
    EXPECT_EQ(BrotliDecoderDecompress(packed.size(),
                                      reinterpret_cast<const std::uint8_t*>(packed.data()),
                                      &written,
                                      reinterpret_cast<std::uint8_t*>(out.data())),
              BROTLI_DECODER_RESULT_SUCCESS);
    out.resize(written);
    return out;
}

std::string page_like(std::size_t size) {
    std::string text;
    for (int i = 0; text.size() < size; ++i) {
        text +=
            "<li class=\"monitor up\" id=\"m" + std::to_string(i) + "\"><span>99.98</span></li>\n";
    }
    text.resize(size);
    return text;
}

TEST(Compress, DecodersGetTheBodyBack) {
    std::mt19937 rng(7);
    std::string noise(70'000, '\0');
    for (char& byte : noise) {
        byte = static_cast<char>(rng());
    }
    // On both sides of the size where brotli's quality changes.
    for (const std::string& body : {std::string{},
                                    std::string{"a"},
                                    page_like(3000),
                                    page_like(65536),
                                    page_like(65537),
                                    page_like(900'000),
                                    noise}) {
        EXPECT_EQ(gunzip(compress(http::Coding::kGzip, body).value()), body);
        EXPECT_EQ(unbrotli(compress(http::Coding::kBrotli, body).value(), body.size()), body);
        EXPECT_EQ(compress(http::Coding::kIdentity, body).value(), body);
    }
}

TEST(Compress, PagesShrink) {
    const std::string body = page_like(100'000);
    EXPECT_LT(compress(http::Coding::kGzip, body).value().size(), body.size() / 5);
    EXPECT_LT(compress(http::Coding::kBrotli, body).value().size(), body.size() / 5);
}

TEST(Compress, SameBodySameBytes) {
    const std::string body = page_like(5000);
    EXPECT_EQ(compress(http::Coding::kGzip, body).value(),
              compress(http::Coding::kGzip, body).value());
}

}  // namespace
}  // namespace ks::serve
