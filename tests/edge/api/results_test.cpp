// SPDX-License-Identifier: Apache-2.0
// Results, heartbeats and figures over the API (spec 2.2 and 8).
#include "fixture.hpp"

namespace ks::test {
namespace {

class ResultsApi : public ApiTest {
protected:
    ResultsApi()
        : id_(add_monitor(R"({"name":"m","type":"manual","confirmations":1})")),
          path_("/api/monitors/" + id_) {}

    std::string id_;
    std::string path_;
};

TEST_F(ResultsApi, OneResultIsThereWhenItIsAcknowledged) {
    const Answer answer =
        post(path_ + "/results",
             R"({"status":"degraded","responseTimeMs":83.6,"region":"eu-west","statusCode":200,)"
             R"("error":"slow","checkedAt":"2026-11-23T11:59:30.9Z"})");
    EXPECT_EQ(answer.status, 202) << answer.body;
    EXPECT_EQ(answer.body, R"({"accepted":1})");
    const Answer monitor = get(path_);
    const std::pair<const char*, const char*> fields[] = {
        {"status", "degraded"},
        {"lastCheckedAt", "2026-11-23T11:59:30Z"},
        {"uptimePercent", "100"},
        {"recentResults", "[1]"},
        {"recentResults.0.checkedAt", "2026-11-23T11:59:30Z"},
        {"recentResults.0.status", "degraded"},
        {"recentResults.0.responseTimeMs", "84"},
        {"recentResults.0.region", "eu-west"},
        {"recentResults.0.statusCode", "200"},
        {"recentResults.0.error", "slow"}};
    for (const auto& [path, value] : fields) {
        EXPECT_EQ(monitor.at(path), value) << path;
    }
}

TEST_F(ResultsApi, AcceptedForms) {
    const std::pair<const char*, const char*> cases[] = {
        {R"({"success":true})", "up"},
        {R"({"success":false})", "down"},
        {R"({"status":"down","success":true})", "down"},
        {R"({"status":null,"success":true})", "up"},
        {R"({"status":"up","response_time_ms":0,"checked_at":null,"region":null,"error":null})",
         "up"},
        {R"({"status":"up","checkedAt":"2026-11-23T13:04:59+01:00"})", "up"},
    };
    for (const auto& [body, status] : cases) {
        clock_.seconds += 400;  // past every result before
        const Answer answer = post(path_ + "/results", body);
        EXPECT_EQ(answer.status, 202) << body << answer.body;
        EXPECT_EQ(get(path_).at("recentResults.0.status"), status) << body;
    }
}

TEST_F(ResultsApi, RefusedValuesNameTheirField) {
    const std::pair<const char*, const char*> cases[] = {
        {R"({})", "status"},
        {R"({"status":"ok"})", "status"},
        {R"({"status":true})", "status"},
        {R"({"success":"yes"})", "success"},
        {R"({"status":"up","responseTimeMs":-1})", "responseTimeMs"},
        {R"({"status":"up","responseTimeMs":"fast"})", "responseTimeMs"},
        {R"({"status":"up","responseTimeMs":1e12})", "responseTimeMs"},
        {R"({"status":"up","region":""})", "region"},
        {R"({"status":"up","region":"EU"})", "region"},
        {R"({"status":"up","region":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})", "region"},
        {R"({"status":"up","checkedAt":"now"})", "checkedAt"},
        {R"({"status":"up","checkedAt":1795435200})", "checkedAt"},
        {R"({"status":"up","statusCode":42})", "statusCode"},
        {R"({"status":"up","error":5})", "error"}};
    for (const auto& [body, field] : cases) {
        const Answer answer = post(path_ + "/results", body);
        EXPECT_EQ(answer.status, 422) << body << answer.body;
        EXPECT_EQ(answer.at("field"), field) << body;
    }
    const std::pair<const char*, const char*> times[] = {{"2026-08-25T11:59:59Z", "too_old"},
                                                         {"2026-11-23T12:05:01Z", "in_future"}};
    for (const auto& [time, code] : times) {
        const Answer answer =
            post(path_ + "/results", std::string(R"({"status":"up","checkedAt":")") + time + "\"}");
        EXPECT_EQ(answer.status, 422) << time;
        EXPECT_EQ(answer.at("code"), code);
        EXPECT_EQ(answer.at("field"), "checkedAt");
    }
    EXPECT_EQ(get(path_).at("lastCheckedAt"), "null");
}

TEST_F(ResultsApi, AnErrorTextIsCutBetweenCodePoints) {
    std::string text(199, 'e');
    text += "\xC3\xA4 tail";  // its second byte would be the 201st
    EXPECT_EQ(post(path_ + "/results", R"({"status":"down","error":")" + text + "\"}").status, 202);
    EXPECT_EQ(get(path_).at("recentResults.0.error"), std::string(199, 'e'));
}

TEST_F(ResultsApi, BulkKeepsTheGoodAndReportsTheRest) {
    const std::string good =
        R"({"monitorId":")" + id_ + R"(","status":"up","checkedAt":"2026-11-23T11:0)";
    const std::string other = MonitorId{}.text();
    const Answer answer =
        post("/api/results",
             "[" + good + R"(0:00Z"},5,{"status":"up"},{"monitorId":"mon_x","status":"up"},)" +
                 good + R"(1:00Z"},{"monitorId":")" + other + R"(","status":"up"},{"monitorId":")" +
                 id_ + R"(","status":"great"},{"monitorId":")" + id_ +
                 R"(","status":"up","checkedAt":"2020-01-01T00:00:00Z"},{"monitorId":")" + id_ +
                 R"(","status":"up","checkedAt":"2027-01-01T00:00:00Z"}])");
    EXPECT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(answer.at("accepted"), "2");
    EXPECT_EQ(answer.at("rejected"), "[7]") << answer.body;
    const std::pair<const char*, const char*> rejected[] = {{"1", "invalid_value"},
                                                            {"2", "invalid_value"},
                                                            {"3", "unknown_monitor"},
                                                            {"5", "unknown_monitor"},
                                                            {"6", "invalid_value"},
                                                            {"7", "too_old"},
                                                            {"8", "in_future"}};
    for (std::size_t i = 0; i < std::size(rejected); ++i) {
        EXPECT_EQ(answer.at("rejected." + std::to_string(i) + ".index"), rejected[i].first);
        EXPECT_EQ(answer.at("rejected." + std::to_string(i) + ".error"), rejected[i].second);
    }
    EXPECT_EQ(get(path_ + "/results").at(""), "[2]");
    EXPECT_EQ(post("/api/results", "[]").body, R"({"accepted":0,"rejected":[]})");
}

