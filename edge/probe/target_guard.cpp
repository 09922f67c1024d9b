// SPDX-License-Identifier: Apache-2.0
#include "edge/probe/target_guard.hpp"

#include "core/base/bytes.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace ks::probe {
namespace {

struct Range4 {
    std::uint32_t network;
    unsigned bits;
    std::string_view name;
};

constexpr std::uint32_t v4(unsigned a, unsigned b, unsigned c) {
    return (a << 24U) | (b << 16U) | (c << 8U);
}

// RFC 6890 and its updates. The documentation ranges are left out: they lead nowhere.
constexpr std::array<Range4, 12> kRanges4{{
    {v4(0, 0, 0), 8, "unspecified"},
    {v4(10, 0, 0), 8, "private"},
    {v4(100, 64, 0), 10, "shared address space"},
    {v4(127, 0, 0), 8, "loopback"},
    {v4(169, 254, 0), 16, "link-local"},
    {v4(172, 16, 0), 12, "private"},
    {v4(192, 0, 0), 24, "protocol assignments"},
    {v4(192, 88, 99), 24, "6to4 relay"},
    {v4(192, 168, 0), 16, "private"},
    {v4(198, 18, 0), 15, "benchmarking"},
    {v4(224, 0, 0), 4, "multicast"},
    {v4(240, 0, 0), 4, "reserved"},
}};

struct Range6 {
    std::array<std::uint8_t, 12> prefix;
    unsigned bits;
    std::string_view name;
};

constexpr std::array<Range6, 8> kRanges6{{
    {{0xfc}, 7, "unique local"},
    {{0xfe, 0x80}, 10, "link-local"},
    {{0xfe, 0xc0}, 10, "site-local"},
    {{0xff}, 8, "multicast"},
    {{0x01, 0x00}, 64, "discard-only"},
    {{0x00, 0x64, 0xff, 0x9b, 0x00, 0x01}, 48, "local-use NAT64"},
    {{0x20, 0x01, 0x00, 0x00}, 32, "Teredo"},
    {{0x5f, 0x00}, 16, "segment routing"},
}};

using Bytes16 = asio::ip::address_v6::bytes_type;

bool has_prefix(const Bytes16& bytes, const Range6& range) noexcept {
    for (unsigned bit = 0; bit < range.bits; bit += 8) {
        const unsigned left = range.bits - bit;
        const unsigned mask = left >= 8 ? 0xffU : (0xffU << (8U - left)) & 0xffU;
        if (((unsigned{bytes[bit / 8]} ^ unsigned{range.prefix[bit / 8]}) & mask) != 0) {
            return false;
        }
    }
    return true;
}

std::optional<std::string_view> forbidden4(std::uint32_t address) noexcept {
    for (const Range4& range : kRanges4) {
        if ((address ^ range.network) >> (32U - range.bits) == 0) {
            return range.name;
        }
    }
    return std::nullopt;
}

std::uint32_t embedded(const Bytes16& bytes, std::size_t offset) noexcept {
    return load_be<std::uint32_t>(bytes.data() + offset);
}

bool all_zero(const Bytes16& bytes, std::size_t from, std::size_t to) noexcept {
    for (std::size_t i = from; i < to; ++i) {
        if (bytes[i] != 0) {
            return false;
        }
    }
    return true;
}

std::optional<std::string_view> forbidden6(const Bytes16& bytes) noexcept {
    constexpr Range6 kNat64{{0x00, 0x64, 0xff, 0x9b}, 96, ""};
    constexpr Range6 k6to4{{0x20, 0x02}, 16, ""};
    if (all_zero(bytes, 0, 10) && bytes[10] == 0xff && bytes[11] == 0xff) {
        return forbidden4(embedded(bytes, 12));
    }
    if (all_zero(bytes, 0, 15) && bytes[15] == 1) {
        return "loopback";
    }
    if (all_zero(bytes, 0, 12)) {
        return "unspecified";  // :: itself and the long deprecated IPv4-compatible form
    }
    if (has_prefix(bytes, kNat64)) {
        return forbidden4(embedded(bytes, 12));
    }
    if (has_prefix(bytes, k6to4)) {
        return forbidden4(embedded(bytes, 2));
    }
    for (const Range6& range : kRanges6) {
        if (has_prefix(bytes, range)) {
            return range.name;
        }
    }
    return std::nullopt;
}

}  // namespace

std::optional<std::string_view> forbidden_range(const asio::ip::address& address) noexcept {
    if (address.is_v4()) {
        return forbidden4(address.to_v4().to_uint());
    }
    return forbidden6(address.to_v6().to_bytes());
}

}  // namespace ks::probe
