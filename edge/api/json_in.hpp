// SPDX-License-Identifier: Apache-2.0
// Strict JSON from request bodies (RFC 8259): valid UTF-8, at most kJsonDepth levels, no name twice
// in one object. The only place that knows simdjson.
#pragma once

#include "core/base/result.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace ks::api {

inline constexpr std::size_t kJsonDepth = 16;

enum class JsonKind : std::uint8_t { kNull, kBool, kNumber, kString, kArray, kObject };

class JsonReader;

/// A value of the document that its JsonReader parsed last; valid until that reader parses again or
/// goes.
class JsonValue {
public:
    [[nodiscard]] JsonKind kind() const noexcept;

    [[nodiscard]] bool is(JsonKind wanted) const noexcept { return kind() == wanted; }

    /// nullopt for another kind.
    [[nodiscard]] std::optional<bool> boolean() const noexcept;
    [[nodiscard]] std::optional<double> number() const noexcept;
    [[nodiscard]] std::optional<std::string_view> text() const noexcept;
    /// A number without a fraction that fits; 3.0 is one.
    [[nodiscard]] std::optional<std::int64_t> integer() const noexcept;
    /// Empty for another kind.
    [[nodiscard]] std::vector<JsonValue> items() const;
    [[nodiscard]] std::vector<std::pair<std::string_view, JsonValue>> members() const;
    /// The member of that name.
    [[nodiscard]] std::optional<JsonValue> find(std::string_view name) const noexcept;

private:
    friend class JsonReader;
    using Handle =
        std::array<std::size_t, 2>;  ///< simdjson's element, whose header stays out of ours

    explicit JsonValue(Handle handle) noexcept : handle_(handle) {}

    Handle handle_;
};

/// Parses one document after the other, re-using its memory.
class JsonReader {
public:
    JsonReader();
    JsonReader(JsonReader&&) noexcept;
    JsonReader& operator=(JsonReader&&) noexcept;
    ~JsonReader();

    /// kMalformedJson, also for text that is empty, too deep or names a member twice.
    [[nodiscard]] Result<JsonValue> parse(std::string_view text);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace ks::api
