// SPDX-License-Identifier: Apache-2.0
#include "core/base/id.hpp"

namespace ks {
namespace {

constexpr std::string_view kAlphabet = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr std::size_t kTextSize = 26;

constexpr std::array<std::int8_t, 256> make_values() {
    std::array<std::int8_t, 256> values{};
    values.fill(-1);
    for (std::size_t i = 0; i < kAlphabet.size(); ++i) {
        values[static_cast<unsigned char>(kAlphabet[i])] = static_cast<std::int8_t>(i);
    }
    return values;
}

constexpr auto kValues = make_values();

}  // namespace

std::string to_base32(const RawId& id) {
    auto high = load_be<std::uint64_t>(id.bytes.data());
    auto low = load_be<std::uint64_t>(id.bytes.data() + 8);
    std::string text(kTextSize, '0');
    for (std::size_t i = kTextSize; i-- > 0;) {
        text[i] = kAlphabet[low & 31U];
        low = (low >> 5U) | (high << 59U);
        high >>= 5U;
    }
    return text;
}

std::optional<RawId> from_base32(std::string_view text) noexcept {
    // 26 characters hold 130 bits: the first must be below 8.
    if (text.size() != kTextSize || kValues[static_cast<unsigned char>(text[0])] > 7) {
        return std::nullopt;
    }
    std::uint64_t high = 0;
    std::uint64_t low = 0;
    for (const char c : text) {
        const auto value = kValues[static_cast<unsigned char>(c)];
        if (value < 0) {
            return std::nullopt;
        }
        high = (high << 5U) | (low >> 59U);
        low = (low << 5U) | static_cast<std::uint64_t>(value);
    }
    RawId id;
    store_be(id.bytes.data(), high);
    store_be(id.bytes.data() + 8, low);
    return id;
}

RawId IdMaker::next(std::int64_t now_ms) noexcept {
    if (now_ms > last_ms_) {
        last_ms_ = now_ms;
    }
    // An odd step walks all 2^64 values before one returns; the carry goes into the time so that
    // order holds.
    const std::uint64_t before = low_;
    low_ += 0x100000001U + (high_ & 0xffffU) * 2;
    if (low_ < before) {
        ++last_ms_;
    }
    RawId id;
    store_be(id.bytes.data(),
             (static_cast<std::uint64_t>(last_ms_) << 16U) | ((high_ >> 32U) & 0xffffU));
    store_be(id.bytes.data() + 8, low_);
    return id;
}

}  // namespace ks
