// SPDX-License-Identifier: Apache-2.0
// Byte spans and unaligned loads and stores. Records are little-endian; keys are big-endian so that
// they sort.
#pragma once

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>

namespace ks {

/// Read-only bytes. Values from the store are only valid inside their read scope.
using Bytes = std::span<const std::byte>;

[[nodiscard]] inline Bytes as_bytes(std::string_view text) noexcept {
    return std::as_bytes(std::span{text.data(), text.size()});
}

[[nodiscard]] inline std::string_view as_text(Bytes bytes) noexcept {
    return {reinterpret_cast<const char*>(bytes.data()),
            bytes.size()};  // NOLINT: bytes seen as text
}

static_assert(std::endian::native == std::endian::little,
              "records are read in place: little-endian machines only");

/// REQUIRES: `from` has sizeof(T) readable bytes; no alignment is needed.
template <std::integral T>
[[nodiscard]] T load_le(const void* from) noexcept {
    T value;  // NOLINT(cppcoreguidelines-init-variables): filled by the next line
    std::memcpy(&value, from, sizeof value);
    return value;
}

template <std::integral T>
void store_le(void* to, T value) noexcept {
    std::memcpy(to, &value, sizeof value);
}

template <std::unsigned_integral T>
[[nodiscard]] T load_be(const void* from) noexcept {
    return std::byteswap(load_le<T>(from));
}

template <std::unsigned_integral T>
void store_be(void* to, T value) noexcept {
    store_le(to, std::byteswap(value));
}

/// Appends `value` to a key, most significant byte first.
template <std::unsigned_integral T>
void append_be(std::string& key, T value) {
    char raw[sizeof(T)];
    store_be(raw, value);
    key.append(raw, sizeof raw);
}

}  // namespace ks
