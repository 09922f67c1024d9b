// SPDX-License-Identifier: Apache-2.0
// The chunked transfer coding (RFC 9112 section 7.1), decoded strictly. Not llhttp's: 8.1.0 accepts
// a bare LF at the end, folded trailers and endless extensions, so every line would need a gate of
// its own first, which is all of this decoder.
#pragma once

#include "core/base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace ks::http1 {

class ChunkDecoder {
public:
    explicit ChunkDecoder(std::uint64_t body_bytes_max) noexcept : body_left_(body_bytes_max) {}

    /// Appends the data in `in` to `out`; number of bytes taken, which is all of them until done().
    /// Extensions and trailers are checked, limited and dropped. kBadRequest or kBodyTooLarge, then
    /// the connection must be closed.
    [[nodiscard]] Result<std::size_t> feed(std::string_view in, std::string& out);

    [[nodiscard]] bool done() const noexcept { return state_ == State::kDone; }

private:
    enum class State : std::uint8_t {
        kSizeFirst,
        kSize,
        kExtension,
        kSizeLf,
        kData,
        kDataCr,
        kDataLf,
        kTrailerStart,
        kTrailerName,
        kTrailerValue,
        kTrailerLf,
        kEndLf,
        kDone,
    };

    [[nodiscard]] Errc step(unsigned char byte) noexcept;
    [[nodiscard]] Errc size_digit(unsigned char byte) noexcept;
    [[nodiscard]] Errc after_size(unsigned char byte) noexcept;
    [[nodiscard]] Errc extension_byte(unsigned char byte) noexcept;
    [[nodiscard]] Errc trailer_byte(unsigned char byte) noexcept;

    State state_ = State::kSizeFirst;
    std::uint64_t body_left_;
    std::uint64_t size_ = 0;  ///< of the chunk; while in kData what is left of it
    std::uint32_t size_digits_ = 0;
    std::uint32_t extension_line_ = 0;
    std::uint32_t extensions_ = 0;  ///< bytes in the whole body
    std::uint32_t trailer_bytes_ = 0;
    std::uint32_t trailer_lines_ = 0;
};

}  // namespace ks::http1
