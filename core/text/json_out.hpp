// SPDX-License-Identifier: Apache-2.0
// Appends JSON to a string. Commas are set here; a misplaced key or value is a mistake of ours and
// aborts.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ks::text {

/// Its state is not in the string: the string may be sent and cleared between calls, so long arrays
/// stream.
class JsonOut {
public:
    /// Deepest nesting; ours ends far below.
    static constexpr unsigned kDepth = 64;

    /// `to` must outlive the writer.
    explicit JsonOut(std::string& to) noexcept : to_(to) {}

    JsonOut(const JsonOut&) = delete;
    JsonOut& operator=(const JsonOut&) = delete;

    JsonOut& begin_object();
    JsonOut& end_object();
    JsonOut& begin_array();
    JsonOut& end_array();
    /// REQUIRES: inside an object, and the last key has its value.
    JsonOut& key(std::string_view name);

    JsonOut& string(std::string_view text);
    JsonOut& boolean(bool value);
    JsonOut& null();
    /// A finished JSON value, copied as it is.
    JsonOut& raw(std::string_view json);
    /// The shortest digits that read back the same; null for infinities and NaN, which JSON does
    /// not have.
    JsonOut& number(double value);

    template <std::integral T>
        requires(!std::same_as<T, bool>)
    JsonOut& number(T value) {
        if constexpr (std::signed_integral<T>) {
            return signed_number(value);
        } else {
            return unsigned_number(value);
        }
    }

    JsonOut& string_or_null(std::optional<std::string_view> text) {
        return text ? string(*text) : null();
    }

    template <class T>
    JsonOut& number_or_null(std::optional<T> value) {
        return value ? number(*value) : null();
    }

    /// True when every bracket is closed and one value stands.
    [[nodiscard]] bool complete() const noexcept { return depth_ == 0 && has_items_ != 0; }

private:
    JsonOut& signed_number(std::int64_t value);
    JsonOut& unsigned_number(std::uint64_t value);
    void before_value();
    void open(char bracket, bool object);
    void close(char bracket, bool object);

    [[nodiscard]] bool bit(std::uint64_t bits) const noexcept {
        return ((bits >> depth_) & 1U) != 0;
    }

    std::string& to_;
    std::uint64_t is_object_ = 0;  ///< bit n: the level of depth n is an object
    std::uint64_t has_items_ = 0;  ///< bit n: a comma is due at depth n
    unsigned depth_ = 0;
    bool after_key_ = false;
};

}  // namespace ks::text
