// SPDX-License-Identifier: Apache-2.0
// Monitors over the API (spec 2.2).
#include "fixture.hpp"

#include "edge/api/monitor_in.hpp"
#include "storage/store/readers.hpp"

namespace ks::test {
namespace {

class MonitorsApi : public ApiTest {};

TEST_F(MonitorsApi, AnHttpMonitorHasEveryFieldWithItsDefault) {
    const Answer answer =
        post("/api/monitors", R"({"name":"Shop","url":"https://shop.example.com/health"})");
    ASSERT_EQ(answer.status, 201) << answer.body;
    EXPECT_EQ(answer.field("Location"), "/api/monitors/" + answer.at("id"));
    const std::pair<const char*, std::string> fields[] = {
        {"projectId", project_.text()},
        {"type", "http"},
        {"name", "Shop"},
        {"url", "https://shop.example.com/health"},
        {"target", "https://shop.example.com/health"},
        {"host", "null"},
        {"port", "null"},
        {"method", "GET"},
        {"headers", "{0}"},
        {"body", "null"},
        {"expectedStatus", "200-299"},
        {"bodyContains", "null"},
        {"degradedAbove", "null"},
        {"followRedirects", "true"},
        {"verifyTls", "true"},
        {"certificateExpiryDays", "14"},
        {"interval", "60"},
        {"intervalSeconds", "60"},
        {"interval_seconds", "60"},
        {"timeout", "30"},
        {"timeoutMs", "30000"},
        {"timeout_ms", "30000"},
        {"grace", "null"},
        {"confirmations", "2"},
        {"regions", "[0]"},
        {"enabled", "true"},
        {"displayGroup", "null"},
        {"status", "no_data"},
        {"lastCheckedAt", "null"},
        {"uptimePercent", "null"},
        {"certStatus", "null"},
        {"cert_expires_at", "null"},
        {"cert_days_remaining", "null"},
        {"cert_valid", "null"},
        {"cert_issuer", "null"},
        {"domain_expires_at", "null"},
        {"recentResults", "[0]"},
        {"pingUrl", "null"},
        {"heartbeat_token", "null"},
        {"created_at", "2026-11-23T12:00:00.000Z"},
        {"createdAt", "2026-11-23T12:00:00.000Z"}};
    for (const auto& [path, value] : fields) {
        EXPECT_EQ(answer.at(path), value) << path;
    }
    EXPECT_EQ(get("/api/monitors/" + answer.at("id")).body, answer.body);
    ASSERT_EQ(checked_soon_.size(), 1U);
    EXPECT_EQ(checked_soon_[0].text(), answer.at("id"));
}

struct Accepted {
    const char* body;
    const char* path;
    const char* value;
};

TEST_F(MonitorsApi, AcceptedForms) {
    const Accepted cases[] = {
        {R"({"name":"n","target":"https://e.com/"})", "url", "https://e.com/"},
        {R"({"name":"n","type":"tcp","host":"DB.Example.com","port":5432})",
         "host",
         "db.example.com"},
        {R"({"name":"n","type":"tcp","target":"10.0.0.7","port":1})", "target", "10.0.0.7"},
        {R"({"name":"n","type":"tcp","host":"[2001:db8::1]","port":65535})", "host", "2001:db8::1"},
        {R"({"name":"n","type":"tcp","host":"e.com","port":1})", "timeout", "10"},
        {R"({"name":"n","type":"manual"})", "type", "manual"},
        {R"({"name":"n","type":"heartbeat"})", "grace", "30"},
        {R"({"name":"n","type":"heartbeat","graceSeconds":0})", "grace", "0"},
        {R"({"name":"n","type":"heartbeat","interval":86400})", "timeout", "null"},
        {R"({"name":"n","url":"http://e.com","intervalSeconds":5})", "interval", "5"},
        {R"({"name":"n","url":"http://e.com","interval_seconds":5})", "timeout", "5"},
        {R"({"name":"n","url":"http://e.com","interval":30,"timeoutMs":2500})", "timeout", "2.5"},
        {R"({"name":"n","url":"http://e.com","timeout_ms":2500})", "timeout_ms", "2500"},
        {R"({"name":"n","url":"http://e.com","timeout":60})", "timeoutMs", "60000"},
        {R"({"name":"n","url":"http://e.com","interval":1,"timeout":1})", "timeout", "1"},
        {R"({"name":"n","url":"http://e.com","expectedStatus":204})", "expectedStatus", "204"},
        {R"({"name":"n","url":"http://e.com","expectedStatus":"200-399"})",
         "expectedStatus",
         "200-399"},
        {R"({"name":"n","url":"http://e.com","expectedStatus":[200,"301-308"]})",
         "expectedStatus.1",
         "301-308"},
        {R"({"name":"n","url":"http://e.com","expected_status":"404"})", "expectedStatus", "404"},
        {R"({"name":"n","url":"http://e.com","headers":{"X-Token":"a b"}})",
         "headers.X-Token",
         "a b"},
        {R"({"name":"n","url":"http://e.com","method":"HEAD"})", "method", "HEAD"},
        {R"({"name":"n","url":"http://e.com","degradedAbove":800})", "degradedAbove", "800"},
        {R"({"name":"n","url":"http://e.com","regions":["eu-west","eu-west","us_1"]})",
         "regions",
         "[2]"},
        {R"({"name":"n","url":"http://e.com","enabled":false})", "status", "paused"},
        {R"({"name":"n","url":"http://e.com","displayGroup":"API"})", "displayGroup", "API"},
        {R"({"name":"n","url":"http://e.com","type":null,"interval":null,"unknown":{"a":1}})",
         "interval",
         "60"},
        {R"({"name":"n","url":"http://e.com","confirmations":20})", "confirmations", "20"},
    };
    for (const Accepted& wanted : cases) {
        const Answer answer = post("/api/monitors", wanted.body);
        EXPECT_EQ(answer.status, 201) << wanted.body << answer.body;
        EXPECT_EQ(answer.at(wanted.path), wanted.value) << wanted.body;
        EXPECT_EQ(get("/api/monitors/" + answer.at("id")).at(wanted.path), wanted.value)
            << wanted.body;
    }
}

TEST_F(MonitorsApi, RefusedValuesNameTheirField) {
    const std::pair<const char*, const char*> cases[] = {
        {R"({"url":"http://e.com"})", "name"},
        {R"({"name":"n"})", "url"},
        {R"({"name":"n","url":"e.com"})", "url"},
        {R"({"name":"n","url":"http://u:p@e.com/"})", "url"},
        {R"({"name":"n","target":"ftp://e.com"})", "target"},
        {R"({"name":"n","url":null})", "url"},
        {R"({"name":"n","type":"dns","host":"e.com"})", "type"},
        {R"({"name":"n","type":"ping","host":"e.com"})", "type"},
        {R"({"name":"n","type":"smtp"})", "type"},
        {R"({"name":"n","type":7})", "type"},
        {R"({"name":"n","type":"tcp","port":80})", "host"},
        {R"({"name":"n","type":"tcp","host":"e.com"})", "port"},
        {R"({"name":"n","type":"tcp","host":"e.com:80","port":80})", "host"},
        {R"({"name":"n","type":"tcp","host":"a b","port":80})", "host"},
        {R"({"name":"n","type":"tcp","host":"e.com","port":0})", "port"},
        {R"({"name":"n","type":"tcp","host":"e.com","port":65536})", "port"},
        {R"({"name":"n","type":"tcp","host":"e.com","port":"80"})", "port"},
        {R"({"name":"n","url":"http://e.com","interval":0})", "interval"},
        {R"({"name":"n","url":"http://e.com","interval":86401})", "interval"},
        {R"({"name":"n","url":"http://e.com","interval":1.5})", "interval"},
        {R"({"name":"n","url":"http://e.com","intervalSeconds":"60"})", "intervalSeconds"},
        {R"({"name":"n","url":"http://e.com","timeout":61})", "timeout"},
        {R"({"name":"n","url":"http://e.com","timeoutMs":60001})", "timeoutMs"},
        {R"({"name":"n","url":"http://e.com","timeout":0})", "timeout"},
        {R"({"name":"n","url":"http://e.com","timeout":-1})", "timeout"},
        {R"({"name":"n","url":"http://e.com","timeout":"5s"})", "timeout"},
        {R"({"name":"n","type":"heartbeat","grace":86401})", "grace"},
        {R"({"name":"n","type":"heartbeat","grace":-1})", "grace"},
        {R"({"name":"n","url":"http://e.com","confirmations":0})", "confirmations"},
        {R"({"name":"n","url":"http://e.com","confirmations":21})", "confirmations"},
        {R"({"name":"n","url":"http://e.com","method":"TRACE"})", "method"},
        {R"({"name":"n","url":"http://e.com","method":"get"})", "method"},
        {R"({"name":"n","url":"http://e.com","expectedStatus":99})", "expectedStatus"},
        {R"({"name":"n","url":"http://e.com","expectedStatus":600})", "expectedStatus"},
        {R"({"name":"n","url":"http://e.com","expectedStatus":"299-200"})", "expectedStatus"},
        {R"({"name":"n","url":"http://e.com","expectedStatus":"2xx"})", "expectedStatus"},
        {R"({"name":"n","url":"http://e.com","expectedStatus":[]})", "expectedStatus"},
        {R"({"name":"n","url":"http://e.com","expectedStatus":[200,true]})", "expectedStatus"},
        {R"({"name":"n","url":"http://e.com","headers":{"A":"x\r\nHost: y"}})", "headers"},
        {R"({"name":"n","url":"http://e.com","headers":{"A B":"x"}})", "headers"},
        {R"({"name":"n","url":"http://e.com","headers":{"host":"x"}})", "headers"},
        {R"({"name":"n","url":"http://e.com","headers":{"Transfer-Encoding":"chunked"}})",
         "headers"},
        {R"({"name":"n","url":"http://e.com","headers":{"Connection":"x"}})", "headers"},
        {R"({"name":"n","url":"http://e.com","headers":{"":"x"}})", "headers"},
        {R"({"name":"n","url":"http://e.com","headers":{"A":5}})", "headers"},
        {R"({"name":"n","url":"http://e.com","headers":["A"]})", "headers"},
        {R"({"name":"n","url":"http://e.com","degradedAbove":0})", "degradedAbove"},
        {R"({"name":"n","url":"http://e.com","followRedirects":"no"})", "followRedirects"},
        {R"({"name":"n","url":"http://e.com","regions":["EU"]})", "regions"},
        {R"({"name":"n","url":"http://e.com","regions":"eu"})", "regions"},
        {R"({"name":"n","url":"http://e.com","enabled":"yes"})", "enabled"},
        {R"({"name":"n","url":"http://e.com","certificateExpiryDays":366})",
         "certificateExpiryDays"},
    };
    for (const auto& [body, field] : cases) {
        const Answer answer = post("/api/monitors", body);
        EXPECT_EQ(answer.status, 422) << body << answer.body;
        EXPECT_EQ(answer.at("field"), field) << body << answer.body;
    }
    EXPECT_EQ(get("/api/monitors").body, "[]");
}

TEST_F(MonitorsApi, PatchKeepsWhatItDoesNotName) {
    const std::string path =
        "/api/monitors/" +
        add_monitor(R"({"name":"n","url":"http://e.com","headers":{"A":"b"},"interval":30,)"
                    R"("displayGroup":"G"})");
    checked_soon_.clear();
    const Answer answer = patch(path, R"({"name":"m","displayGroup":null})");
    EXPECT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(answer.at("name"), "m");
    EXPECT_EQ(answer.at("displayGroup"), "null");
    EXPECT_EQ(answer.at("headers.A"), "b");
    EXPECT_EQ(answer.at("interval"), "30");
    EXPECT_EQ(checked_soon_.size(), 1U);
    EXPECT_EQ(patch(path, R"({"type":"http"})").status, 200);
    const Answer type = patch(path, R"({"type":"manual"})");
    EXPECT_EQ(type.status, 422);
    EXPECT_EQ(type.at("field"), "type");
}

TEST_F(MonitorsApi, ATimeoutFollowsAShorterIntervalUnlessItIsNamed) {
    const std::string path = "/api/monitors/" + add_monitor(R"({"name":"n","url":"http://e.com"})");
    EXPECT_EQ(patch(path, R"({"interval":20})").at("timeout"), "20");
    const Answer answer = patch(path, R"({"interval":10,"timeout":15})");
    EXPECT_EQ(answer.status, 422);
    EXPECT_EQ(answer.at("field"), "timeout");
    EXPECT_EQ(patch(path, R"({"interval":60,"timeout":null})").at("timeout"), "30");
}

TEST_F(MonitorsApi, SettingsMakeATimeline) {
    const std::string id = add_monitor(R"({"name":"n","url":"http://e.com"})");
    const auto timeline = [&] {
        return reactor_->reader()
            .read([&](const store::Snapshot& snapshot) {
                return store::monitor(snapshot, *MonitorId::parse(id));
            })
            ->settings;
    };
    clock_.seconds += 100;
    patch("/api/monitors/" + id, R"({"name":"other"})");
    EXPECT_EQ(timeline().size(), 1U);
    patch("/api/monitors/" + id, R"({"interval":30})");
    ASSERT_EQ(timeline().size(), 2U);
    EXPECT_EQ(timeline()[0].interval_s, 60U);
    EXPECT_EQ(timeline()[1].interval_s, 30U);
    EXPECT_EQ(timeline()[1].from, clock_.now_seconds());
    patch("/api/monitors/" + id, R"({"confirmations":5})");
    patch("/api/monitors/" + id, R"({"confirmations":5})");
    ASSERT_EQ(timeline().size(), 3U);
    EXPECT_EQ(timeline()[1].confirmations, 2);
    EXPECT_EQ(timeline()[2].confirmations, 5);
    EXPECT_EQ(timeline()[2].from, clock_.now_seconds() + std::chrono::seconds(1));
    clock_.seconds += 2;
    patch("/api/monitors/" + id, R"({"enabled":false})");
    EXPECT_EQ(timeline().size(), 4U);
    EXPECT_EQ(timeline()[3].from, clock_.now_seconds());
    EXPECT_EQ(get("/api/monitors/" + id).at("status"), "paused");
}

TEST_F(MonitorsApi, AChangeInTheSameSecondLeavesThePastAlone) {
    const std::string path =
        "/api/monitors/" + add_monitor(R"({"name":"n","type":"manual","confirmations":1})");
    for (const char* minute : {"10", "11", "12"}) {
        post(path + "/results",
             R"({"status":"down","checkedAt":"2026-11-23T11:)" + std::string(minute) + ":00Z\"}");
    }
    const std::string before = get(path + "/uptime").at("89.downSeconds");
    ASSERT_NE(before, "0");
    patch(path, R"({"confirmations":5})");
    patch(path, R"({"interval":1})");
    EXPECT_EQ(get(path + "/uptime").at("89.downSeconds"), before);
    patch(path, R"({"enabled":false})");
    EXPECT_EQ(get(path).at("status"), "paused");
    clock_.seconds += 10;
    EXPECT_EQ(get(path).at("status"), "paused");
    EXPECT_EQ(get("/api/monitors?status=paused").at(""), "[1]") << "the record says so, too";
}

TEST_F(MonitorsApi, APatchIsMadeOnTopOfOthers) {
    const std::string path = "/api/monitors/" + add_monitor();
    const MonitorId id = *MonitorId::parse(get(path).at("id"));
    int rivals = 20;
    writer_->before = [&](const write::Command& command) {
        if (std::holds_alternative<write::UpdateMonitor>(command) && rivals-- > 0) {
            auto other = *reactor_->reader().read(
                [&](const store::Snapshot& snapshot) { return store::monitor(snapshot, id); });
            const std::uint64_t version = other.version;
            other.display_group = "rival " + std::to_string(rivals);
            EXPECT_EQ(inline_writer_
                          ->run(write::UpdateMonitor{.monitor = std::move(other),
                                                     .expected_version = version})
                          .code,
                      Errc::kOk);
        }
    };
    const Answer answer = patch(path, R"({"name":"mine"})");
    EXPECT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(answer.at("name"), "mine");
    EXPECT_EQ(answer.at("displayGroup"), "rival 0");
    rivals = 1000;
    const Answer busy = patch(path, R"({"name":"again"})");
    EXPECT_EQ(busy.status, 503);
    EXPECT_EQ(busy.at("code"), "busy");
    EXPECT_EQ(busy.field("Retry-After"), "1");
    EXPECT_EQ(rivals, 900);
}

TEST(AppendSettings, ForgetsWhatEndedLongAgoAndBoundsTheRest) {
    const auto at = [](std::int64_t day, std::int64_t second = 0) {
        return UnixSeconds(std::chrono::seconds(day * 86400 + second));
    };
    std::vector<record::Settings> before{{.from = at(0), .interval_s = 10},
                                         {.from = at(10), .interval_s = 20},
                                         {.from = at(200), .interval_s = 30}};
    record::Settings changed = before.back();
    changed.interval_s = 40;
    std::vector<record::Settings> out;
    api::append_settings(before, changed, at(291), out);  // the second ended exactly 91 days ago
    ASSERT_EQ(out.size(), 3U);
    EXPECT_EQ(out.front().interval_s, 20U);
    api::append_settings(before, changed, at(291, 1), out);
    ASSERT_EQ(out.size(), 2U);
    EXPECT_EQ(out.front().interval_s, 30U);
    api::append_settings(
        before, changed, at(100), out);  // a clock set back never disorders the timeline
    ASSERT_EQ(out.size(), 4U);
    EXPECT_EQ(out[2], before.back());
    EXPECT_EQ(out.back().from, at(200, 1));
    EXPECT_EQ(out.back().interval_s, 40U);
    for (std::int64_t second = 0; second < 1000; ++second) {
        changed.interval_s = static_cast<std::uint32_t>(second % 7 + 100);
        api::append_settings(out, changed, at(300, second), before);
        out = before;
    }
    EXPECT_EQ(out.size(), api::kSettingsMax);
}

TEST_F(MonitorsApi, AnObjectSentBackAsItWasReadChangesNothing) {
    for (
        const char* body :
        {R"({"name":"n","url":"http://e.com","expectedStatus":[200,"300-302"],"headers":{"A":"b"},)"
         R"("timeout":2.5})",
         R"({"name":"n","type":"tcp","host":"e.com","port":80,"degradedAbove":5,"regions":["eu"]})",
         R"({"name":"n","type":"heartbeat","grace":0})",
         R"({"name":"n","type":"manual","confirmations":1})"}) {
        const std::string path = "/api/monitors/" + add_monitor(body);
        const Answer before = get(path);
        const Answer after = patch(path, before.body);
        EXPECT_EQ(after.status, 200) << after.body;
        EXPECT_EQ(after.body, before.body);
    }
}

TEST_F(MonitorsApi, TagsGuardWritesButResultsDoNotBreakThem) {
    const std::string path = "/api/monitors/" + add_monitor();
    const std::string tag = get(path).field("ETag");
    EXPECT_EQ(ask({.path = path, .fields = {{"If-None-Match", tag}}}).status, 304);
    EXPECT_EQ(post(path + "/results", R"({"status":"up"})").status, 202);
    EXPECT_EQ(ask({.path = path, .fields = {{"If-None-Match", tag}}}).status, 200);
    EXPECT_EQ(ask({.method = "PATCH",
                   .path = path,
                   .body = R"({"name":"b"})",
                   .fields = {{"If-Match", tag}}})
                  .status,
              200);
    EXPECT_EQ(ask({.method = "PATCH",
                   .path = path,
                   .body = R"({"name":"c"})",
                   .fields = {{"If-Match", tag}}})
                  .status,
              412);
    EXPECT_EQ(ask({.method = "PATCH",
                   .path = path,
                   .body = R"({"name":"c"})",
                   .fields = {{"If-Match", "*"}}})
                  .status,
              200);
    EXPECT_EQ(ask({.method = "DELETE", .path = path, .fields = {{"If-Match", tag}}}).status, 412);
    EXPECT_EQ(del(path).status, 204);
    EXPECT_EQ(del(path).status, 404);
}

TEST_F(MonitorsApi, ListsFilterAndPage) {
    const std::string a = add_monitor(R"({"name":"a","url":"http://e.com"})");
    const std::string b = add_monitor(R"({"name":"b","type":"manual"})");
    const std::string c = add_monitor(R"({"name":"c","type":"manual","enabled":false})");
    post("/api/monitors/" + a + "/results", R"({"status":"up"})");
    const std::pair<const char*, std::vector<std::string>> cases[] = {
        {"", {a, b, c}},
        {"?type=manual", {b, c}},
        {"?enabled=true", {a, b}},
        {"?enabled=false", {c}},
        {"?status=up", {a}},
        {"?status=paused", {c}},
        {"?status=no_data", {b}},
        {"?type=manual&enabled=true", {b}},
        {"?type=tcp", {}}};
    for (const auto& [query, wanted] : cases) {
        const Answer answer = get(std::string("/api/monitors") + query);
        EXPECT_EQ(answer.at(""), "[" + std::to_string(wanted.size()) + "]") << query;
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            EXPECT_EQ(answer.at(std::to_string(i) + ".id"), wanted[i]) << query;
        }
    }
    const Answer first = get("/api/monitors?type=manual&limit=1");
    EXPECT_EQ(first.at(""), "[1]");
    EXPECT_EQ(first.at("0.id"), b);
    EXPECT_EQ(
        first.field("Link"),
        "<https://app.example.com/api/monitors?type=manual&limit=1&after=" + b + ">; rel=\"next\"");
    const Answer second = get("/api/monitors?type=manual&limit=1&after=" + b);
    EXPECT_EQ(second.at("0.id"), c);
    EXPECT_EQ(second.field("Link"), "absent");
    EXPECT_EQ(get("/api/projects/" + project_.text() + "/monitors").body,
              get("/api/monitors").body);
    EXPECT_EQ(
        post("/api/projects/" + project_.text() + "/monitors", R"({"name":"d","type":"manual"})")
            .status,
        201);
}

TEST_F(MonitorsApi, IdempotencyKeysRepeatTheFirstAnswer) {
    const Ask request{.method = "POST",
                      .path = "/api/monitors",
                      .body = R"({"name":"h","type":"heartbeat"})",
                      .fields = {{"Idempotency-Key", "k"}}};
    const Answer first = ask(request);
    const Answer again = ask(request);
    EXPECT_EQ(again.body, first.body);
    EXPECT_EQ(again.field("Idempotency-Replayed"), "true");
    EXPECT_EQ(get("/api/monitors").at(""), "[1]");
    EXPECT_EQ(checked_soon_.size(), 1U);
}

}  // namespace
}  // namespace ks::test
