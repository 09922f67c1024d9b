// SPDX-License-Identifier: Apache-2.0
// Incidents and maintenance windows over the API (spec 2.3).
#include "fixture.hpp"

namespace ks::test {
namespace {

class EventsApi : public ApiTest {
protected:
    std::string add_monitor(const std::string& name) {
        return post("/api/monitors",
                    R"({"type":"manual","confirmations":1,"name":")" + name + "\"}")
            .at("id");
    }
};

TEST_F(EventsApi, AnIncidentFromItsFirstUpdateToItsResolution) {
    const std::string shop = add_monitor("Shop");
    const Answer made = post("/api/incidents",
                             R"({"title":"Slow","message":"We look.","monitor_ids":[")" + shop +
                                 R"("],"impact":"minor"})");
    ASSERT_EQ(made.status, 201) << made.body;
    const std::string path = "/api/incidents/" + made.at("id");
    EXPECT_EQ(made.field("Location"), path);
    const std::pair<const char*, std::string> fields[] = {
        {"projectId", project_.text()},
        {"title", "Slow"},
        {"status", "investigating"},
        {"impact", "minor"},
        {"automatic", "false"},
        {"monitorIds", "[1]"},
        {"monitorIds.0", shop},
        {"startedAt", "2026-11-23T12:00:00.000Z"},
        {"resolvedAt", "null"},
        {"updates", "[1]"},
        {"updates.0.status", "investigating"},
        {"updates.0.message", "We look."},
        {"updates.0.createdAt", "2026-11-23T12:00:00.000Z"}};
    for (const auto& [field, value] : fields) {
        EXPECT_EQ(made.at(field), value) << field;
    }
    EXPECT_EQ(get(path).body, made.body);

    const Answer said = patch(path, R"({"status":"identified","message":"The disk."})");
    ASSERT_EQ(said.status, 200) << said.body;
    EXPECT_EQ(said.at("updates.1.status"), "identified");
    EXPECT_EQ(patch(path, R"({"title":"Slow shop"})").at("updates"), "[2]");
    const Answer resolved = patch(path, R"({"status":"resolved"})");
    EXPECT_EQ(resolved.at("resolvedAt"), "2026-11-23T12:00:00.000Z");
    EXPECT_EQ(resolved.at("updates.2.message"), "");
    const Answer reopened = patch(path, R"({"status":"monitoring","message":"Again."})");
    EXPECT_EQ(reopened.at("resolvedAt"), "null");
    EXPECT_EQ(ask({.method = "PATCH",
                   .path = path,
                   .body = R"({"title":"x"})",
                   .fields = {{"If-Match", made.field("ETag")}}})
                  .status,
              412);
    EXPECT_EQ(get("/api/incidents?open=true").at("0.id"), made.at("id"));
    EXPECT_EQ(get("/api/incidents?status=resolved").body, "[]");
    EXPECT_EQ(get("/api/incidents?monitorId=" + shop).at("0.id"), made.at("id"));
    EXPECT_EQ(del(path).status, 204);
    EXPECT_EQ(get(path).status, 404);
}

TEST_F(EventsApi, TheImpactFollowsTheMonitorsUnlessGiven) {
    const std::string a = add_monitor("a");
    const std::string b = add_monitor("b");
    const auto impact = [this](const std::string& ids) {
        return post("/api/incidents", R"({"title":"t","monitorIds":[)" + ids + "]}").at("impact");
    };
    patch("/api/projects/" + project_.text(), R"({"automaticIncidents":false})");
    EXPECT_EQ(impact("\"" + a + "\""), "none");
    post("/api/monitors/" + a + "/results", R"({"status":"degraded"})");
    EXPECT_EQ(impact("\"" + a + "\",\"" + b + "\""), "minor");
    post("/api/monitors/" + b + "/results", R"({"status":"down"})");
    EXPECT_EQ(impact("\"" + a + "\",\"" + b + "\""), "major");
    clock_.seconds += 1;
    post("/api/monitors/" + a + "/results", R"({"status":"down"})");
    EXPECT_EQ(impact("\"" + a + "\",\"" + b + "\""), "critical");
    EXPECT_EQ(impact("\"" + b + "\""), "major");
}

TEST_F(EventsApi, APastIncidentMayBeWrittenDownAsResolved) {
    const Answer made = post("/api/incidents",
                             R"({"title":"Then","status":"resolved","message":"Over.",)"
                             R"("startedAt":"2026-11-20T10:00:00Z",)"
                             R"("resolvedAt":"2026-11-20T11:00:00Z"})");
    ASSERT_EQ(made.status, 201) << made.body;
    EXPECT_EQ(made.at("startedAt"), "2026-11-20T10:00:00.000Z");
    EXPECT_EQ(made.at("resolvedAt"), "2026-11-20T11:00:00.000Z");
}

TEST_F(EventsApi, AnIncidentUnderAnIdempotencyKeyIsMadeOnce) {
    const Ask request{.method = "POST",
                      .path = "/api/incidents",
                      .body = R"({"title":"Once"})",
                      .fields = {{"Idempotency-Key", "k"}}};
    const Answer first = ask(request);
    EXPECT_EQ(ask(request).body, first.body);
    EXPECT_EQ(get("/api/incidents").at("0.id"), first.at("id"));
    EXPECT_EQ(get("/api/incidents").at("1"), "absent");
}

