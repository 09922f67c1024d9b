// SPDX-License-Identifier: Apache-2.0
// Progressive loading: the entries in chunks, each a page of its own.
#include "visitor.hpp"

#include "edge/page/chunks.hpp"
#include "edge/page/freshness_policy.hpp"
#include "edge/page/page_query.hpp"

#include <gtest/gtest.h>

namespace ks::test {
namespace {

class Chunks : public PageTest {
protected:
    /// Every fifth monitor is ungrouped, the others in three groups that stand apart.
    void make_page(int monitors) {
        add_monitors(monitors);
        std::string entries;
        for (std::size_t i = 0; i < monitors_.size(); ++i) {
            entries += (i == 0 ? "" : ",") + (R"({"monitorId":")" + monitors_[i]) +
                       R"(","displayGroup":)" +
                       (i % 5 == 0 ? std::string("null") : "\"G" + std::to_string(i % 3) + "\"") +
                       "}";
        }
        page_ = add_page(R"({"name":"Acme","slug":"acme","monitors":[)" + entries + "]}");
    }

    static std::vector<std::string> rows(const std::string& html) {
        std::vector<std::string> ids;
        for (std::size_t at = html.find("id=\"m-"); at != std::string::npos;
             at = html.find("id=\"m-", at + 1)) {
            ids.push_back(html.substr(at + 6, 30));
        }
        return ids;
    }

