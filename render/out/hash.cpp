// SPDX-License-Identifier: Apache-2.0
#include "render/out/hash.hpp"

#include "core/base/bytes.hpp"

#include <cstring>

namespace ks::out {
namespace {

__extension__ using Wide = unsigned __int128;

// Odd numbers with as many ones as zeros.
constexpr std::uint64_t kFirst = 0x9e3779b97f4a7c15U;
constexpr std::uint64_t kSecond = 0xd6e8feb86659fd93U;
constexpr std::size_t kStep = 32;

/// Both halves of the product: every bit of either factor reaches every bit of the result.
std::uint64_t mix(std::uint64_t a, std::uint64_t b) noexcept {
    const Wide product = static_cast<Wide>(a) * b;
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64U);
}

struct Lanes {
    // Not the numbers below, else the two halves of the first step could change places.
    std::uint64_t a = 0x8ebc6af09c88c6e3U;
    std::uint64_t b = 0x589965cc75374cc3U;

    // Two chains that do not wait for each other.
    void take(const char* from) noexcept {
        a = mix(load_le<std::uint64_t>(from) ^ kFirst, load_le<std::uint64_t>(from + 8) ^ a);
        b = mix(load_le<std::uint64_t>(from + 16) ^ kSecond, load_le<std::uint64_t>(from + 24) ^ b);
    }
};

}  // namespace

std::uint64_t content_hash(std::string_view bytes) noexcept {
    Lanes lanes;
    const std::size_t size = bytes.size();
    for (; bytes.size() >= kStep; bytes.remove_prefix(kStep)) {
        lanes.take(bytes.data());
    }
    std::array<char, kStep> rest{};
    std::memcpy(rest.data(), bytes.data(), bytes.size());
    lanes.take(rest.data());
    return mix(lanes.a ^ size, lanes.b ^ kFirst);
}

}  // namespace ks::out