TEST_F(ResultsApi, ARepeatOfOneResultRecordsNothing) {
    const std::string monitor =
        "/api/monitors/" + add_monitor(R"({"name":"m","type":"manual","confirmations":2})");
    const auto fail = [&](const std::string& key, const std::string& to, const char* body) {
        return ask({.method = "POST",
                    .path = to + "/results",
                    .body = body,
                    .fields = {{"Idempotency-Key", key}}});
    };
    const char* const down = R"({"status":"down"})";
    post(monitor + "/results", R"({"status":"up","checkedAt":"2026-11-23T11:59:00Z"})");
    EXPECT_EQ(fail("a", monitor, down).field("Idempotency-Replayed"), "absent");
    clock_.seconds += 5;
    const Answer again = fail("a", monitor, down);
    EXPECT_EQ(again.status, 202);
    EXPECT_EQ(again.body, R"({"accepted":1})");
    EXPECT_EQ(again.field("Idempotency-Replayed"), "true");
    EXPECT_EQ(get(monitor + "/results").at(""), "[2]");
    EXPECT_EQ(get(monitor).at("status"), "up") << "one failure does not confirm";
    for (const Answer& other : {fail("a", monitor, R"({"status":"up"})"), fail("a", path_, down)}) {
        EXPECT_EQ(other.status, 422) << other.body;
        EXPECT_EQ(other.at("code"), "idempotency_mismatch");
        EXPECT_EQ(other.at("field"), "Idempotency-Key");
    }
    EXPECT_EQ(get(monitor + "/results").at(""), "[2]");
    EXPECT_EQ(fail("b", monitor, down).status, 202);
    EXPECT_EQ(get(monitor).at("status"), "down");
    clock_.seconds += 86400;
    EXPECT_EQ(fail("a", monitor, down).field("Idempotency-Replayed"), "absent") << "a day later";
}

