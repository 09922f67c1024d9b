// SPDX-License-Identifier: Apache-2.0
#include "core/text/json_out.hpp"

#include "core/base/assert.hpp"
#include "core/text/escape.hpp"

#include <array>
#include <charconv>
#include <cmath>

namespace ks::text {
namespace {

template <class T>
void append_digits(std::string& to, T value) {
    std::array<char, 32> digits;  // NOLINT(cppcoreguidelines-init-variables): 24 characters at most
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    to.append(digits.data(), end);
}

}  // namespace

void JsonOut::before_value() {
    if (after_key_) {
        after_key_ = false;
        return;
    }
    KS_ASSERT(!bit(is_object_));  // a value in an object needs a key
    if (bit(has_items_)) {
        KS_ASSERT(depth_ > 0);  // one value at the top
        to_.push_back(',');
    }
    has_items_ |= 1ULL << depth_;
}

void JsonOut::open(char bracket, bool object) {
    before_value();
    KS_ASSERT(depth_ + 1 < kDepth);
    to_.push_back(bracket);
    ++depth_;
    const std::uint64_t mask = 1ULL << depth_;
    is_object_ = object ? is_object_ | mask : is_object_ & ~mask;
    has_items_ &= ~mask;
}

void JsonOut::close(char bracket, bool object) {
    KS_ASSERT(depth_ > 0 && bit(is_object_) == object && !after_key_);
    to_.push_back(bracket);
    --depth_;
}

JsonOut& JsonOut::begin_object() {
    open('{', true);
    return *this;
}

JsonOut& JsonOut::end_object() {
    close('}', true);
    return *this;
}

JsonOut& JsonOut::begin_array() {
    open('[', false);
    return *this;
}

JsonOut& JsonOut::end_array() {
    close(']', false);
    return *this;
}

JsonOut& JsonOut::key(std::string_view name) {
    KS_ASSERT(bit(is_object_) && !after_key_);
    if (bit(has_items_)) {
        to_.push_back(',');
    }
    has_items_ |= 1ULL << depth_;
    append_json_string(to_, name);
    to_.push_back(':');
    after_key_ = true;
    return *this;
}

JsonOut& JsonOut::string(std::string_view text) {
    before_value();
    append_json_string(to_, text);
    return *this;
}

JsonOut& JsonOut::boolean(bool value) {
    return raw(value ? "true" : "false");
}

JsonOut& JsonOut::null() {
    return raw("null");
}

JsonOut& JsonOut::raw(std::string_view json) {
    before_value();
    to_.append(json);
    return *this;
}

JsonOut& JsonOut::number(double value) {
    if (!std::isfinite(value)) {
        return null();
    }
    before_value();
    append_digits(to_, value);
    return *this;
}

JsonOut& JsonOut::signed_number(std::int64_t value) {
    before_value();
    append_digits(to_, value);
    return *this;
}

JsonOut& JsonOut::unsigned_number(std::uint64_t value) {
    before_value();
    append_digits(to_, value);
    return *this;
}

}  // namespace ks::text
