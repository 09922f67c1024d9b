// SPDX-License-Identifier: Apache-2.0
#include "edge/api/json_in.hpp"

#include <simdjson.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <type_traits>

namespace ks::api {
namespace {

using simdjson::dom::element;
using simdjson::dom::element_type;
using Handle = std::array<std::size_t, 2>;

static_assert(sizeof(element) == sizeof(Handle) && std::is_trivially_copyable_v<element>);

element element_of(const Handle& handle) noexcept {
    return std::bit_cast<element>(handle);
}

/// Two members of one name mean different things to different readers, so such objects are refused
/// as a whole.
bool names_are_unique(const simdjson::dom::object& object) {
    std::vector<std::string_view> names;
    for (const auto field : object) {
        names.push_back(field.key);
    }
    std::ranges::sort(names);
    return std::ranges::adjacent_find(names) == names.end();
}

/// Depth is bounded by the parser.
bool all_names_are_unique(
    const element& value) {  // NOLINT(misc-no-recursion): at most kJsonDepth levels
    simdjson::dom::array array;
    if (value.get(array) == simdjson::SUCCESS) {
        return std::ranges::all_of(array.begin(), array.end(), all_names_are_unique);
    }
    simdjson::dom::object object;
    if (value.get(object) != simdjson::SUCCESS) {
        return true;
    }
    if (!names_are_unique(object)) {
        return false;
    }
    for (const auto field : object) {
        if (!all_names_are_unique(field.value)) {
            return false;
        }
    }
    return true;
}

}  // namespace

struct JsonReader::Impl {
    simdjson::dom::parser parser;
};

JsonReader::JsonReader() : impl_(std::make_unique<Impl>()) {}

JsonReader::JsonReader(JsonReader&&) noexcept = default;
JsonReader& JsonReader::operator=(JsonReader&&) noexcept = default;
JsonReader::~JsonReader() = default;

Result<JsonValue> JsonReader::parse(std::string_view text) {
    // simdjson reads whole blocks and keeps its depth only when allocated explicitly.
    const std::size_t capacity = std::max<std::size_t>(text.size(), 64);
    if (impl_->parser.capacity() < capacity &&
        impl_->parser.allocate(capacity, kJsonDepth) != simdjson::SUCCESS) {
        return Errc::kInternal;
    }
    element root;
    if (impl_->parser.parse(text.data(), text.size(), true).get(root) != simdjson::SUCCESS) {
        return Errc::kMalformedJson;
    }
    if (!all_names_are_unique(root)) {
        return Errc::kMalformedJson;
    }
    return JsonValue(std::bit_cast<Handle>(root));
}

JsonKind JsonValue::kind() const noexcept {
    switch (element_of(handle_).type()) {
        case element_type::ARRAY:
            return JsonKind::kArray;
        case element_type::OBJECT:
            return JsonKind::kObject;
        case element_type::STRING:
            return JsonKind::kString;
        case element_type::BOOL:
            return JsonKind::kBool;
        case element_type::NULL_VALUE:
            return JsonKind::kNull;
        case element_type::INT64:
        case element_type::UINT64:
        case element_type::DOUBLE:
            break;
    }
    return JsonKind::kNumber;
}

std::optional<bool> JsonValue::boolean() const noexcept {
    bool value = false;
    if (element_of(handle_).get(value) != simdjson::SUCCESS) {
        return std::nullopt;
    }
    return value;
}

std::optional<double> JsonValue::number() const noexcept {
    double value = 0;
    if (!is(JsonKind::kNumber) || element_of(handle_).get(value) != simdjson::SUCCESS) {
        return std::nullopt;
    }
    return value;
}

std::optional<std::string_view> JsonValue::text() const noexcept {
    std::string_view value;
    if (element_of(handle_).get(value) != simdjson::SUCCESS) {
        return std::nullopt;
    }
    return value;
}

std::optional<std::int64_t> JsonValue::integer() const noexcept {
    std::int64_t value = 0;
    if (element_of(handle_).get(value) == simdjson::SUCCESS) {
        return value;
    }
    const auto real = number();
    constexpr double exact =
        9007199254740992.0;  // 2^53: above it a double no longer names one integer
    if (!real || std::abs(*real) > exact || *real != std::trunc(*real)) {
        return std::nullopt;
    }
    return static_cast<std::int64_t>(*real);
}

std::vector<JsonValue> JsonValue::items() const {
    std::vector<JsonValue> out;
    simdjson::dom::array array;
    if (element_of(handle_).get(array) == simdjson::SUCCESS) {
        for (const element& item : array) {
            out.push_back(JsonValue(std::bit_cast<Handle>(item)));
        }
    }
    return out;
}

std::vector<std::pair<std::string_view, JsonValue>> JsonValue::members() const {
    std::vector<std::pair<std::string_view, JsonValue>> out;
    simdjson::dom::object object;
    if (element_of(handle_).get(object) == simdjson::SUCCESS) {
        for (const auto field : object) {
            out.emplace_back(field.key, JsonValue(std::bit_cast<Handle>(field.value)));
        }
    }
    return out;
}

std::optional<JsonValue> JsonValue::find(std::string_view name) const noexcept {
    element value;
    if (element_of(handle_).at_key(name).get(value) != simdjson::SUCCESS) {
        return std::nullopt;
    }
    return JsonValue(std::bit_cast<Handle>(value));
}

}  // namespace ks::api