struct Refused {
    const char* path;
    const char* body;
    const char* field;
};

TEST_F(EventsApi, RefusalsNameTheField) {
    const Refused cases[] = {
        {"/api/incidents", R"({})", "title"},
        {"/api/incidents", R"({"title":" "})", "title"},
        {"/api/incidents", R"({"title":"t","status":"open"})", "status"},
        {"/api/incidents", R"({"title":"t","impact":"huge"})", "impact"},
        {"/api/incidents", R"({"title":"t","monitorIds":"x"})", "monitorIds"},
        {"/api/incidents", R"({"title":"t","monitor_ids":["x"]})", "monitor_ids"},
        {"/api/incidents",
         R"({"title":"t","monitorIds":["mon_01jd0000000000000000000000"]})",
         "monitorIds"},
        {"/api/incidents", R"({"title":"t","startedAt":"2027-01-01T00:00:00Z"})", "startedAt"},
        {"/api/incidents", R"({"title":"t","startedAt":"yesterday"})", "startedAt"},
        {"/api/incidents", R"({"title":"t","message":7})", "message"},
        {"/api/maintenance-windows", R"({"title":"t"})", "startsAt"},
        {"/api/maintenance-windows",
         R"({"title":"t","startsAt":"2026-12-01T00:00:00Z"})",
         "endsAt"},
        {"/api/maintenance-windows",
         R"({"title":"t","startsAt":"2026-12-01T00:00:00Z","endsAt":"2026-12-01T00:00:00Z"})",
         "endsAt"},
        {"/api/maintenance-windows",
         R"({"title":"t","startsAt":"2026-12-01T00:00:00Z","endsAt":"2026-12-01T01:00:00Z",)"
         R"("rrule":"FREQ=HOURLY"})",
         "rrule"},
        {"/api/maintenance-windows",
         R"({"title":"t","startsAt":"2026-12-01T00:00:00Z","endsAt":"2026-12-01T01:00:00Z",)"
         R"("rrule":"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31"})",
         "rrule"}};
    for (const Refused& c : cases) {
        const Answer answer = post(c.path, c.body);
        EXPECT_EQ(answer.status, 422) << c.body;
        EXPECT_EQ(answer.at("field"), c.field) << c.body << answer.body;
    }
    EXPECT_EQ(get("/api/incidents?open=maybe").at("field"), "open");
    EXPECT_EQ(get("/api/maintenance-windows?status=x").at("field"), "status");
}

TEST_F(EventsApi, AWindowIsScheduledThenInProgressThenCompleted) {
    const std::string shop = add_monitor("Shop");
    const Answer made =
        post("/api/maintenance-windows",
             R"({"title":"Upgrade","description":"New disk","startsAt":"2026-11-23T13:00:00Z",)"
             R"("endsAt":"2026-11-23T14:00:00Z","monitorIds":[")" +
                 shop + R"("],"rrule":"rrule:freq=weekly;count=2"})");
    ASSERT_EQ(made.status, 201) << made.body;
    const std::string path = "/api/maintenance-windows/" + made.at("id");
    EXPECT_EQ(made.field("Location"), path);
    EXPECT_EQ(made.at("status"), "scheduled");
    EXPECT_EQ(made.at("rrule"), "FREQ=WEEKLY;COUNT=2");
    EXPECT_EQ(made.at("nextStartsAt").substr(0, 19), "2026-11-23T13:00:00");
    EXPECT_EQ(get("/api/monitors/" + shop).at("status"), "no_data");
    clock_.seconds += 3600;
    EXPECT_EQ(get(path).at("status"), "in_progress");
    EXPECT_EQ(get("/api/monitors/" + shop).at("status"), "maintenance");
    EXPECT_EQ(get("/api/maintenance-windows?status=in_progress").at("0.id"), made.at("id"));
    clock_.seconds += 3600;
    EXPECT_EQ(get(path).at("nextStartsAt").substr(0, 19), "2026-11-30T13:00:00");
    EXPECT_EQ(get("/api/monitors/" + shop).at("status"), "no_data");
    const Answer once = patch(path, R"({"rrule":null})");
    EXPECT_EQ(once.at("status"), "completed") << once.body;
    EXPECT_EQ(once.at("nextStartsAt"), "null");
    EXPECT_EQ(del(path).status, 204);
    EXPECT_EQ(get(path).status, 404);
}

TEST_F(EventsApi, AutomaticIncidentsAreOnUnlessTurnedOff) {
    const std::string path = "/api/projects/" + project_.text();
    EXPECT_EQ(get(path).at("automaticIncidents"), "true");
    EXPECT_EQ(patch(path, R"({"automatic_incidents":false})").at("automaticIncidents"), "false");
    EXPECT_EQ(patch(path, R"({"automaticIncidents":7})").at("field"), "automaticIncidents");
    EXPECT_EQ(patch(path, R"({"automaticIncidents":null})").at("automaticIncidents"), "true");
}

}  // namespace
}  // namespace ks::test
