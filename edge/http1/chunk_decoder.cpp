// SPDX-License-Identifier: Apache-2.0
#include "edge/http1/chunk_decoder.hpp"

#include "edge/http1/token.hpp"

#include <algorithm>

namespace ks::http1 {
namespace {

constexpr std::uint32_t kSizeDigitsMax = 16;  ///< fills 64 bits, so the size cannot overflow
constexpr std::uint32_t kExtensionLineMax = 256;
constexpr std::uint32_t kExtensionsMax = 16384;
constexpr std::uint32_t kTrailerBytesMax = 8192;
constexpr std::uint32_t kTrailerLinesMax = 32;

/// Value of a hex digit, or 16.
constexpr unsigned hex_value(unsigned char byte) noexcept {
    if (byte >= '0' && byte <= '9') {
        return byte - unsigned{'0'};
    }
    const unsigned lower = byte | 0x20U;
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : 16;
}

constexpr bool is_line_byte(unsigned char byte) noexcept {
    return byte == '\t' || (byte >= 0x20 && byte != 0x7F);
}

}  // namespace

Errc ChunkDecoder::size_digit(unsigned char byte) noexcept {
    const unsigned value = hex_value(byte);
    if (value < 16) {
        if (++size_digits_ > kSizeDigitsMax) {
            return Errc::kBadRequest;
        }
        size_ = size_ << 4U | value;
        return Errc::kOk;
    }
    if (size_digits_ == 0) {
        return Errc::kBadRequest;
    }
    return after_size(byte);
}

Errc ChunkDecoder::after_size(unsigned char byte) noexcept {
    // Refused as early as it is known: the client need not send what will be thrown away.
    if (size_ > body_left_) {
        return Errc::kBodyTooLarge;
    }
    if (byte == '\r') {
        state_ = State::kSizeLf;
        return Errc::kOk;
    }
    // No blank before ';' although RFC 9112 allows it: readers differ in what follows it.
    if (byte != ';') {
        return Errc::kBadRequest;
    }
    state_ = State::kExtension;
    extension_line_ = 0;
    return extension_byte(byte);
}

Errc ChunkDecoder::extension_byte(unsigned char byte) noexcept {
    if (byte == '\r') {
        state_ = State::kSizeLf;
        return Errc::kOk;
    }
    if (!is_line_byte(byte) || ++extension_line_ > kExtensionLineMax ||
        ++extensions_ > kExtensionsMax) {
        return Errc::kBadRequest;
    }
    return Errc::kOk;
}

Errc ChunkDecoder::trailer_byte(unsigned char byte) noexcept {
    if (state_ == State::kTrailerStart) {
        if (byte == '\r') {
            state_ = State::kEndLf;
            return Errc::kOk;
        }
        if (++trailer_lines_ > kTrailerLinesMax || !is_token_char(static_cast<char>(byte))) {
            return Errc::kBadRequest;  // also obs-fold: a blank starts no token
        }
        state_ = State::kTrailerName;
    } else if (state_ == State::kTrailerName) {
        if (byte == ':') {
            state_ = State::kTrailerValue;
        } else if (!is_token_char(static_cast<char>(byte))) {
            return Errc::kBadRequest;
        }
    } else if (byte == '\r') {
        state_ = State::kTrailerLf;
    } else if (!is_line_byte(byte)) {
        return Errc::kBadRequest;
    }
    return ++trailer_bytes_ <= kTrailerBytesMax ? Errc::kOk : Errc::kBadRequest;
}

/// One byte outside chunk data.
Errc ChunkDecoder::step(unsigned char byte) noexcept {
    switch (state_) {
        case State::kSizeFirst:
            size_ = 0;
            size_digits_ = 0;
            state_ = State::kSize;
            return size_digit(byte);
        case State::kSize:
            return size_digit(byte);
        case State::kExtension:
            return extension_byte(byte);
        case State::kSizeLf:
            state_ = size_ == 0 ? State::kTrailerStart : State::kData;
            body_left_ -= size_;
            return byte == '\n' ? Errc::kOk : Errc::kBadRequest;
        case State::kDataCr:
            state_ = State::kDataLf;
            return byte == '\r' ? Errc::kOk : Errc::kBadRequest;
        case State::kDataLf:
            state_ = State::kSizeFirst;
            return byte == '\n' ? Errc::kOk : Errc::kBadRequest;
        case State::kTrailerStart:
        case State::kTrailerName:
        case State::kTrailerValue:
            return trailer_byte(byte);
        case State::kTrailerLf:
            state_ = State::kTrailerStart;
            return byte == '\n' ? Errc::kOk : Errc::kBadRequest;
        case State::kEndLf:
            state_ = State::kDone;
            return byte == '\n' ? Errc::kOk : Errc::kBadRequest;
        case State::kData:
        case State::kDone:
            break;
    }
    return Errc::kInternal;
}

Result<std::size_t> ChunkDecoder::feed(std::string_view in, std::string& out) {
    std::size_t at = 0;
    while (at < in.size() && state_ != State::kDone) {
        if (state_ == State::kData) {
            const auto take =
                static_cast<std::size_t>(std::min<std::uint64_t>(size_, in.size() - at));
            out.append(in.substr(at, take));
            at += take;
            size_ -= take;
            if (size_ == 0) {
                state_ = State::kDataCr;
            }
            continue;
        }
        if (const Errc code = step(static_cast<unsigned char>(in[at])); code != Errc::kOk) {
            return Error{code, static_cast<std::int32_t>(at)};
        }
        ++at;
    }
    return at;
}

}  // namespace ks::http1
