// SPDX-License-Identifier: Apache-2.0
// The form of every stored record: a version byte, then fields in a fixed order, little-endian,
// strings and lists length-prefixed. Reading is bounds-checked and never copies: text points into
// the record.
#pragma once

#include "core/base/bytes.hpp"
#include "core/base/id.hpp"
#include "core/base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace ks::record {

/// Appends fields to a record.
class Encoder {
public:
    explicit Encoder(std::uint8_t version) { u8(version); }

    void u8(std::uint8_t value) { put(value); }

    void u16(std::uint16_t value) { put(value); }

    void u32(std::uint32_t value) { put(value); }

    void u64(std::uint64_t value) { put(value); }

    void i32(std::int32_t value) { put(value); }

    void i64(std::int64_t value) { put(value); }

    void flag(bool value) { put(static_cast<std::uint8_t>(value)); }

    void id(const RawId& value) { out_.append(as_text(value.bytes)); }

    /// REQUIRES: at most 65,535 bytes.
    void text(std::string_view value) {
        u16(static_cast<std::uint16_t>(value.size()));
        out_.append(value);
    }

    /// For bodies: at most 4 GiB.
    void long_text(std::string_view value) {
        u32(static_cast<std::uint32_t>(value.size()));
        out_.append(value);
    }

    void raw(Bytes value) { out_.append(as_text(value)); }

    [[nodiscard]] std::string take() && { return std::move(out_); }

    [[nodiscard]] std::size_t size() const noexcept { return out_.size(); }

private:
    template <std::integral T>
    void put(T value) {
        char bytes[sizeof(T)];
        store_le(bytes, value);
        out_.append(bytes, sizeof bytes);
    }

    std::string out_;
};

/// Reads fields in the same order. After the first field that does not fit, every read yields zero
/// or empty text and ok() is false: check it once, at the end.
class Decoder {
public:
    explicit Decoder(Bytes bytes) noexcept : rest_(bytes) {}

    [[nodiscard]] std::uint8_t u8() noexcept { return get<std::uint8_t>(); }

    [[nodiscard]] std::uint16_t u16() noexcept { return get<std::uint16_t>(); }

    [[nodiscard]] std::uint32_t u32() noexcept { return get<std::uint32_t>(); }

    [[nodiscard]] std::uint64_t u64() noexcept { return get<std::uint64_t>(); }

    [[nodiscard]] std::int32_t i32() noexcept { return get<std::int32_t>(); }

    [[nodiscard]] std::int64_t i64() noexcept { return get<std::int64_t>(); }

    [[nodiscard]] bool flag() noexcept { return get<std::uint8_t>() != 0; }

    [[nodiscard]] std::string_view text() noexcept { return as_text(raw(u16())); }

    [[nodiscard]] std::string_view long_text() noexcept { return as_text(raw(u32())); }

    template <class AnyId>
    [[nodiscard]] AnyId id() noexcept {
        AnyId value{};
        if (const Bytes bytes = raw(value.bytes.size()); bytes.size() == value.bytes.size()) {
            std::memcpy(value.bytes.data(), bytes.data(), bytes.size());
        }
        return value;
    }

    [[nodiscard]] Bytes raw(std::size_t size) noexcept {
        if (size > rest_.size()) {
            fail();
            return {};
        }
        const Bytes bytes = rest_.first(size);
        rest_ = rest_.subspan(size);
        return bytes;
    }

    void fail() noexcept {
        ok_ = false;
        rest_ = {};
    }

    [[nodiscard]] bool ok() const noexcept { return ok_; }

    [[nodiscard]] std::size_t left() const noexcept { return rest_.size(); }

    /// The error to return when ok() is false or bytes are left.
    [[nodiscard]] Result<void> finish() const noexcept {
        if (!ok_) {
            return Errc::kTruncated;
        }
        return rest_.empty() ? Result<void>() : Result<void>(Errc::kMalformed);
    }

private:
    template <std::integral T>
    T get() noexcept {
        const Bytes bytes = raw(sizeof(T));
        return bytes.size() == sizeof(T) ? load_le<T>(bytes.data()) : T{0};
    }

    Bytes rest_;
    bool ok_ = true;
};

/// A decoder behind the version byte. kTruncated when there is none, kUnsupported when it is
/// another.
[[nodiscard]] inline Result<Decoder> open_record(Bytes bytes, std::uint8_t version) noexcept {
    Decoder in(bytes);
    const std::uint8_t found = in.u8();
    if (!in.ok()) {
        return Errc::kTruncated;
    }
    return found == version ? Result<Decoder>(in) : Result<Decoder>(Errc::kUnsupported);
}

}  // namespace ks::record
