// SPDX-License-Identifier: Apache-2.0
#include "render/out/html.hpp"

#include "render/out/hash.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <type_traits>

namespace ks::out {
namespace {

// Only what the compiler has seen as a literal may be written unescaped.
static_assert(!std::is_constructible_v<Literal, std::string>);
static_assert(!std::is_constructible_v<Literal, std::string_view>);
static_assert(!std::is_constructible_v<Literal, const char*>);

TEST(Html, EscapesAllButLiterals) {
    std::string text;
    Html out(text);
    out.raw("<b title=\"").attribute("a\"b<c&d'").raw("\">").text("</script><i>&").raw("</b>");
    EXPECT_EQ(text.find("<i>"), std::string::npos);
    EXPECT_EQ(text.find("</script>"), std::string::npos);
    EXPECT_TRUE(text.starts_with("<b title=\"a&"));
    EXPECT_EQ(std::ranges::count(text, '"'), 2);
    EXPECT_TRUE(text.ends_with("&amp;</b>"));
}

TEST(Html, WritesNumbers) {
    std::string text;
    Html out(text);
    out.number(0).raw(" ").number(86400).raw(" ").number(UINT64_MAX);
    EXPECT_EQ(text, "0 86400 18446744073709551615");
}

TEST(Html, FillsPhrasesInAnyOrderAndEscapesThem) {
    std::string text;
    Html out(text);
    out.phrase("{1} of {0}: {1}", {"<x>", "2"});
    EXPECT_EQ(text, "2 of &lt;x&gt;: 2");
    text.clear();
    out.phrase("nothing to fill", {});
    EXPECT_EQ(text, "nothing to fill");
}

TEST(Html, DoesNotFillValuesAgain) {
    std::string text;
    Html out(text);
    out.phrase("{0}", {"{1}"});
    EXPECT_EQ(text, "{1}");
}

TEST(Hash, IsFnv1a) {
    EXPECT_EQ(hash(""), 0xcbf29ce484222325U);
    EXPECT_EQ(hash("a"), 0xaf63dc4c8601ec8cU);
    const auto digits = hex(0x0123456789abcdefU);
    EXPECT_EQ(std::string_view(digits.data(), digits.size()), "0123456789abcdef");
}

TEST(ContentHash, EveryByteAndTheLengthCount) {
    const std::string text(100, 'x');
    std::set<std::uint64_t> seen{content_hash(text)};
    for (std::size_t i = 0; i < text.size(); ++i) {
        std::string other = text;
        other[i] = 'y';
        seen.insert(content_hash(other));
        seen.insert(content_hash(text.substr(0, i)));
    }
    // Zeros at the end look like the padding but for the length.
    seen.insert(content_hash(text + std::string(1, '\0')));
    seen.insert(content_hash(text + std::string(2, '\0')));
    EXPECT_EQ(seen.size(), 203U);
    EXPECT_EQ(content_hash(text), content_hash(std::string(100, 'x')));
}

}  // namespace
}  // namespace ks::out
