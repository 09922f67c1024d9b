// SPDX-License-Identifier: Apache-2.0
// Builds table keys on the stack: ids and big-endian numbers one after the other.
#pragma once

#include "core/base/assert.hpp"
#include "core/base/bytes.hpp"
#include "core/base/id.hpp"

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>

namespace ks::store {

class KeyBuffer {
public:
    explicit KeyBuffer(const RawId& first) noexcept { add(Bytes(first.bytes)); }

    KeyBuffer() = default;

    KeyBuffer& add(Bytes part) noexcept {
        KS_ASSERT(size_ + part.size() <= bytes_.size());
        std::ranges::copy(part, bytes_.begin() + static_cast<std::ptrdiff_t>(size_));
        size_ += part.size();
        return *this;
    }

    KeyBuffer& add(const RawId& id) noexcept { return add(Bytes(id.bytes)); }

    template <std::unsigned_integral T>
    KeyBuffer& add(T value) noexcept {
        std::array<std::byte, sizeof(T)>
            raw;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled by the next line
        store_be(raw.data(), value);
        return add(Bytes(raw));
    }

    [[nodiscard]] Bytes bytes() const noexcept { return Bytes(bytes_).first(size_); }

private:
    std::array<std::byte, 48> bytes_{};
    std::size_t size_ = 0;
};

/// Whether `key` begins with `prefix`.
[[nodiscard]] inline bool starts_with(Bytes key, Bytes prefix) noexcept {
    return key.size() >= prefix.size() && std::ranges::equal(key.first(prefix.size()), prefix);
}

/// The id at `offset` of a key. REQUIRES: 16 bytes are there.
template <class AnyId>
[[nodiscard]] AnyId id_at(Bytes key, std::size_t offset) noexcept {
    AnyId id{};
    std::ranges::copy(key.subspan(offset, id.bytes.size()), id.bytes.begin());
    return id;
}

}  // namespace ks::store
