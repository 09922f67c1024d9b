// SPDX-License-Identifier: Apache-2.0
// What the queries and paths of the dialects mean; their answers are checked by
// tests/live/dialects_live.py.
#include "edge/page/dialect/app_path.hpp"
#include "edge/page/dialect/badge_text.hpp"
#include "edge/page/dialect/window_figures.hpp"

#include <gtest/gtest.h>

namespace ks::page {
namespace {

TEST(AppPath, ThePathNamesThePage) {
    const std::pair<std::string_view, std::string_view> paths[] = {
        {"/api/status-page/acme", "acme /api/status-page/acme"},
        {"/api/status-page/acme/badge", "acme /api/status-page/acme/badge"},
        {"/api/status-page/heartbeat/acme", "acme /api/status-page/heartbeat/acme"},
        {"/status/acme/history.atom", "acme /history.atom"},
        {"/status/acme/api/v1/endpoints/statuses", "acme /api/v1/endpoints/statuses"},
        {"/status/acme", "none"},
        {"/status/acme/", "none"},
        {"/status//x", "none"},
        {"/api/status-page/", "none"},
        {"/api/status-pages", "none"},
        {"/api/monitors", "none"}};
    for (const auto& [path, wanted] : paths) {
        const auto found = parse_app_path(path);
        EXPECT_EQ(found ? std::string(found->slug) + " " + found->path : "none", wanted) << path;
    }
}

TEST(BadgeQuery, ColoursAndLabelsAreChecked) {
    EXPECT_EQ(badge_color("0c7"), "#00cc77");
    EXPECT_EQ(badge_color("#00CC77"), "#00CC77");
    EXPECT_EQ(badge_color("brightgreen"), "#44cc11");
    for (const char* bad : {"", "#", "12", "12345", "zzz", "red\"", "url(x)", "#00cc77ff"}) {
        EXPECT_FALSE(badge_color(bad)) << bad;
    }
    std::string_view fault;
    EXPECT_FALSE(read_badge_query("label=%01", fault));
    EXPECT_EQ(fault, "label");
    EXPECT_FALSE(read_badge_query("label=%ff", fault));
    EXPECT_FALSE(read_badge_query("days=7x", fault));
    EXPECT_EQ(fault, "days");
    EXPECT_EQ(read_badge_query("label=a+b&days=7&type=uptime", fault)->label, "a b");
    EXPECT_EQ(read_badge_query("label=", fault)->label, "");
}

TEST(BadgeFace, AHundredOnlyWithoutDowntime) {
    EXPECT_EQ(uptime_face(0, 86400).message, "100%");
    EXPECT_EQ(uptime_face(1, 86400 * 90).message, "99.99%");
    EXPECT_EQ(uptime_face(0, 0).message, "no data");
    EXPECT_EQ(response_face(-1).message, "no data");
    EXPECT_EQ(response_face(0).message, "0 ms");
}

TEST(Span, TheFormsOfBothProducts) {
    EXPECT_EQ(parse_span("24"), 86400);
    EXPECT_EQ(parse_span("1h"), 3600);
    EXPECT_EQ(parse_span("30d"), 30 * 86400);
    EXPECT_EQ(parse_span("1y"), 90 * 86400);  // as far as results are kept
    for (const char* bad : {"", "0", "-1", "1x", "h", "1hh", "99999999999999999999"}) {
        EXPECT_FALSE(parse_span(bad)) << bad;
    }
}

}  // namespace
}  // namespace ks::page
