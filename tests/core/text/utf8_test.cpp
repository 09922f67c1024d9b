// SPDX-License-Identifier: Apache-2.0
#include "core/text/utf8.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace ks::text {
namespace {

using namespace std::string_view_literals;

/// Counts the pieces that are malformed.
std::size_t malformed_pieces(std::string_view text) {
    std::size_t count = 0;
    while (!text.empty()) {
        const Utf8Step step = utf8_step(text);
        count += step.valid ? 0 : 1;
        text.remove_prefix(step.length);
    }
    return count;
}

struct Row {
    std::string_view text;
    std::size_t points;  ///< with one for each malformed piece
    std::size_t malformed;
};

constexpr std::array kRows{
    Row{"", 0, 0},
    Row{"plain ascii, longer than eight", 30, 0},
    Row{"\xC3\xA9", 1, 0},
    Row{"12345678\xE2\x82\xAC", 9, 0},
    Row{"\xF0\x9F\x98\x80", 1, 0},
    Row{"\0"sv, 1, 0},
    Row{"\xED\x9F\xBF", 1, 0},      // U+D7FF, the last before the surrogates
    Row{"\xEE\x80\x80", 1, 0},      // U+E000, the first after
    Row{"\xF4\x8F\xBF\xBF", 1, 0},  // U+10FFFF
    Row{"\xF4\x90\x80\x80", 4, 4},  // U+110000
    Row{"\xED\xA0\x80", 3, 3},      // a surrogate
    Row{"\xC0\xAF", 2, 2},          // overlong '/'
    Row{"\xE0\x9F\xBF", 3, 3},      // overlong
    Row{"\xF0\x8F\xBF\xBF", 4, 4},  // overlong
    Row{"\x80", 1, 1},              // a lone continuation
    Row{"\xE2\x82", 1, 1},          // cut short: one piece
    Row{"\xF0\x9F\x98", 1, 1},
    Row{"\xE2\x82x", 2, 1},
    Row{"a\xFFz", 3, 1},
};

TEST(Utf8, JudgesAndCountsEveryRow) {
    for (const Row& row : kRows) {
        SCOPED_TRACE(testing::PrintToString(row.text));
        EXPECT_EQ(is_utf8(row.text), row.malformed == 0);
        EXPECT_EQ(count_code_points(row.text), row.points);
        EXPECT_EQ(malformed_pieces(row.text), row.malformed);
    }
}

TEST(Utf8, EveryCodePointReadsBack) {
    for (char32_t c = 0; c <= 0x10FFFF; c += 7) {
        std::string text;
        append_utf8(text, c);
        EXPECT_TRUE(is_utf8(text));
        EXPECT_EQ(count_code_points(text), 1U);
        const bool surrogate = c >= 0xD800 && c < 0xE000;
        EXPECT_EQ(text == kReplacement, surrogate || c == 0xFFFD) << static_cast<unsigned>(c);
    }
    std::string euro;
    append_utf8(euro, U'\u20AC');
    EXPECT_EQ(euro, "\xE2\x82\xAC");
    std::string beyond;
    append_utf8(beyond, static_cast<char32_t>(0x110000));
    EXPECT_EQ(beyond, kReplacement);
}

TEST(Utf8, PrefixCutsNoCodePoint) {
    constexpr std::string_view text = "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80";
    constexpr std::array<std::size_t, 11> expected{0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10};
    for (std::size_t bytes = 0; bytes < expected.size(); ++bytes) {
        EXPECT_EQ(utf8_prefix(text, bytes), text.substr(0, expected.at(bytes))) << bytes;
    }
    EXPECT_EQ(utf8_prefix(text, 100), text);
    EXPECT_EQ(utf8_prefix("\x80\x80\x80\x80\x80", 3).size(), 3U);  // nothing whole to keep
}

}  // namespace
}  // namespace ks::text