TEST_F(ResultsApi, ARefusalOfOneResultIsNotKept) {
    const Ask early{.method = "POST",
                    .path = path_ + "/results",
                    .body = R"({"status":"up","checkedAt":"2026-11-23T12:05:01Z"})",
                    .fields = {{"Idempotency-Key", "k"}}};
    EXPECT_EQ(ask(early).at("code"), "in_future");
    clock_.seconds += 1;
    EXPECT_EQ(ask(early).status, 202);
    EXPECT_EQ(ask(early).field("Idempotency-Replayed"), "true");
    Ask bad = early;
    bad.fields = {{"Idempotency-Key", ""}};
    EXPECT_EQ(ask(bad).at("field"), "Idempotency-Key");
}

TEST_F(ResultsApi, ARepeatOfABulkGetsTheFirstReport) {
    const std::string element = R"({"monitorId":")" + id_ + R"(","status":"down")";
    const auto bulk = [&](const std::string& key, std::string body) {
        return ask({.method = "POST",
                    .path = "/api/results",
                    .body = std::move(body),
                    .fields = {{"Idempotency-Key", key}}});
    };
    const std::string mixed = "[7," + element + R"(,"checkedAt":"2026-11-23T12:05:01Z"},)" +
                              element + R"(,"checkedAt":"2020-01-01T00:00:00Z"},)" + element + "}]";
    const Answer first = bulk("a", mixed);
    ASSERT_EQ(first.status, 200);
    EXPECT_EQ(first.at("accepted"), "1");
    ASSERT_EQ(first.at("rejected"), "[3]") << first.body;
    clock_.seconds += 10;  // what was ahead of time is not any more
    const Answer again = bulk("a", mixed);
    EXPECT_EQ(again.body, first.body);
    EXPECT_EQ(again.field("Idempotency-Replayed"), "true");
    EXPECT_EQ(get(path_ + "/results").at(""), "[1]");
    EXPECT_EQ(bulk("a", "[" + element + "}]").at("code"), "idempotency_mismatch");
    EXPECT_EQ(get(path_ + "/results").at(""), "[1]");
    for (const std::string& nothing : {std::string("[]"), std::string("[7]")}) {
        const Answer report = bulk(nothing, nothing);
        EXPECT_EQ(report.field("Idempotency-Replayed"), "absent") << report.body;
        EXPECT_EQ(bulk(nothing, nothing).body, report.body);
        EXPECT_EQ(bulk(nothing, "[" + element + "}]").status, 422) << nothing;
    }
    EXPECT_EQ(get(path_ + "/results").at(""), "[1]");
}

TEST_F(ResultsApi, OneRegionTooManyHasItsOwnError) {
    const auto result = [](int region) {
        return R"("status":"up","region":"r)" + std::to_string(region) + R"("})";
    };
    for (int region = 0; region < 32; ++region) {
        ASSERT_EQ(post(path_ + "/results", "{" + result(region)).status, 202) << region;
    }
    const Answer one = post(path_ + "/results", "{" + result(32));
    EXPECT_EQ(one.status, 422);
    EXPECT_EQ(one.at("code"), "too_many_regions");
    EXPECT_EQ(one.at("field"), "region");
    const std::string id = R"({"monitorId":")" + id_ + R"(",)";
    EXPECT_EQ(
        post("/api/results", "[" + id + result(0) + "," + id + result(32) + "]").body,
        R"({"accepted":1,"rejected":[{"index":1,"error":"too_many_regions","field":"region"}]})");
}

