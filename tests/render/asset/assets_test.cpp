// SPDX-License-Identifier: Apache-2.0
#include "render/asset/assets.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace ks::asset {
namespace {

std::string read(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// The file as it was made small by the build.
std::string source(const char* name) {
    const std::string small = read(KS_ASSETS + std::string(name));
    EXPECT_LT(small.size(), read(KS_SOURCE_DIR "/render/asset/" + std::string(name)).size());
    return small;
}

TEST(Assets, ServeTheFilesOfTheTree) {
    const auto style = find_asset(style_path(""));
    ASSERT_TRUE(style);
    EXPECT_EQ(style->content_type, "text/css; charset=utf-8");
    EXPECT_EQ(style->bytes, source("page.css"));
    const auto script = find_asset(script_path());
    ASSERT_TRUE(script);
    EXPECT_EQ(script->content_type, "text/javascript; charset=utf-8");
    EXPECT_EQ(script->bytes, source("page.js"));
    EXPECT_GT(script->bytes.size(), 1000U);
}

TEST(Assets, AreNamedAfterTheirContent) {
    EXPECT_EQ(style_path(""), hashed_path("page", source("page.css")) + ".css");
    EXPECT_EQ(script_path(), hashed_path("page", source("page.js")) + ".js");
    EXPECT_NE(hashed_path("page", "a{}"), hashed_path("page", "a{ }"));
    EXPECT_EQ(hashed_path("page", "a"), "/assets/page.af63dc4c8601ec8c");
}

TEST(Assets, AddTheAccentUnderANameOfItsOwn) {
    const std::string path = style_path("#1A2b3c");
    EXPECT_TRUE(path.ends_with("-1a2b3c.css"));
    const auto style = find_asset(path);
    ASSERT_TRUE(style);
    EXPECT_EQ(style->bytes, source("page.css") + ":root{--accent:#1a2b3c}\n");
}

TEST(Assets, TakeOnlyAColourAsAccent) {
    for (const char* accent :
         {"", "#", "#fff", "1a2b3c", "#1a2b3g", "#1a2b3c4", "#1a2b3;", "}body{x:y"}) {
        EXPECT_EQ(style_path(accent), style_path("")) << accent;
    }
}

TEST(Assets, KnowNoOtherPath) {
    const std::string style = style_path("");
    const std::string stem = style.substr(0, style.size() - 4);
    for (const std::string& path : {std::string(),
                                    std::string("/assets/page.css"),
                                    stem,
                                    stem + "-1a2b3.css",
                                    stem + "-1a2b3c4.css",
                                    stem + "-1a2b3C.css",
                                    stem + "-zzzzzz.css",
                                    stem + "x1a2b3c.css",
                                    stem + "-1a2b3c.js",
                                    style + "/",
                                    stem + ".js",
                                    std::string(script_path()) + "x",
                                    std::string("/assets/page.0000000000000000.css")}) {
        EXPECT_FALSE(find_asset(path)) << path;
    }
}

}  // namespace
}  // namespace ks::asset
