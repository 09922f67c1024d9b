// SPDX-License-Identifier: Apache-2.0
#include "edge/http1/head_gate.hpp"

#include "core/base/assert.hpp"
#include "core/base/bytes.hpp"

#include <algorithm>
#include <bit>

namespace ks::http1 {
namespace {

/// Room in a request line for method, version and two spaces; longer methods than ours must still
/// get their 501.
constexpr std::size_t kLineBesidesTarget = 64;

constexpr std::uint64_t kOnes = 0x0101010101010101;
constexpr std::uint64_t kHighs = 0x8080808080808080;

/// Offset of the first byte below 0x20 or equal to 0x7F at or after `at`, or the size. Eight bytes
/// at a time; a borrow spoils only bytes above a true hit, so the lowest marked byte is exact.
std::size_t next_control(std::string_view buffer, std::size_t at) noexcept {
    while (at + 8 <= buffer.size()) {
        const auto word = load_le<std::uint64_t>(buffer.data() + at);
        const std::uint64_t below = (word - kOnes * 0x20) & ~word;
        const std::uint64_t flipped = word ^ (kOnes * 0x7F);
        const std::uint64_t del = (flipped - kOnes) & ~flipped;
        const std::uint64_t hits = (below | del) & kHighs;
        if (hits != 0) {
            return at + static_cast<std::size_t>(std::countr_zero(hits)) / 8;
        }
        at += 8;
    }
    while (at < buffer.size()) {
        const auto byte = static_cast<unsigned char>(buffer[at]);
        if (byte < 0x20 || byte == 0x7F) {
            return at;
        }
        ++at;
    }
    return at;
}

Error fault(Errc code, std::size_t at) noexcept {
    return {code, static_cast<std::int32_t>(at)};
}

}  // namespace

/// What is wrong with a line that has not ended before `at`; the limit that is met first decides,
/// so that the answer does not depend on how the bytes were cut.
Errc HeadGate::over_limit(std::size_t at) const noexcept {
    const bool request_line = lines_ == 0;
    const std::size_t line_end =
        line_start_ + (request_line ? limits_.uri_bytes + kLineBesidesTarget : limits_.line_bytes);
    if (at <= std::min(line_end, limits_.head_bytes)) {
        return Errc::kOk;
    }
    return request_line && line_end <= limits_.head_bytes ? Errc::kUriTooLong : Errc::kHeadTooLarge;
}

/// Judges the line that ends at `cr`; true if it is the empty one that ends the head.
Result<bool> HeadGate::end_line(std::string_view buffer, std::size_t cr) noexcept {
    const std::string_view line = buffer.substr(line_start_, cr - line_start_);
    if (line.empty()) {
        if (lines_ != 0) {
            return cr + 2 <= limits_.head_bytes ? Result<bool>{true}
                                                : Result<bool>{fault(Errc::kHeadTooLarge, cr)};
        }
        if (skipped_empty_) {
            return fault(Errc::kBadRequest, cr);
        }
        skipped_empty_ =
            true;  // some clients end a POST body with a CRLF too many (RFC 9112 section 2.2)
        return false;
    }
    if (lines_ == 0) {
        const std::size_t first = line.find(' ');
        const std::size_t last = line.rfind(' ');
        if (first != last && last - first - 1 > limits_.uri_bytes) {
            return fault(Errc::kUriTooLong, line_start_);
        }
    } else if (line.front() == ' ' || line.front() == '\t') {
        return fault(Errc::kBadRequest,
                     line_start_);  // obs-fold: llhttp would append it to the field before
    }
    if (lines_ > limits_.fields) {
        return fault(Errc::kHeadTooLarge, line_start_);
    }
    ++lines_;
    return false;
}

Result<std::size_t> HeadGate::scan(std::string_view buffer) noexcept {
    KS_ASSERT(buffer.size() >= next_);
    while (true) {
        const std::size_t at = next_control(buffer, next_);
        if (const Errc code = over_limit(at); code != Errc::kOk) {
            return fault(code, at);
        }
        if (at == buffer.size()) {
            next_ = at;
            return std::size_t{0};
        }
        if (buffer[at] == '\t') {
            next_ = at + 1;
            continue;
        }
        if (buffer[at] != '\r') {
            return fault(Errc::kBadRequest, at);
        }
        if (at + 1 == buffer.size()) {
            next_ = at;  // the LF is still on its way
            return std::size_t{0};
        }
        if (buffer[at + 1] != '\n') {
            return fault(Errc::kBadRequest, at);
        }
        KS_TRY(const bool end, end_line(buffer, at));
        line_start_ = next_ = at + 2;
        if (end) {
            return next_;
        }
    }
}

void HeadGate::reset() noexcept {
    next_ = line_start_ = lines_ = 0;
    skipped_empty_ = false;
}

}  // namespace ks::http1
