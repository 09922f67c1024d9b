// SPDX-License-Identifier: Apache-2.0
#include "core/http/conditional.hpp"

#include <gtest/gtest.h>

#include <initializer_list>
#include <string_view>

namespace ks::http {
namespace {

struct Row {
    std::string_view list;
    std::string_view etag;
    bool weak;
    bool strong;
};

TEST(Conditional, ComparisonOfTags) {
    for (const Row& row : {Row{"\"a\"", "\"a\"", true, true},
                           // the table of RFC 9110 section 8.8.3.2
                           {"W/\"1\"", "W/\"1\"", true, false},
                           {"W/\"1\"", "W/\"2\"", false, false},
                           {"W/\"1\"", "\"1\"", true, false},
                           {"\"1\"", "W/\"1\"", true, false},
                           {"*", "\"a\"", true, true},
                           {" * ", "\"a\"", true, true},
                           {"\"b\", \"a\"", "\"a\"", true, true},
                           {"\"b\",W/\"a\"\t, \"c\"", "\"a\"", true, false},
                           {",, \"a\" ,,", "\"a\"", true, true},
                           {"\"a,b\"", "\"a,b\"", true, true},
                           {"\"a,b\"", "\"a\"", false, false},
                           {"\"\"", "\"\"", true, true},
                           {"\"A\"", "\"a\"", false, false},
                           {"", "\"a\"", false, false},
                           {",", "\"a\"", false, false},
                           {"a", "\"a\"", false, false},
                           {"\"a", "\"a\"", false, false},
                           {"w/\"a\"", "\"a\"", false, false},
                           {"\"a\" \"b\"", "\"a\"", false, false},
                           {"\"a\", b", "\"a\"", false, false},
                           {"*, \"a\"", "\"a\"", false, false},
                           {"\"a\", *", "\"a\"", false, false},
                           {"\"a b\"", "\"a b\"", false, false},
                           {"\"a-gzip\"", "\"a\"", false, false}}) {
        EXPECT_EQ(matches_weakly(row.list, row.etag), row.weak) << row.list << " and " << row.etag;
        EXPECT_EQ(matches_strongly(row.list, row.etag), row.strong)
            << row.list << " and " << row.etag;
    }
}

Precondition evaluated(std::initializer_list<Field> list, Method method) {
    FieldsView fields;
    for (const Field& field : list) {
        fields.add(field.name, field.value);
    }
    return evaluate(fields, method, "\"v1\"");
}

TEST(Conditional, Evaluation) {
    EXPECT_EQ(evaluated({}, Method::kGet), Precondition::kProceed);
    EXPECT_EQ(evaluated({{"If-None-Match", "W/\"v1\""}}, Method::kGet), Precondition::kNotModified);
    EXPECT_EQ(evaluated({{"if-none-match", "*"}}, Method::kHead), Precondition::kNotModified);
    EXPECT_EQ(evaluated({{"If-None-Match", "\"v2\""}}, Method::kGet), Precondition::kProceed);
    EXPECT_EQ(evaluated({{"If-None-Match", "\"v2\""}, {"If-None-Match", "\"v1\""}}, Method::kGet),
              Precondition::kNotModified);
    EXPECT_EQ(evaluated({{"If-None-Match", "*"}}, Method::kPut), Precondition::kFailed);
    EXPECT_EQ(evaluated({{"If-Match", "\"v1\""}}, Method::kPatch), Precondition::kProceed);
    EXPECT_EQ(evaluated({{"If-Match", "W/\"v1\""}}, Method::kPatch), Precondition::kFailed);
    EXPECT_EQ(evaluated({{"If-Match", "nonsense"}}, Method::kDelete), Precondition::kFailed);
    EXPECT_EQ(evaluated({{"If-None-Match", "\"v1\""}, {"If-Match", "\"v2\""}}, Method::kGet),
              Precondition::kFailed);
}

}  // namespace
}  // namespace ks::http
