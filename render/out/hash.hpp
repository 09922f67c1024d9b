// SPDX-License-Identifier: Apache-2.0
// hash() is FNV-1a: names assets after their content, groups after their name. Not for secrets or
// hostile keys.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace ks::out {

inline constexpr std::uint64_t kHashSeed = 0xcbf29ce484222325U;

[[nodiscard]] constexpr std::uint64_t hash(std::string_view bytes,
                                           std::uint64_t seed = kHashSeed) noexcept {
    for (const char c : bytes) {
        seed = (seed ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    }
    return seed;
}

/// For whole pages: many bytes a step, where hash() takes one. Equal bytes, equal value; the value
/// is not stored.
[[nodiscard]] std::uint64_t content_hash(std::string_view bytes) noexcept;

/// 16 lower-case hexadecimal digits.
[[nodiscard]] constexpr std::array<char, 16> hex(std::uint64_t value) noexcept {
    std::array<char, 16> digits{};
    for (std::size_t i = 0; i < digits.size(); ++i) {
        digits[i] = "0123456789abcdef"[(value >> (60 - 4 * i)) & 15U];
    }
    return digits;
}

}  // namespace ks::out
