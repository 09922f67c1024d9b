// SPDX-License-Identifier: Apache-2.0
#include "edge/page/refresh_token.hpp"

#include <array>
#include <charconv>
#include <limits>

namespace ks::page {

std::string to_text(const RefreshToken& token) {
    std::array<char, 16> digits{};
    std::string text;
    for (const std::uint64_t number : {token.commit,
                                       static_cast<std::uint64_t>(token.second),
                                       std::uint64_t{token.layout},
                                       static_cast<std::uint64_t>(token.frozen_at)}) {
        const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number, 16);
        text += text.empty() ? "" : "-";
        text.append(digits.data(), end.ptr);
    }
    return text;
}

std::optional<RefreshToken> parse_refresh_token(std::string_view text) noexcept {
    std::array<std::uint64_t, 4> numbers{};
    const char* at = text.data();
    const char* const end = text.data() + text.size();
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        if (i > 0 && (at == end || *at++ != '-')) {
            return std::nullopt;
        }
        const auto [next, error] = std::from_chars(at, end, numbers[i], 16);
        if (error != std::errc()) {
            return std::nullopt;
        }
        at = next;
    }
    constexpr auto kSecondMax = static_cast<std::uint64_t>(std::numeric_limits<std::int32_t>::max())
                                << 8U;
    if (at != end || numbers[1] > kSecondMax || numbers[2] > UINT32_MAX ||
        numbers[3] > kSecondMax) {
        return std::nullopt;
    }
    return RefreshToken{.commit = numbers[0],
                        .second = static_cast<std::int64_t>(numbers[1]),
                        .layout = static_cast<std::uint32_t>(numbers[2]),
                        .frozen_at = static_cast<std::int64_t>(numbers[3])};
}

}  // namespace ks::page
