// SPDX-License-Identifier: Apache-2.0
#include "core/text/json_out.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>

namespace ks::text {
namespace {

TEST(JsonOut, WritesNestedValuesWithCommas) {
    std::string to;
    JsonOut json(to);
    json.begin_object();
    json.key("a").number(1).key("b").begin_array();
    json.string("x\"").null().boolean(true).boolean(false);
    json.begin_object().end_object().begin_array().end_array();
    json.end_array().key("c").begin_object().key("d").raw("[1,2]").end_object();
    EXPECT_FALSE(json.complete());
    json.end_object();
    EXPECT_TRUE(json.complete());
    EXPECT_EQ(to, R"({"a":1,"b":["x\"",null,true,false,{},[]],"c":{"d":[1,2]}})");
}

TEST(JsonOut, WritesNumbersExactly) {
    std::string to;
    JsonOut json(to);
    json.begin_array();
    json.number(std::numeric_limits<std::int64_t>::min());
    json.number(std::numeric_limits<std::uint64_t>::max());
    json.number(std::uint8_t{7}).number(-1).number(0.1).number(1e300);
    json.number(std::numeric_limits<double>::infinity());
    json.number(std::numeric_limits<double>::quiet_NaN());
    json.number_or_null(std::optional<int>{}).number_or_null(std::optional{5});
    json.string_or_null(std::nullopt).string_or_null("s");
    json.end_array();
    EXPECT_EQ(to,
              "[-9223372036854775808,18446744073709551615,7,-1,0.1,1e+300,null,null,null,5,"
              "null,\"s\"]");
}

TEST(JsonOut, StreamsThroughAStringThatIsCleared) {
    std::string to;
    std::string sent;
    JsonOut json(to);
    json.begin_array();
    for (int i = 0; i < 3; ++i) {
        json.number(i);
        sent += to;
        to.clear();
    }
    json.end_array();
    EXPECT_EQ(sent + to, "[0,1,2]");
}

TEST(JsonOut, EscapesKeys) {
    std::string to;
    JsonOut json(to);
    json.begin_object().key("a\"\n").null().end_object();
    EXPECT_EQ(to, R"({"a\"\n":null})");
}

TEST(JsonOutDeathTest, MisplacedPiecesAbort) {
    const auto with = [](auto misuse) {
        std::string to;
        JsonOut json(to);
        misuse(json);
    };
    EXPECT_DEATH(with([](JsonOut& j) { j.begin_object().number(1); }), "");
    EXPECT_DEATH(with([](JsonOut& j) { j.begin_array().key("a"); }), "");
    EXPECT_DEATH(with([](JsonOut& j) { j.key("a"); }), "");
    EXPECT_DEATH(with([](JsonOut& j) { j.begin_object().key("a").key("b"); }), "");
    EXPECT_DEATH(with([](JsonOut& j) { j.begin_object().key("a").end_object(); }), "");
    EXPECT_DEATH(with([](JsonOut& j) { j.begin_object().end_array(); }), "");
    EXPECT_DEATH(with([](JsonOut& j) { j.end_object(); }), "");
    EXPECT_DEATH(with([](JsonOut& j) { j.number(1).number(2); }), "");
    EXPECT_DEATH(with([](JsonOut& j) {
                     for (unsigned i = 0; i < JsonOut::kDepth; ++i) {
                         j.begin_array();
                     }
                 }),
                 "");
}

}  // namespace
}  // namespace ks::text
