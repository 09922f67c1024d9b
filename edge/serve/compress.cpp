// SPDX-License-Identifier: Apache-2.0
#include "edge/serve/compress.hpp"

#include <brotli/encode.h>
#include <zlib.h>

#include <cstddef>
#include <cstdint>
#include <limits>

namespace ks::serve {
namespace {

constexpr int kGzipLevel = 6;
constexpr int kGzipWindow = 15 + 16;  ///< the 16 asks zlib for a gzip wrapper instead of its own
constexpr int kGzipMemory = 8;        ///< zlib's default

constexpr std::size_t kSmall = std::size_t{64} << 10U;
constexpr int kBrotliSmall = 5;
constexpr int kBrotliLarge =
    3;  ///< a page of 2,000 rows must not hold its reactor for tens of milliseconds

Result<std::string> gzip(std::string_view body) {
    if (body.size() > std::numeric_limits<uInt>::max() / 2) {
        return Errc::kTooLarge;
    }
    z_stream stream{};
    if (deflateInit2(
            &stream, kGzipLevel, Z_DEFLATED, kGzipWindow, kGzipMemory, Z_DEFAULT_STRATEGY) !=
        Z_OK) {
        return Errc::kInternal;
    }
    std::string out(deflateBound(&stream, body.size()), '\0');
    stream.next_in =
        reinterpret_cast<Bytef*>(const_cast<char*>(body.data()));  // NOLINT: zlib only reads it
    stream.avail_in = static_cast<uInt>(body.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());  // NOLINT: bytes
    stream.avail_out = static_cast<uInt>(out.size());
    const int end = deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return end == Z_STREAM_END ? Result<std::string>{std::move(out)}
                               : Result<std::string>{Errc::kInternal};
}

Result<std::string> brotli(std::string_view body) {
    const int quality = body.size() <= kSmall ? kBrotliSmall : kBrotliLarge;
    std::size_t size = BrotliEncoderMaxCompressedSize(body.size());
    if (size == 0) {
        return Errc::kTooLarge;
    }
    std::string out(size, '\0');
    const auto* from = reinterpret_cast<const std::uint8_t*>(body.data());  // NOLINT: bytes
    auto* to = reinterpret_cast<std::uint8_t*>(out.data());                 // NOLINT: bytes
    if (BrotliEncoderCompress(
            quality, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, body.size(), from, &size, to) !=
        BROTLI_TRUE) {
        return Errc::kInternal;
    }
    out.resize(size);
    return out;
}

}  // namespace

Result<std::string> compress(http::Coding coding, std::string_view body) {
    switch (coding) {
        case http::Coding::kIdentity:
            return std::string{body};
        case http::Coding::kGzip:
            return gzip(body);
        case http::Coding::kBrotli:
            return brotli(body);
    }
    return Errc::kInternal;
}

}  // namespace ks::serve
