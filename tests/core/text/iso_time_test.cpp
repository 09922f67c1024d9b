// SPDX-License-Identifier: Apache-2.0
#include "core/text/iso_time.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <rapidcheck/gtest.h>

namespace ks::text {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::sys_seconds;

constexpr Millis millis(std::int64_t since_epoch) {
    return Millis{milliseconds{since_epoch}};
}

constexpr sys_seconds at(std::int64_t since_epoch) {
    return sys_seconds{seconds{since_epoch}};
}

TEST(IsoTime, Formats) {
    EXPECT_EQ(format_iso_millis(millis(1795426882123)), "2026-11-23T09:41:22.123Z");
    EXPECT_EQ(format_iso_seconds(at(1795426882)), "2026-11-23T09:41:22Z");
    EXPECT_EQ(format_iso_millis(millis(0)), "1970-01-01T00:00:00.000Z");
    EXPECT_EQ(format_iso_millis(millis(-1)), "1969-12-31T23:59:59.999Z");
    EXPECT_EQ(format_iso_seconds(at(951782400)), "2000-02-29T00:00:00Z");
}

TEST(IsoTime, ClampsYearsWithoutFourDigits) {
    EXPECT_EQ(format_iso_seconds(at(253402300800)), "9999-12-31T23:59:59Z");
    EXPECT_EQ(format_iso_millis(Millis::min()), "0000-01-01T00:00:00.000Z");
    EXPECT_EQ(format_iso_millis(Millis::max()), "9999-12-31T23:59:59.999Z");
    EXPECT_EQ(format_http_date(at(253402300800)), "Fri, 31 Dec 9999 23:59:59 GMT");
}

struct Row {
    std::string_view text;
    std::int64_t millis;
};

constexpr std::array kGood{
    Row{"2026-11-23T09:41:22Z", 1795426882000},
    Row{"2026-11-23T09:41:22.1Z", 1795426882100},
    Row{"2026-11-23T09:41:22.123456789Z", 1795426882123},
    Row{"2026-11-23t09:41:22z", 1795426882000},
    Row{"2026-11-23 09:41:22Z", 1795426882000},
    Row{"2026-11-23T10:41:22+01:00", 1795426882000},
    Row{"2026-11-23T15:26:22.5+05:45", 1795426882500},
    Row{"2026-11-22T22:41:22-11:00", 1795426882000},
    Row{"1970-01-01T00:00:00-00:00", 0},
    Row{"1969-12-31T23:59:59.999Z", -1},
    Row{"2024-02-29T00:00:00Z", 1709164800000},
    Row{"2016-12-31T23:59:60Z", 1483228800000},
    Row{"0000-01-01T00:00:00Z", -62167219200000},
    Row{"9999-12-31T23:59:59-23:59", 253402387139000},
};

TEST(IsoTime, ParsesEveryGoodForm) {
    for (const Row& row : kGood) {
        const auto parsed = parse_iso(row.text);
        ASSERT_TRUE(parsed) << row.text;
        EXPECT_EQ(parsed->time_since_epoch().count(), row.millis) << row.text;
    }
}

TEST(IsoTime, RefusesEverythingElse) {
    for (const std::string_view text : {"",
                                        "2026-11-23",
                                        "2026-11-23T09:41:22",
                                        "2026-11-23T09:41Z",
                                        "2026-11-23T09:41:22.Z",
                                        "2026-11-23T24:00:00Z",
                                        "2026-11-23T09:60:00Z",
                                        "2026-11-23T09:41:61Z",
                                        "2026-02-29T00:00:00Z",
                                        "2026-13-01T00:00:00Z",
                                        "2026-00-01T00:00:00Z",
                                        "2026-11-31T00:00:00Z",
                                        "26-11-23T09:41:22Z",
                                        "2026-11-23T09:41:22+0100",
                                        "2026-11-23T09:41:22+24:00",
                                        "2026-11-23T09:41:22+01:60",
                                        "2026-11-23T09:41:22+1:00",
                                        "2026-11-23T09:41:22Zx",
                                        " 2026-11-23T09:41:22Z",
                                        "+2026-11-23T09:41:22Z",
                                        "2026-11-23T-9:41:22Z",
                                        "2026/11/23T09:41:22Z",
                                        "2026-11-23T09:41:22,5Z"}) {
        EXPECT_FALSE(parse_iso(text)) << text;
    }
}

TEST(HttpDate, FormatsAndParses) {
    // The example of RFC 9110 section 5.6.7.
    EXPECT_EQ(format_http_date(at(784111777)), "Sun, 06 Nov 1994 08:49:37 GMT");
    EXPECT_EQ(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT"), at(784111777));
    for (const std::string_view text : {"",
                                        "Mon, 06 Nov 1994 08:49:37 GMT",
                                        "Sun, 06 Nov 1994 08:49:37 UTC",
                                        "Sun, 6 Nov 1994 08:49:37 GMT",
                                        "Sunday, 06-Nov-94 08:49:37 GMT",
                                        "Sun Nov  6 08:49:37 1994",
                                        "sun, 06 Nov 1994 08:49:37 GMT",
                                        "Sun, 06 nov 1994 08:49:37 GMT",
                                        "Sun, 06 Nov 1994 25:49:37 GMT",
                                        "Sun, 06 Nov 1994 08:49:37 GMT ",
                                        "Sun, 31 Feb 1994 08:49:37 GMT",
                                        "Su"}) {
        EXPECT_FALSE(parse_http_date(text)) << text;
    }
}

RC_GTEST_PROP(IsoTimeProp, ReadsBackWhatItWrites, ()) {
    const auto time = millis(*rc::gen::inRange<std::int64_t>(-62167219200000, 253402300799999));
    RC_ASSERT(parse_iso(format_iso_millis(time)) == time);
    const auto whole = std::chrono::floor<seconds>(time);
    RC_ASSERT(parse_iso(format_iso_seconds(whole)) == Millis{whole});
    RC_ASSERT(parse_http_date(format_http_date(whole)) == whole);
}

}  // namespace
}  // namespace ks::text
