// SPDX-License-Identifier: Apache-2.0
#include "core/text/go_duration.hpp"

#include <gtest/gtest.h>

namespace ks::text {
namespace {

TEST(GoDuration, WhatGoAccepts) {
    const std::pair<const char*, std::int64_t> good[] = {{"0", 0},
                                                         {"10s", 10'000},
                                                         {"1.5s", 1500},
                                                         {"300ms", 300},
                                                         {"1h15m30.5s", 4'530'500},
                                                         {".5m", 30'000},
                                                         {"1.s", 1000},
                                                         {"+2s", 2000},
                                                         {"1500us", 1},
                                                         {"1500\u00b5s", 1},
                                                         {"2500\u03bcs", 2},
                                                         {"999999ns", 0},
                                                         {"0.1s", 100},
                                                         {"0.29s", 290}};
    for (const auto& [text, millis] : good) {
        const auto parsed = parse_go_duration(text);
        ASSERT_TRUE(parsed.has_value()) << text;
        EXPECT_EQ(parsed->count(), millis) << text;
    }
}

TEST(GoDuration, WhatGoRefusesAndWhatIsNoResponseTime) {
    for (const char* text : {"",
                             "+",
                             "10",
                             "s",
                             ".s",
                             "-1s",
                             "1s-2s",
                             "1e3s",
                             "1 s",
                             "1d",
                             "nans",
                             "infs",
                             "0x1s",
                             "1000h",
                             "1ss",
                             "1sm"}) {
        EXPECT_FALSE(parse_go_duration(text).has_value()) << text;
    }
}

}  // namespace
}  // namespace ks::text