TEST_F(ResultsApi, BulkByLine) {
    const std::string line =
        R"({"monitorId":")" + id_ + R"(","success":true,"checkedAt":"2026-11-23T11:0)";
    const Answer answer =
        ask({.method = "POST",
             .path = "/api/results",
             .body = line + "0:00Z\"}\r\n\n{broken\n" + line + "1:00Z\"}",
             .fields = {{"Content-Type", "application/x-ndjson; charset=utf-8"}}});
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, R"({"accepted":2,"rejected":[{"index":1,"error":"malformed_json"}]})");
}

TEST_F(ResultsApi, BulkOfAnotherProjectIsUnknown) {
    key_ = add_project();
    const Answer answer = post("/api/results", R"([{"monitorId":")" + id_ + R"(","status":"up"}])");
    EXPECT_EQ(answer.body, R"({"accepted":0,"rejected":[{"index":0,"error":"unknown_monitor"}]})");
}

TEST_F(ResultsApi, ResultsAreReadFromInclusiveToExclusiveNewestFirst) {
    for (int minute = 0; minute < 5; ++minute) {
        post(path_ + "/results",
             R"({"status":"up","checkedAt":"2026-11-23T11:0)" + std::to_string(minute) + ":00Z\"}");
    }
    const auto times = [&](const std::string& query) {
        const Answer answer = get(path_ + "/results" + query);
        std::string out;
        for (int i = 0; answer.at(std::to_string(i)) != "absent"; ++i) {
            out += answer.at(std::to_string(i) + ".checkedAt").substr(15, 1);
        }
        return out;
    };
    EXPECT_EQ(times(""), "43210");
    EXPECT_EQ(times("?limit=2"), "43");
    EXPECT_EQ(times("?from=2026-11-23T11:01:00Z&to=2026-11-23T11:03:00Z"), "21");
    EXPECT_EQ(times("?from=2026-11-23T11:01:00.5Z"), "432");
    EXPECT_EQ(times("?from=2026-11-23T11:03:00Z&to=2026-11-23T11:03:00Z"), "");
}

TEST_F(ResultsApi, StatsByRegion) {
    for (int minute = 0; minute < 10; ++minute) {
        const std::string at =
            R"("checkedAt":"2026-11-23T11:5)" + std::to_string(minute) + ":00Z\"";
        post(path_ + "/results",
             R"({"status":"up","region":"eu","responseTimeMs":)" + std::to_string(100 + minute) +
                 "," + at + "}");
        if (minute % 2 == 0) {
            post(path_ + "/results",
                 R"({"status":")" + std::string(minute == 4 ? "down" : "up") +
                     R"(","region":"us",)" + at + "}");
        }
    }
    post(
        path_ + "/results",
        R"({"status":"up","region":"eu","responseTimeMs":9000,"checkedAt":"2026-11-22T10:00:00Z"})");
    const Answer answer = get(path_ + "/stats?hours=1");
    const std::pair<const char*, const char*> fields[] = {{"hours", "1"},
                                                          {"byRegion", "[2]"},
                                                          {"byRegion.0.region", "eu"},
                                                          {"byRegion.0.totalChecks", "10"},
                                                          {"byRegion.0.uptimePercent", "100"},
                                                          {"byRegion.0.avgResponseTimeMs", "104"},
                                                          {"byRegion.1.region", "us"},
                                                          {"byRegion.1.totalChecks", "5"},
                                                          {"byRegion.1.avgResponseTimeMs", "null"}};
    for (const auto& [path, value] : fields) {
        EXPECT_EQ(answer.at(path), value) << path;
    }
    EXPECT_EQ(answer.at("byRegion.1.uptimePercent").substr(0, 1), "8")
        << answer.body;  // two minutes of ten
    EXPECT_EQ(get(path_ + "/stats").at("hours"), "24");
    EXPECT_EQ(get(path_ + "/stats?hours=27").at("byRegion.0.totalChecks"), "11");
}

