// SPDX-License-Identifier: Apache-2.0
#include "render/svg/badge.hpp"

#include <gtest/gtest.h>

namespace ks::svg {
namespace {

TEST(Badge, TheTextFits) {
    EXPECT_EQ(text_width(""), 0U);
    EXPECT_GT(text_width("WWWW"), text_width("iiii") * 2);
    EXPECT_EQ(text_width("\u65E5\u672C"), 26U);  // a width for what the table does not know
    std::string out;
    badge(out, {.label = "status", .message = "up", .color = "#44cc11"});
    const unsigned width = text_width("status") + text_width("up") + 24;
    EXPECT_NE(out.find("width=\"" + std::to_string(width) + "\" height=\"20\""), std::string::npos)
        << out;
}

TEST(Badge, NamesAreEscaped) {
    std::string out;
    badge(out, {.label = "<a>\"&", .message = "]]>\x01", .color = "#44cc11"});
    EXPECT_NE(out.find("aria-label=\"&lt;a&gt;&quot;&amp;: ]]&gt;\uFFFD\""), std::string::npos)
        << out;
    EXPECT_EQ(out.find("<a>"), std::string::npos);
}

TEST(Badge, DarkTextOnLightGround) {
    std::string light;
    badge(light, {.label = {}, .message = "x", .color = "#ffff00"});
    EXPECT_NE(light.find("fill=\"#222\""), std::string::npos) << light;
    EXPECT_EQ(light.find("#555"), std::string::npos) << "no field for an empty label";
}

TEST(Badge, ShieldsEndpoint) {
    std::string out;
    shields(out, {.label = "status", .message = "down", .color = "#e05d44"}, true);
    EXPECT_EQ(
        out,
        R"({"schemaVersion":1,"label":"status","message":"down","color":"#e05d44","isError":true,"cacheSeconds":30})");
}

}  // namespace
}  // namespace ks::svg
