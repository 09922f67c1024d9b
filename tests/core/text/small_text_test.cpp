// SPDX-License-Identifier: Apache-2.0
// The short grammars: slugs, base64url, durations, percent-encoding and queries.
#include "core/text/base64url.hpp"
#include "core/text/duration.hpp"
#include "core/text/percent.hpp"
#include "core/text/slug.hpp"

#include <gtest/gtest.h>

#include <array>
#include <rapidcheck/gtest.h>
#include <string>

namespace ks::text {
namespace {

using namespace std::chrono_literals;
using namespace std::string_view_literals;

TEST(Slug, TellsBadFromReserved) {
    for (const std::string& slug : {std::string("acme"),
                                    std::string("a"),
                                    std::string("7"),
                                    std::string("a-b--c"),
                                    std::string(63, 'x'),
                                    std::string("status"),
                                    std::string("apis")}) {
        EXPECT_EQ(check_slug(slug), SlugCheck::kOk) << slug;
    }
    for (const std::string& slug : {std::string(),
                                    std::string("-a"),
                                    std::string("a-"),
                                    std::string("A"),
                                    std::string("a.b"),
                                    std::string("a_b"),
                                    std::string("a b"),
                                    std::string("\xC3\xA9"),
                                    std::string(64, 'x'),
                                    std::string("a\0", 2),
                                    std::string("app.")}) {
        EXPECT_EQ(check_slug(slug), SlugCheck::kBad) << slug;
    }
    for (const std::string_view slug : {"app",
                                        "api",
                                        "www",
                                        "pages",
                                        "admin",
                                        "mail",
                                        "ns",
                                        "ns1",
                                        "ns2",
                                        "smtp",
                                        "imap",
                                        "ftp",
                                        "cdn",
                                        "static",
                                        "assets",
                                        "status-api",
                                        "dns",
                                        "mx",
                                        "autodiscover"}) {
        EXPECT_EQ(check_slug(slug), SlugCheck::kReserved) << slug;
    }
}

TEST(Slug, EveryReservedNameIsASlugOtherwise) {
    for (const std::string_view slug : reserved_slugs()) {
        EXPECT_EQ(check_slug(slug), SlugCheck::kReserved) << slug;
    }
}

TEST(Base64Url, AgreesWithTheStandard) {
    // RFC 4648 section 10 without the padding, and the two characters that differ from base64.
    struct Row {
        std::string_view bytes, text;
    };

    for (const Row& row : std::array{Row{"", ""},
                                     Row{"f", "Zg"},
                                     Row{"fo", "Zm8"},
                                     Row{"foo", "Zm9v"},
                                     Row{"foob", "Zm9vYg"},
                                     Row{"foobar", "Zm9vYmFy"},
                                     Row{"\xFB\xFF\xBF", "-_-_"}}) {
        EXPECT_EQ(base64url_encode(as_bytes(row.bytes)), row.text);
        EXPECT_EQ(base64url_decode(row.text), row.bytes);
    }
}

TEST(Base64Url, HasOneTextForEachValue) {
    for (const std::string_view text :
         {"Zg==", "Z", "Zh", "Zm9", "Zm+v", "Zm/v", "Zm 9v", "Zm9v\n", "Zm9vY"}) {
        EXPECT_FALSE(base64url_decode(text)) << text;
    }
}

RC_GTEST_PROP(Base64UrlProp, ReadsBackWhatItWrites, (const std::string& bytes)) {
    const std::string text = base64url_encode(as_bytes(bytes));
    RC_ASSERT(text.size() == (bytes.size() * 4 + 2) / 3);
    RC_ASSERT(base64url_decode(text) == bytes);
}

TEST(Duration, ParsesOneNumberAndOneUnit) {
    EXPECT_EQ(parse_duration("250ms"), 250ms);
    EXPECT_EQ(parse_duration("5s"), 5s);
    EXPECT_EQ(parse_duration("10m"), 10min);
    EXPECT_EQ(parse_duration("1h"), 1h);
    EXPECT_EQ(parse_duration("7d"), 168h);
    EXPECT_EQ(parse_duration("0s"), 0s);
    for (const std::string_view text : {"",
                                        "5",
                                        "s",
                                        "5 s",
                                        " 5s",
                                        "5s ",
                                        "-5s",
                                        "+5s",
                                        "1.5s",
                                        "1h30m",
                                        "5S",
                                        "5sec",
                                        "9223372036854775807s",
                                        "99999999999999999999ms",
                                        "0x5s"}) {
        EXPECT_FALSE(parse_duration(text)) << text;
    }
    EXPECT_TRUE(parse_duration("9223372036854775807ms"));
}

TEST(Duration, FormatsInTheLargestWholeUnit) {
    EXPECT_EQ(format_duration(0ms), "0s");
    EXPECT_EQ(format_duration(1500ms), "1500ms");
    EXPECT_EQ(format_duration(90s), "90s");
    EXPECT_EQ(format_duration(120s), "2m");
    EXPECT_EQ(format_duration(1h), "1h");
    EXPECT_EQ(format_duration(48h), "2d");
}

RC_GTEST_PROP(DurationProp, ReadsBackWhatItWrites, ()) {
    const std::chrono::milliseconds duration{*rc::gen::nonNegative<std::int64_t>()};
    RC_ASSERT(parse_duration(format_duration(duration)) == duration);
}

TEST(Percent, DecodesStrictly) {
    EXPECT_EQ(percent_decode("a%20b%2fC%C3%a9"), "a b/C\xC3\xA9");
    EXPECT_EQ(percent_decode("a+b"), "a+b");
    EXPECT_EQ(percent_decode("a+b", Plus::kIsBlank), "a b");
    EXPECT_EQ(percent_decode("%00"), "\0"sv);
    for (const std::string_view text : {"%", "%2", "a%", "%zz", "%2g", "%%20", "% 2"}) {
        EXPECT_FALSE(percent_decode(text)) << text;
    }
}

RC_GTEST_PROP(PercentProp, ReadsBackWhatItWrites, (const std::string& text)) {
    std::string encoded;
    append_percent_encoded(encoded, text);
    RC_ASSERT(percent_decode(encoded) == text);
    RC_ASSERT(query_value("x=1&k=" + encoded, "k") == text);
}

TEST(Query, FindsTheFirstOfAName) {
    constexpr std::string_view query =
        "limit=10&after=mon_1&flag&empty=&na%6De=a+b%26c&limit=20&bad=%zz&e=a=b";
    EXPECT_EQ(query_value(query, "limit"), "10");
    EXPECT_EQ(query_value(query, "after"), "mon_1");
    EXPECT_EQ(query_value(query, "flag"), "");
    EXPECT_EQ(query_value(query, "empty"), "");
    EXPECT_EQ(query_value(query, "name"), "a b&c");
    EXPECT_EQ(query_value(query, "e"), "a=b");
    EXPECT_EQ(query_value(query, "bad"), std::nullopt);
    EXPECT_EQ(query_value(query, "lim"), std::nullopt);
    EXPECT_EQ(query_value(query, "Limit"), std::nullopt);
    EXPECT_EQ(query_value("", "a"), std::nullopt);
    EXPECT_EQ(query_value("&&a=1&", "a"), "1");
    EXPECT_EQ(query_value("&&", ""), std::nullopt);
    EXPECT_EQ(query_value("=1", ""), "1");
}

}  // namespace
}  // namespace ks::text
