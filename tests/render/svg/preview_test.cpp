// SPDX-License-Identifier: Apache-2.0
#include "render/svg/preview.hpp"

#include <gtest/gtest.h>

namespace ks::svg {
namespace {

std::string drawn(std::string_view name, std::string_view direction = "ltr") {
    std::string text;
    preview(text,
            {.name = name,
             .state = "All Systems Operational",
             .color = "#0a7d3b",
             .direction = direction});
    return text;
}

TEST(Preview, SaysNameAndStateInTheStatesColour) {
    const std::string text = drawn("Acme & <Sons>");
    EXPECT_NE(text.find(">Acme &amp; &lt;Sons&gt;</text>"), std::string::npos) << text;
    EXPECT_NE(text.find(">All Systems Operational</text>"), std::string::npos);
    EXPECT_NE(text.find("height=\"24\" fill=\"#0a7d3b\""), std::string::npos);
    EXPECT_NE(text.find("<text x=\"90\""), std::string::npos);
}

TEST(Preview, WritesFromTheRightWhereTheLanguageDoes) {
    const std::string text = drawn("Acme", "rtl");
    EXPECT_NE(text.find("direction=\"rtl\""), std::string::npos);
    EXPECT_NE(text.find("<text x=\"1110\""), std::string::npos);
}

TEST(Preview, CutsWhatDoesNotFitAtAWholeCharacter) {
    std::string name;
    for (int n = 0; n < 100; ++n) {
        name += "\u00e9";
    }
    const std::string text = drawn(name);
    const std::size_t end = text.find("\u2026</text>");
    ASSERT_NE(end, std::string::npos);
    EXPECT_EQ(text.substr(end - 2, 2), "\u00e9");
    EXPECT_EQ(text.find("\u2026</text>", end + 1), std::string::npos) << "the state fits";
}

}  // namespace
}  // namespace ks::svg
