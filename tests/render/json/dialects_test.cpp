// SPDX-License-Identifier: Apache-2.0
// The documents of other products' APIs; their whole shape is checked by
// tests/live/dialects_live.py.
#include "../public_support.hpp"

#include "render/json/gatus.hpp"
#include "render/json/instatus.hpp"
#include "render/json/kuma.hpp"
#include "render/json/statuspage.hpp"
#include "render/json/statuspage_parts.hpp"

#include <gtest/gtest.h>

namespace ks::render_test {
namespace {

using model::PageState;
using record::State;

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

TEST(Statuspage, StatesHaveOnlyWordsThatClientsKnow) {
    EXPECT_EQ(json::component_status(State::kUp), "operational");
    EXPECT_EQ(json::component_status(State::kDegraded), "degraded_performance");
    EXPECT_EQ(json::component_status(State::kDown), "major_outage");
    EXPECT_EQ(json::component_status(State::kMaintenance), "under_maintenance");
    EXPECT_EQ(json::component_status(State::kPaused), "operational");
    EXPECT_EQ(json::component_status(State::kNoData), "operational");
    EXPECT_EQ(json::indicator(PageState::kNoData), "none");
    EXPECT_EQ(json::indicator(PageState::kOperational), "none");
    EXPECT_EQ(json::indicator(PageState::kMaintenance), "maintenance");
    EXPECT_EQ(json::indicator(PageState::kDegraded), "minor");
    EXPECT_EQ(json::indicator(PageState::kPartialOutage), "major");
    EXPECT_EQ(json::indicator(PageState::kMajorOutage), "critical");
}

TEST(Statuspage, AGroupIsDownInPartOrAltogether) {
    view::PublicPage page = public_page();
    std::string body;
    json::statuspage_components(body, page);
    EXPECT_TRUE(has(body, R"("id":"grp_Core","name":"Core","status":"partial_outage")")) << body;
    page.monitors[1].state = State::kDown;
    body.clear();
    json::statuspage_components(body, page);
    EXPECT_TRUE(has(body, R"("id":"grp_Core","name":"Core","status":"major_outage")")) << body;
}

TEST(Statuspage, AnUpdateSaysWhatItsAuthorSaysOfTheComponents) {
    const view::PublicPage page = public_page();
    const std::vector<view::IncidentEvent> events{incident()};
    std::string body;
    json::statuspage_incidents(body, page, events);
    const std::size_t resolved =
        body.find(R"("old_status":"degraded_performance","new_status":"operational")");
    const std::size_t first =
        body.find(R"("old_status":"operational","new_status":"degraded_performance")");
    ASSERT_NE(resolved, std::string::npos) << body;
    EXPECT_LT(resolved, first);
}

TEST(Kuma, BothFormsOfAnIncidentAndNumbersThatAreExactAsDoubles) {
    view::PublicPage page = public_page();
    std::string body;
    json::kuma_page(body, page, {});
    EXPECT_TRUE(has(body, R"("incident":null,"incidents":[])"));
    page.open_incidents.push_back(incident());
    body.clear();
    json::kuma_page(body, page, {});
    EXPECT_TRUE(has(body, R"("incident":{"id":)")) << body;
    EXPECT_TRUE(has(body, R"("incidents":[{"id":)"));
    // Stored by clients: must never change.
    EXPECT_EQ(view::numeric_id(id_of<MonitorId>(1)), 0x1eb960ff62b2U);
    EXPECT_LT(view::numeric_id(id_of<MonitorId>(2)), std::uint64_t{1} << 53U);
}

TEST(Kuma, RatiosOnlyOfWhatWasObserved) {
    const std::vector<view::BeatHistory> histories{
        {.id = id_of<MonitorId>(1),
         .beats = {{.at = kPublicNow_s, .state = State::kDown, .response_ms = 7}},
         .down_s = 1,
         .observed_s = 4},
        {.id = id_of<MonitorId>(2), .beats = {{.at = kPublicNow_s, .state = State::kNoData}}}};
    std::string body;
    json::kuma_heartbeats(body, histories);
    EXPECT_TRUE(has(body, R"([{"status":0,"time":"2026-11-23 09:41:22.000","msg":"","ping":7}])"))
        << body;
    EXPECT_TRUE(has(body, R"({"status":2,"time":"2026-11-23 09:41:22.000","msg":"","ping":null})"));
    EXPECT_TRUE(has(body, "_24\":0.75}}")) << body;
}

TEST(Kuma, TheHistoryComesInPages) {
    const view::PublicPage page = public_page();
    const std::vector<view::IncidentEvent> events(12, incident());
    std::string body;
    json::kuma_incident_history(body, page, events, 0);
    EXPECT_TRUE(has(body, R"("total":12,"nextCursor":"10","hasMore":true)")) << body;
    body.clear();
    json::kuma_incident_history(body, page, events, 10);
    EXPECT_TRUE(has(body, R"("total":12,"nextCursor":null,"hasMore":false)")) << body;
    body.clear();
    json::kuma_incident_history(body, page, events, 99);
    EXPECT_TRUE(has(body, R"({"ok":true,"incidents":[],)")) << body;
}

TEST(Gatus, KeysAreMadeAsGatusMakesThem) {
    EXPECT_EQ(json::gatus_key("", "Web"), "_web");
    EXPECT_EQ(json::gatus_key(" Core ", "API v1.2/x_y,z #1 +&"), "core_api-v1-2-x-y-z--1---");
    EXPECT_EQ(json::gatus_key("Ä", "日本"), "Ä_日本");
}

TEST(Instatus, ListsAreLeftOutWhenEmpty) {
    view::PublicPage page = public_page();
    std::string body;
    json::instatus_summary(body, page, {});
    EXPECT_EQ(body,
              R"({"page":{"name":"Acme","url":"https://acme.example.com","status":"HASISSUES"}})");
    page.state = PageState::kMaintenance;
    const std::vector<view::MaintenanceEvent> events{maintenance()};
    body.clear();
    json::instatus_summary(body, page, events);
    EXPECT_TRUE(has(body, R"("status":"INPROGRESS","duration":"20")")) << body;
}

}  // namespace
}  // namespace ks::render_test