    static std::string link(const std::string& html, const std::string& rel) {
        const std::string start = "rel=\"" + rel + "\" href=\"";
        const std::size_t at = html.find(start);
        return at == std::string::npos
                   ? std::string()
                   : html.substr(at + start.size(), html.find("</a>", at) - at - start.size());
    }
};

TEST_F(Chunks, AllLinksTogetherShowEveryEntryOnceInOrder) {
    make_page(240);
    std::vector<std::string> expected;
    for (const bool ungrouped : {true, false}) {
        for (const std::size_t group : {1U, 2U, 0U}) {
            for (std::size_t i = 0; i < monitors_.size(); ++i) {
                if (ungrouped ? group == 1 && i % 5 == 0 : i % 5 != 0 && i % 3 == group) {
                    expected.push_back(monitors_[i]);
                }
            }
        }
    }
    std::vector<std::string> seen;
    std::vector<std::size_t> sizes;
    std::string path = "/";
    std::string before;
    while (!path.empty()) {
        const Shown page = visit(path);
        ASSERT_EQ(page.status, 200) << path;
        const auto ids = rows(page.body);
        sizes.push_back(ids.size());
        seen.insert(seen.end(), ids.begin(), ids.end());
        const std::string previous = link(page.body, "prev");
        EXPECT_EQ(previous.substr(0, previous.find('"')), before);
        before = path;
        path = link(page.body, "next");
        path.resize(std::min(path.find('"'), path.size()));
    }
    EXPECT_EQ(seen, expected);
    EXPECT_EQ(sizes, (std::vector<std::size_t>{25, 100, 100, 15}));
}

TEST_F(Chunks, LinksSayWhatTheyShow) {
    make_page(240);
    EXPECT_EQ(link(visit("/").body, "next"), "/?after=25\">Show monitors 26 to 125");
    const std::string second = visit("/?after=25").body;
    EXPECT_EQ(link(second, "prev"), "/\">Show monitors 1 to 25");
    EXPECT_EQ(link(second, "next"), "/?after=125\">Show monitors 126 to 225");
    EXPECT_NE(second.find("<h2>Uptime over 90 days, monitors 26 to 125</h2>"), std::string::npos);
    EXPECT_EQ(link(visit("/?after=125").body, "next"), "/?after=225\">Show the other 15 monitors");
    EXPECT_EQ(link(visit("/?after=225").body, "next"), "");
}

TEST_F(Chunks, SumsAndStateAreThoseOfAllEntries) {
    make_page(60);
    for (const std::string& monitor : monitors_) {
        post_result(monitor, monitor == monitors_[59] || monitor == monitors_[58] ? "down" : "up");
    }
    for (const char* path : {"/", "/?after=25"}) {
        const std::string html = visit(path).body;
        EXPECT_NE(html.find("<h2>Partial System Outage</h2>"), std::string::npos) << path;
        EXPECT_NE(html.find("2 of 60 monitors are down."), std::string::npos) << path;
        EXPECT_NE(html.find("1 of 16 down"), std::string::npos) << path;
    }
    const std::string second = visit("/?after=25").body;
    EXPECT_NE(second.find("<h3>G1, continued</h3>"), std::string::npos);
    EXPECT_NE(second.find("<h3>G2</h3>"), std::string::npos);
    EXPECT_EQ(main_attribute(second, "data-layout"),
              main_attribute(visit("/").body, "data-layout"));
}

TEST_F(Chunks, OnlyWhereAChunkStarts) {
    make_page(130);
    for (const char* good : {"/?after=25", "/?after=125", "/?x=1&after=25", "/?x", "/?&", "/?"}) {
        EXPECT_EQ(visit(good).status, 200) << good;
    }
    for (const char* bad : {"/?after=",
                            "/?after=0",
                            "/?after=1",
                            "/?after=26",
                            "/?after=225",
                            "/?after=-25",
                            "/?after=25x",
                            "/?after=+25",
                            "/?after=99999999999",
                            "/?after=2025",
                            "/?after=225&since=1"}) {
        EXPECT_EQ(visit(bad).status, 404) << bad;
    }
}

TEST_F(Chunks, AreCachedAndValidatedLikeThePage) {
    make_page(130);
    const Shown first = visit("/?after=25", {{"Accept-Encoding", "br"}});
    EXPECT_EQ(first.field("Content-Encoding"), "br");
    EXPECT_EQ(first.field("ETag").size(), 18U);
    const Shown again =
        visit("/?after=25", {{"Accept-Encoding", "br"}, {"If-None-Match", first.field("ETag")}});
    EXPECT_EQ(again.status, 304);
    post_result(monitors_[0], "down");
    EXPECT_NE(visit("/?after=25", {{"Accept-Encoding", "br"}}).field("ETag"), first.field("ETag"));
}

TEST_F(Chunks, TheFirstOfTwoThousandIsAsSmallAsAPageOfTwentySix) {
    make_page(26);
    const std::size_t small = visit("/").body.size();
    std::string ids;
    monitors_.clear();
    add_monitors(2000);
    for (const std::string& monitor : monitors_) {
        ids += (ids.empty() ? "\"" : ",\"") + monitor + "\"";
    }
    page_ = add_page(R"({"name":"Acme","slug":"large","monitorIds":[)" + ids + "]}");
    const std::size_t large = visit("/").body.size();
    EXPECT_LT(large, small + small / 10);
    EXPECT_NE(visit("/?after=1925").body.find("monitors 1926 to 2000"), std::string::npos);
}

TEST(FreshnessPolicy, NoCacheShowsAStateOlderThanThirtySeconds) {
    for (std::int64_t change = 0; change <= 100; ++change) {
        // Rendered at 0, sent as late as we send it, kept as long as caches may.
        const std::int64_t sent = page::valid_until(0, change) - 1;
        const bool kept = page::cache_control(0, change) == page::kKeep;
        const std::int64_t shown = sent + (kept ? page::kMaxAge_s : 0);
        EXPECT_LT(shown, 30);
        EXPECT_LT(shown, std::max<std::int64_t>(change, 1)) << "past a change of state";
    }
    EXPECT_NE(page::kKeep.find("max-age=" + std::to_string(page::kMaxAge_s)),
              std::string_view::npos);
    EXPECT_NE(page::kKeep.find("must-revalidate"), std::string_view::npos);
}

TEST_F(Chunks, ThePageSaysHowLongItMayBeKept) {
    make_page(30);
    for (const std::string& monitor : monitors_) {
        post_result(monitor, "up");
    }
    EXPECT_EQ(visit("/").field("Cache-Control"), "public, max-age=15, must-revalidate");
    clock_.seconds += 100;  // monitors of 60 s with 10 s of patience are silent after 130 s
    EXPECT_EQ(visit("/").field("Cache-Control"), "public, max-age=15, must-revalidate");
    clock_.seconds += 10;
    EXPECT_EQ(visit("/").field("Cache-Control"), "public, no-cache");
    EXPECT_EQ(visit("/?after=25").field("Cache-Control"), "public, no-cache");
}

TEST(PageQuery, ReadsOnlyWhatItKnows) {
    const auto plain = page::parse_page_query("utm=1&lang=de");
    ASSERT_TRUE(plain);
    EXPECT_EQ(*plain, page::parse_page_query(""));
    const auto refresh = page::parse_page_query("since=a-b-c-0&shown=26");
    ASSERT_TRUE(refresh && refresh->refresh && refresh->since_known);
    EXPECT_EQ(refresh->since.second, 11);
    EXPECT_EQ(refresh->entries, (view::EntryRange{0, 125}));
    EXPECT_EQ(page::parse_page_query("after=125&since=x&shown=101")->entries,
              (view::EntryRange{125, 325}));
    EXPECT_EQ(page::parse_page_query("after=125&since=x&shown=4000000000")->entries,
              (view::EntryRange{125, 225}));
    for (const std::uint32_t at : {0U, 24U, 25U, 124U, 125U, 1999U}) {
        EXPECT_GT(page::chunk_end(at), at);
        EXPECT_TRUE(page::is_chunk_start(page::chunk_end(at)));
    }
}

}  // namespace
}  // namespace ks::test
