// SPDX-License-Identifier: Apache-2.0
#include "edge/api/json_in.hpp"

#include "edge/api/object_in.hpp"

#include <gtest/gtest.h>

#include <string>

namespace ks::api {
namespace {

bool parses(std::string_view text) {
    JsonReader reader;
    return reader.parse(text).has_value();
}

TEST(JsonIn, RefusesWhatIsNotJson) {
    for (const std::string_view text : {"",
                                        " ",
                                        "{",
                                        "{\"a\":1,}",
                                        "[1,]",
                                        "nul",
                                        "{'a':1}",
                                        "{\"a\" 1}",
                                        "1 2",
                                        "\"\\x\"",
                                        "01",
                                        "\"\xC3\"",
                                        "\"\xED\xA0\x80\"",
                                        "\"\xC0\xAF\"",
                                        "NaN",
                                        "{\"a\":1}}",
                                        "\"tab\tinside\""}) {
        EXPECT_FALSE(parses(text)) << text;
    }
}

TEST(JsonIn, RefusesADuplicateNameAtAnyDepth) {
    EXPECT_FALSE(parses(R"({"a":1,"a":1})"));
    EXPECT_FALSE(parses(R"([{"x":{"b":1,"c":2,"b":3}}])"));
    EXPECT_FALSE(parses(R"({"a":1,"\u0061":2})"));
    EXPECT_TRUE(parses(R"([{"a":1},{"a":2}])"));
}

TEST(JsonIn, BoundsDepth) {
    EXPECT_TRUE(parses(std::string(kJsonDepth - 1, '[') + std::string(kJsonDepth - 1, ']')));
    EXPECT_FALSE(parses(std::string(kJsonDepth + 1, '[') + std::string(kJsonDepth + 1, ']')));
    EXPECT_FALSE(parses(std::string(100000, '[')));
}

TEST(JsonIn, KeepsTheDepthBoundAfterALargerDocument) {
    JsonReader reader;
    ASSERT_TRUE(reader.parse("\"" + std::string(100000, 'x') + "\"").has_value());
    EXPECT_FALSE(reader.parse(std::string(kJsonDepth + 1, '[') + std::string(kJsonDepth + 1, ']'))
                     .has_value());
}

TEST(JsonIn, TellsNumbersApart) {
    JsonReader reader;
    EXPECT_EQ(reader.parse("3.0")->integer(), 3);
    EXPECT_EQ(reader.parse("-7")->integer(), -7);
    EXPECT_EQ(reader.parse("2.5")->integer(), std::nullopt);
    EXPECT_EQ(reader.parse("1e300")->integer(), std::nullopt);
    EXPECT_EQ(reader.parse("18446744073709551615")->integer(), std::nullopt);
    EXPECT_EQ(reader.parse("2.5")->number(), 2.5);
    EXPECT_EQ(reader.parse("\"3\"")->number(), std::nullopt);
    EXPECT_EQ(reader.parse("true")->integer(), std::nullopt);
}

TEST(ObjectIn, FindsCamelCaseBeforeSnakeCase) {
    JsonReader reader;
    Problem problem;
    ObjectIn in(
        *reader.parse(R"({"display_group":"snake","displayGroup":"camel","display_name":"only"})"),
        problem);
    std::string text;
    EXPECT_TRUE(in.text({"displayGroup"}, text, {.chars_max = 20}));
    EXPECT_EQ(text, "camel");
    EXPECT_TRUE(in.text({"displayName"}, text, {.chars_max = 20}));
    EXPECT_EQ(text, "only");
    EXPECT_EQ(in.found(), "display_name");
}

TEST(ObjectIn, CountsCodePointsNotBytes) {
    JsonReader reader;
    for (const auto& [text, good] : {std::pair{"\xC3\xA4\xC3\xB6\xC3\xBC", true},
                                     std::pair{"abcd", false},
                                     std::pair{"", false}}) {
        Problem problem;
        ObjectIn in(*reader.parse("{\"a\":\"" + std::string(text) + "\"}"), problem);
        std::string target;
        EXPECT_EQ(in.text({"a"}, target, {.chars_min = 1, .chars_max = 3}), good) << text;
        EXPECT_EQ(problem.field, good ? "" : "a");
    }
}

TEST(ObjectIn, KeepsTheFirstProblemOnly) {
    JsonReader reader;
    Problem problem;
    ObjectIn in(*reader.parse(R"({"a":1,"b":"x","c":true})"), problem);
    std::string text;
    bool flag = false;
    EXPECT_FALSE(in.text({"a"}, text, {.chars_max = 9}));
    EXPECT_FALSE(in.flag({"b"}, flag, true));
    EXPECT_FALSE(in.flag({"c"}, flag, true));
    EXPECT_FALSE(flag);
    EXPECT_EQ(problem.field, "a");
}

TEST(ObjectIn, RefusesControlCharactersButLinesWhereTheyBelong) {
    JsonReader reader;
    const auto read = [&](const char* json, bool lines) {
        Problem problem;
        ObjectIn in(*reader.parse(json), problem);
        std::string text;
        return in.text({"a"}, text, {.chars_max = 9, .lines = lines});
    };
    EXPECT_FALSE(read(R"({"a":"x\ny"})", false));
    EXPECT_TRUE(read(R"({"a":"x\ny"})", true));
    EXPECT_FALSE(read(R"({"a":"x\u0000y"})", true));
}

}  // namespace
}  // namespace ks::api
