// SPDX-License-Identifier: Apache-2.0
// Refreshes: only what changed travels, and whoever applies it shows what a reload would show.
#include "visitor.hpp"

#include "edge/page/refresh_token.hpp"

#include <gtest/gtest.h>

#include <random>

namespace ks::test {
namespace {

std::string ids_of(const Shown& answer) {
    std::string text = std::to_string(answer.status);
    for (const auto& [id, markup] : units(answer.body)) {
        text += " " + id;
    }
    return text;
}

/// Without the response time, which may lag behind (refresh_render.hpp).
std::string without_response(std::string markup) {
    const std::string start = "<span class=\"ms\">";
    if (const std::size_t at = markup.find(start); at != std::string::npos) {
        markup.erase(at, markup.find("</span>", at) - at);
    }
    return markup;
}

class Refresh : public PageTest {
protected:
    void make_page(int monitors, const std::string& more = {}) {
        add_monitors(monitors, more);
        std::string ids;
        for (const std::string& monitor : monitors_) {
            ids += (ids.empty() ? "\"" : ",\"") + monitor + "\"";
        }
        page_ = add_page(R"({"name":"Acme","slug":"acme","monitorIds":[)" + ids + "]}");
    }

    void all_up() {
        for (const std::string& monitor : monitors_) {
            post_result(monitor, "up");
        }
        clock_.seconds += 5;  // so that there are figures
    }
};

TEST_F(Refresh, NothingTravelsWhenNothingChanged) {
    make_page(3);
    all_up();
    const Visitor visitor(visit("/").body);
    clock_.seconds += 30;
    for (const std::string& monitor : monitors_) {
        post_result(monitor, "up", 55);
    }
    const Shown answer = visit(visitor.question());
    EXPECT_EQ(answer.status, 204);
    EXPECT_EQ(answer.body, "");
    EXPECT_EQ(answer.field("Content-Type"), "absent");
}

TEST_F(Refresh, OnlyTheChangedRowTravelsWithTheSumsItCountsFor) {
    make_page(3);
    all_up();
    Visitor visitor(visit("/").body);
    clock_.seconds += 30;
    post_result(monitors_[1], "down");
    const Shown answer = visit(visitor.question());
    // The failure opened an incident, too.
    EXPECT_EQ(ids_of(answer), "200 icon incidents m-" + monitors_[1] + " maintenance recent state");
    EXPECT_NE(answer.body.find("Partial System Outage"), std::string::npos);
    ASSERT_TRUE(visitor.apply(answer));
    EXPECT_EQ(visitor.units().at("m-" + monitors_[1]),
              units(visit(cache_, "/").body).at("m-" + monitors_[1]));
    // An outage's figures grow: its row, and no other.
    clock_.seconds += 30;
    EXPECT_EQ(ids_of(visit(visitor.question())), "200 m-" + monitors_[1]);
}

TEST_F(Refresh, AResponseTimeTravelsWhenItIsAnother) {
    make_page(2);
    all_up();
    Visitor visitor(visit("/").body);
    clock_.seconds += 30;
    post_result(monitors_[0], "up", 62);  // a quarter more, but not 20 ms
    post_result(monitors_[1], "up", 75);
    const Shown answer = visit(visitor.question());
    EXPECT_EQ(ids_of(answer), "200 m-" + monitors_[1]);
    EXPECT_NE(answer.body.find("75 ms"), std::string::npos);
}

TEST_F(Refresh, AStateThatChangesByItselfTravels) {
    make_page(2);
    all_up();
    Visitor visitor(visit("/").body);
    clock_.seconds += 100;
    post_result(monitors_[1], "up");
    clock_.seconds += 100;  // the first is silent now, the second is not
    const Shown answer = visit(visitor.question());
    EXPECT_EQ(ids_of(answer), "200 icon m-" + monitors_[0] + " state");
    EXPECT_NE(units(answer.body).at("m-" + monitors_[0]).find("row n"), std::string::npos);
    // And when a result came after it had changed, too.
    ASSERT_TRUE(visitor.apply(answer));
    const Visitor late = visitor;
    clock_.seconds += 1;
    post_result(monitors_[0], "up");
    EXPECT_EQ(ids_of(visit(late.question())), "200 icon m-" + monitors_[0] + " state");
}

TEST_F(Refresh, GroupsAndRowsBeyondWhatIsShown) {
    make_page(30, R"(,"displayGroup":"Web")");
    all_up();
    Visitor visitor(visit("/").body);
    clock_.seconds += 30;
    post_result(monitors_[29], "degraded");
    const Shown first = visit(visitor.question());
    EXPECT_EQ(first.body.find("m-mon_"), std::string::npos) << first.body;
    EXPECT_NE(first.body.find("1 of 30 degraded"), std::string::npos);
    EXPECT_NE(first.body.find("id=\"state\""), std::string::npos);
    Visitor all = visitor;
    all.extend(visit("/?after=25").body);
    post_result(monitors_[29], "up");
    EXPECT_NE(visit(all.question()).body.find("id=\"m-" + monitors_[29]), std::string::npos);
    const Visitor chunk(visit("/?after=25").body);
    EXPECT_EQ(chunk.question().find("/?after=25&since="), 0U);
    post_result(monitors_[0], "down");
    post_result(monitors_[26], "down");
    const Shown part = visit(chunk.question());
    EXPECT_EQ(part.body.find(monitors_[0]), std::string::npos);
    EXPECT_NE(part.body.find("id=\"m-" + monitors_[26]), std::string::npos);
}

TEST_F(Refresh, WhatNeedsAReloadSaysSoAndNoMore) {
    make_page(3);
    all_up();
    Visitor visitor(visit("/").body);
    ASSERT_EQ(patch("/api/status-pages/" + page_, R"({"name":"Renamed"})").status, 200);
    Shown answer = visit(visitor.question());
    EXPECT_EQ(ids_of(answer), "200");
    EXPECT_FALSE(visitor.apply(answer));
    visitor.load(visit("/").body);
    ASSERT_EQ(patch("/api/monitors/" + monitors_[0], R"({"displayGroup":"New"})").status, 200);
    EXPECT_FALSE(visitor.apply(visit(visitor.question())));
    visitor.load(visit("/").body);
    ASSERT_EQ(patch("/api/monitors/" + monitors_[0], R"({"name":"Other name"})").status, 200);
    answer = visit(visitor.question());
    // Incidents and maintenance may call it by its name.
    EXPECT_EQ(ids_of(answer), "200 icon incidents m-" + monitors_[0] + " maintenance recent state");
    EXPECT_TRUE(visitor.apply(answer));
    ASSERT_EQ(del("/api/monitors/" + monitors_[0]).status, 204);
    EXPECT_FALSE(visitor.apply(visit(visitor.question())));
}

TEST_F(Refresh, AnIncidentTravels) {
    make_page(2);
    all_up();
    const Visitor visitor(visit("/").body);
    record::Incident incident{.id = ids_.make<IncidentId>(clock_.seconds * 1000),
                              .project = project_};
    incident.monitors = {*MonitorId::parse(monitors_[0])};
    ASSERT_EQ(inline_writer_
                  ->run(write::CreateIncident{
                      .incident = incident, .first_update = {}, .idempotency = {}})
                  .code,
              Errc::kOk);
    const std::string ids = ids_of(visit(visitor.question()));
    EXPECT_NE(ids.find(" incidents maintenance"), std::string::npos) << ids;
    EXPECT_EQ(ids.find("m-mon"), std::string::npos) << ids;
}

TEST_F(Refresh, AnUnknownTokenGetsEverything) {
    make_page(3);
    all_up();
    const std::string page = visit("/").body;
    const page::RefreshToken good =
        *page::parse_refresh_token(main_attribute(page, "data-refresh").substr(7));
    page::RefreshToken newer = good;
    newer.commit += 1000000;
    page::RefreshToken later = good;
    later.second += 1;
    page::RefreshToken older = good;
    older.second -= 90000;
    for (const std::string& since : {std::string(),
                                     std::string("1842"),
                                     std::string("x-1-2-3"),
                                     std::string("1-2-3-4-5"),
                                     std::string("1-2-3-"),
                                     std::string("1-2-fffffffff-0"),
                                     to_text(newer),
                                     to_text(later),
                                     to_text(older)}) {
        const Shown answer = visit("/?since=" + since);
        EXPECT_EQ(answer.status, 200) << since;
        for (const std::string& monitor : monitors_) {
            EXPECT_NE(answer.body.find("id=\"m-" + monitor), std::string::npos) << since;
        }
        EXPECT_NE(answer.body.find("id=\"state\""), std::string::npos) << since;
    }
    EXPECT_EQ(visit("/?since=" + to_text(good)).status, 204);
    EXPECT_EQ(page::parse_refresh_token(to_text(good)), good);
}

TEST_F(Refresh, AThousandVisitorsCostOneRendering) {
    make_page(2);
    all_up();
    const Visitor visitor(visit("/").body);
    clock_.seconds += 30;
    post_result(monitors_[0], "down");
    const Shown first = visit(visitor.question());
    clock_.seconds += 9;
    EXPECT_EQ(visit(visitor.question()).field("ETag"), first.field("ETag"));
    EXPECT_EQ(visit(visitor.question(), {{"If-None-Match", first.field("ETag")}}).status, 304);
    clock_.seconds += 1;
    EXPECT_NE(visit(visitor.question()).field("ETag"), first.field("ETag"));
    const Shown brotli = visit(visitor.question(), {{"Accept-Encoding", "br"}});
    EXPECT_EQ(brotli.field("Content-Encoding"), "br");
}

TEST_F(Refresh, ThatTheStoreCannotBeWrittenTravelsBothWays) {
    make_page(1);
    all_up();
    Visitor visitor(visit("/").body);
    site_->frozen_at = clock_.seconds;
    const Shown frozen = visit(visitor.question());
    EXPECT_EQ(ids_of(frozen), "200 age");
    EXPECT_EQ(frozen.body.find("hidden"), std::string::npos);
    ASSERT_TRUE(visitor.apply(frozen));
    site_->frozen_at = 0;
    EXPECT_NE(visit(visitor.question()).body.find("id=\"age\" role=\"alert\" hidden"),
              std::string::npos);
}

/// Whatever happens in whatever order: who applied every refresh shows what a reload shows, and
/// pages out of a kept index are those that counting anew gives.
TEST_F(Refresh, AppliedRefreshesEqualAReload) {
    make_page(40, R"(,"timeout":10)");
    for (std::size_t i = 10; i < monitors_.size(); ++i) {
        ASSERT_EQ(patch("/api/monitors/" + monitors_[i],
                        R"({"displayGroup":"G)" + std::to_string(i % 4) + "\"}")
                      .status,
                  200);
    }
    std::mt19937 random(20261124);
    const auto pick = [&](unsigned below) { return static_cast<unsigned>(random() % below); };
    all_up();
    const auto load = [&] {
        Visitor loaded(visit("/").body);
        loaded.extend(visit("/?after=25").body);
        return loaded;
    };
    Visitor visitor = load();
    page::PageCache index_only(1);  // keeps no page
    std::size_t rows = 0;
    std::size_t reloads = 0;
    for (int round = 0; round < 300; ++round) {
        clock_.seconds += pick(60) == 0 ? 40000 : 1 + pick(50);
        const bool quiet = pick(3) == 0;
        for (const std::string& monitor : monitors_) {
            if (pick(100) < 70) {
                const unsigned dice = pick(quiet ? 1000 : 60);
                post_result(monitor, dice == 0 ? "down" : dice == 1 ? "degraded" : "up");
            }
        }
        if (pick(15) == 0) {
            const std::string& monitor = monitors_[pick(40)];
            ASSERT_EQ(patch("/api/monitors/" + monitor,
                            pick(2) == 0 ? R"({"enabled":false})" : R"({"enabled":true})")
                          .status,
                      200);
        }
        if (pick(15) == 0) {
            ASSERT_EQ(patch("/api/monitors/" + monitors_[pick(40)],
                            R"({"name":"N)" + std::to_string(round) + "\"}")
                          .status,
                      200);
        }
        if (pick(40) == 0) {
            ASSERT_EQ(patch("/api/monitors/" + monitors_[pick(40)],
                            R"({"displayGroup":"G)" + std::to_string(pick(5)) + "\"}")
                          .status,
                      200);
        }
        if (pick(2) == 0) {
            continue;  // a hidden tab
        }
        page::PageCache fresh;
        const Shown answer = visit(fresh, visitor.question());
        rows += answer.status == 200 ? units(answer.body).size() : 0;
        if (!visitor.apply(answer)) {
            visitor = load();
            ++reloads;
            continue;
        }
        page::PageCache kept_nothing;
        Visitor reloaded(visit(kept_nothing, "/").body);
        reloaded.extend(visit(kept_nothing, "/?after=25").body);
        for (const auto& [id, markup] : reloaded.units()) {
            ASSERT_EQ(without_response(visitor.units().at(id)), without_response(markup))
                << "round " << round << ", " << id;
        }
        // The index that has been kept all along.
        ASSERT_EQ(visit(index_only, "/?after=25").body, visit(kept_nothing, "/?after=25").body);
    }
    EXPECT_GT(reloads, 0U);
    EXPECT_LT(rows, 300U * 20U);
}

}  // namespace
}  // namespace ks::test
