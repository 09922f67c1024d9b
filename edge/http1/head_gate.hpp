// SPDX-License-Identifier: Apache-2.0
// The gate before the parser: finds the end of a request head and lets through only bytes whose
// line structure every parser reads alike (RFC 9112 section 2.2). Linear however slowly the bytes
// arrive: nothing is looked at twice.
#pragma once

#include "core/base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace ks::http1 {

struct HeadLimits {
    std::size_t head_bytes = 32768;  ///< whole head with its empty line
    std::size_t uri_bytes = 8192;    ///< request target
    std::size_t line_bytes = 8192;   ///< one field line without CRLF
    std::size_t fields = 100;
};

class HeadGate {
public:
    explicit HeadGate(const HeadLimits& limits = {}) noexcept : limits_(limits) {}

    /// `buffer` starts with the first byte of the head and holds at least the bytes of the calls
    /// before (it may have moved). Size of the head once it is complete, 0 while more is needed;
    /// what follows the head is not looked at. kBadRequest, kUriTooLong, kHeadTooLarge with the
    /// offset as detail. After an error or a size: reset().
    [[nodiscard]] Result<std::size_t> scan(std::string_view buffer) noexcept;

    /// Ready for the next head.
    void reset() noexcept;

private:
    [[nodiscard]] Errc over_limit(std::size_t at) const noexcept;
    [[nodiscard]] Result<bool> end_line(std::string_view buffer, std::size_t cr) noexcept;

    HeadLimits limits_;
    std::size_t next_ = 0;  ///< first byte not looked at
    std::size_t line_start_ = 0;
    std::size_t lines_ = 0;       ///< complete ones that are not empty
    bool skipped_empty_ = false;  ///< one empty line before the request line is allowed
};

}  // namespace ks::http1