TEST_F(ResultsApi, UptimeHasNinetyDaysOldestFirst) {
    post("/api/results",
         R"([{"monitorId":")" + id_ +
             R"(","status":"up","checkedAt":"2026-11-22T23:59:00Z"},{"monitorId":")" + id_ +
             R"(","status":"down","checkedAt":"2026-11-23T00:00:00Z"},{"monitorId":")" + id_ +
             R"(","status":"up","checkedAt":"2026-11-23T00:01:00Z"}])");
    const Answer answer = get(path_ + "/uptime");
    EXPECT_EQ(answer.at(""), "[90]");
    const std::pair<const char*, const char*> fields[] = {{"0.date", "2026-08-26"},
                                                          {"0.state", "no_data"},
                                                          {"0.uptimePercent", "null"},
                                                          {"0.observedSeconds", "0"},
                                                          {"88.date", "2026-11-22"},
                                                          {"88.state", "up"},
                                                          {"88.uptimePercent", "100"},
                                                          {"88.observedSeconds", "60"},
                                                          {"89.date", "2026-11-23"},
                                                          {"89.state", "down"},
                                                          {"89.downSeconds", "60"}};
    for (const auto& [path, value] : fields) {
        EXPECT_EQ(answer.at(path), value) << path;
    }
}

TEST_F(ResultsApi, Heartbeats) {
    const std::string path =
        "/api/monitors/" +
        add_monitor(R"({"name":"h","type":"heartbeat","interval":60,"grace":30})");
    const std::string token = get(path).at("heartbeat_token");
    EXPECT_EQ(token.size(), 32U);
    EXPECT_EQ(get(path).at("pingUrl"), "https://app.example.com/ping/" + token);
    EXPECT_EQ(get(path).at("status"), "no_data");
    const auto ping = [&](std::string method, std::string body) {
        return ask({.method = std::move(method),
                    .path = "/ping/" + token,
                    .body = std::move(body),
                    .fields = {{"Content-Type", "application/x-www-form-urlencoded"}},
                    .with_key = false});
    };
    EXPECT_EQ(ping("HEAD", "").status, 200);
    EXPECT_EQ(get(path).at("status"), "no_data") << "HEAD is no sign of life";
    EXPECT_EQ(ask({.method = "HEAD", .path = "/ping/unknown", .with_key = false}).status, 404);
    EXPECT_EQ(ping("GET", "").body, R"({"ok":true})");
    EXPECT_EQ(get(path).at("status"), "up");
    clock_.seconds += 89;
    EXPECT_EQ(get(path).at("status"), "up");
    clock_.seconds += 1;
    EXPECT_EQ(get(path).at("status"), "down");
    EXPECT_EQ(ping("POST", R"({"duration":12.4,"host":"a"})").status, 200);
    EXPECT_EQ(get(path).at("status"), "up");
    EXPECT_EQ(get(path).at("recentResults.0.responseTimeMs"), "12");
    for (const char* body : {R"({"a":{"b":1}})",
                             R"({"a":[1]})",
                             R"({"a":true})",
                             R"({"a":null})",
                             "[1]",
                             "5",
                             "x",
                             "{"}) {
        EXPECT_EQ(ping("POST", body).status, 400) << body;
    }
    const std::string fits = R"({"a":")" + std::string(1024 - 8, 'x') + "\"}";
    EXPECT_EQ(ping("POST", fits).status, 200);
    EXPECT_EQ(ping("POST", fits + " ").status, 413);
}

}  // namespace
}  // namespace ks::test
