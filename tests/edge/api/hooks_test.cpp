// SPDX-License-Identifier: Apache-2.0
// Alerts of Alertmanager and Grafana: hooks, deliveries in any order, what a monitor becomes.
#include "fixture.hpp"

#include "storage/store/readers.hpp"

#include <string>
#include <utility>

namespace ks::test {
namespace {

class HooksApi : public ApiTest {
protected:
    HooksApi() {
        monitor_ = add_monitor(
            R"({"name":"Checkout","type":"manual","interval":60,"displayGroup":"Shop"})");
        hook_ = path_of(post("/api/hooks", R"({"kind":"alertmanager"})").at("url"));
    }

    static std::string path_of(const std::string& url) {
        const std::string origin = "https://app.example.com";
        EXPECT_EQ(url.find(origin), 0U) << url;
        return url.substr(std::min(origin.size(), url.size()));
    }

    struct Fact {
        std::string fingerprint = "f1";
        std::string status = "firing";
        std::string labels = R"("monitor":"Checkout","severity":"critical")";
        int started = 0;  ///< minutes past eleven
    };

    static std::string alert(const Fact& fact) {
        const std::string minute = (fact.started < 10 ? "0" : "") + std::to_string(fact.started);
        return R"({"status":")" + fact.status + R"(","labels":{"alertname":"Slow",)" + fact.labels +
               R"(},"annotations":{"summary":"Checkout is slow"},"startsAt":"2026-11-23T11:)" +
               minute +
               R"(:00.123456789Z","endsAt":"0001-01-01T00:00:00Z","generatorURL":"","fingerprint":")" +
               fact.fingerprint + R"("})";
    }

    Answer deliver(const std::string& alerts) {
        return ask(
            {.method = "POST",
             .path = hook_,
             .body = R"({"version":"4","groupKey":"{}","truncatedAlerts":0,"status":"firing",)"
                     R"("receiver":"web","groupLabels":{},"commonLabels":{},)"
                     R"("commonAnnotations":{},"externalURL":"http://am","alerts":[)" +
                     alerts + "]}",
             .with_key = false});
    }

    std::string state() { return get("/api/monitors/" + monitor_).at("status"); }

    /// What the control reactor does each second, for so long.
    void pass(int seconds) {
        for (int i = 0; i < seconds; ++i) {
            clock_.seconds += 1;
            auto due = reactor_->reader().read([&](const store::Snapshot& snapshot) {
                return store::due_alerts(snapshot, clock_.now_seconds(), 100);
            });
            ASSERT_TRUE(due);
            if (!due->empty()) {
                ++held_;
                ASSERT_EQ(inline_writer_
                              ->run(write::HoldAlerts{.now = clock_.now_seconds(),
                                                      .monitors = *std::move(due)})
                              .code,
                          Errc::kOk);
            }
        }
    }

    std::string monitor_;
    std::string hook_;
    int held_ = 0;
};

TEST_F(HooksApi, AFiringAlertIsDownAtOnceAndHoldsUntilItIsResolved) {
    EXPECT_EQ(deliver(alert({})).body, R"({"accepted":1,"rejected":[]})");
    EXPECT_EQ(state(), "down") << "no second check has to confirm it";
    EXPECT_EQ(get("/api/monitors/" + monitor_).at("recentResults.0.error"), "Checkout is slow");
    pass(1000);
    EXPECT_EQ(state(), "down");
    EXPECT_EQ(held_, 1000 / 60);
    EXPECT_EQ(deliver(alert({.status = "resolved"})).status, 200);
    EXPECT_EQ(state(), "up");
    held_ = 0;
    pass(100);
    EXPECT_EQ(held_, 0) << "nothing is held any more";
    EXPECT_EQ(state(), "up");
    pass(100);
    EXPECT_EQ(state(), "no_data") << "an end is no check";
}

TEST_F(HooksApi, RepeatsAndLateDeliveriesChangeNothing) {
    deliver(alert({.started = 10}));
    const std::string before = get("/api/monitors/" + monitor_ + "/results").body;
    clock_.seconds += 5;
    EXPECT_EQ(deliver(alert({.started = 10})).at("accepted"), "1");
    EXPECT_EQ(get("/api/monitors/" + monitor_ + "/results").body, before);
    deliver(alert({.status = "resolved", .started = 5}));
    EXPECT_EQ(state(), "down") << "an older end came late";
    deliver(alert({.status = "resolved", .started = 10}));
    EXPECT_EQ(state(), "up");
    clock_.seconds += 5;
    deliver(alert({.started = 10}));
    EXPECT_EQ(state(), "up") << "the beginning came after the end";
    deliver(alert({.started = 20}));
    EXPECT_EQ(state(), "down") << "it began anew";
}

TEST_F(HooksApi, TheWorstOfSeveralCountsUntilAllHaveEnded) {
    const std::string warning = R"("monitor":"Checkout","severity":"warning")";
    deliver(alert({.fingerprint = "w", .labels = warning}));
    EXPECT_EQ(state(), "degraded");
    clock_.seconds += 5;
    deliver(alert({.fingerprint = "c"}));
    EXPECT_EQ(state(), "down");
    clock_.seconds += 5;
    deliver(alert({.fingerprint = "c", .status = "resolved"}));
    EXPECT_EQ(state(), "degraded");
    clock_.seconds += 5;
    deliver(alert({.fingerprint = "w", .status = "resolved", .labels = warning}));
    EXPECT_EQ(state(), "up");
}

TEST_F(HooksApi, SeveralInOneDeliveryAndTheNamesOfAMonitor) {
    for (const std::string& label : {"\"monitor\":\"" + monitor_ + "\"",
                                     std::string(R"("monitor":"Shop/Checkout")"),
                                     std::string(R"("component":"Checkout")")}) {
        EXPECT_EQ(deliver(alert({.labels = label})).at("accepted"), "1") << label;
    }
    add_monitor(R"({"name":"Beat","type":"heartbeat"})");
    const Answer mixed = deliver(
        alert({.labels = R"("monitor":"Nobody")"}) + "," + alert({.fingerprint = "f2"}) + "," +
        alert({.labels = R"("job":"x")"}) + "," + alert({.fingerprint = ""}) + "," +
        alert({.status = "maybe"}) + "," + alert({.labels = R"("monitor":"Beat")"}) + R"(,{})");
    EXPECT_EQ(mixed.status, 200);
    EXPECT_EQ(mixed.at("accepted"), "1");
    EXPECT_EQ(mixed.at("rejected"), "[6]");
    EXPECT_EQ(mixed.at("rejected.0.error"), "unknown_monitor");
    EXPECT_EQ(mixed.at("rejected.0.field"), "labels.monitor");
    EXPECT_EQ(mixed.at("rejected.4.error"), "heartbeat_monitor");
}

TEST_F(HooksApi, GrafanaAndLabelsOfOnesOwn) {
    const std::string path = path_of(
        post(
            "/api/hooks",
            R"({"kind":"grafana","monitorLabel":"service","severityLabel":"prio","degradedValues":["p3"]})")
            .at("url"));
    const Answer answer = ask(
        {.method = "POST",
         .path = path,
         .body =
             R"({"receiver":"status","status":"firing","orgId":1,"alerts":[{"status":"firing",)"
             R"("labels":{"alertname":"High",)"
             R"("grafana_folder":"Ops","service":"Checkout","prio":"p3"},"annotations":{"summary":"High load"},)"
             R"("startsAt":"2026-11-23T13:55:12+02:00","endsAt":"0001-01-01T00:00:00Z","values":{"A":44.2,"C":1},)"
             R"("generatorURL":"http://g/alerting","fingerprint":"57c6d9296de2ad39","silenceURL":"http://g/s",)"
             R"("dashboardURL":"","panelURL":"","valueString":"[ var='A' ]"}],"groupLabels":{},"commonLabels":{},)"
             R"("commonAnnotations":{},"externalURL":"http://g/","version":"1","groupKey":"{}","truncatedAlerts":0,)"
             R"("title":"[FIRING:1]","state":"alerting","message":"x"})",
         .with_key = false});
    EXPECT_EQ(answer.body, R"({"accepted":1,"rejected":[]})");
    EXPECT_EQ(state(), "degraded");
}

TEST_F(HooksApi, BodiesThatAreNone) {
    const auto refused = [this](std::string body) {
        return ask({.method = "POST", .path = hook_, .body = std::move(body), .with_key = false})
            .status;
    };
    EXPECT_EQ(refused("{"), 400);
    EXPECT_EQ(refused("[]"), 422);
    EXPECT_EQ(refused("{}"), 422);
    EXPECT_EQ(refused(R"({"alerts":5})"), 422);
    EXPECT_EQ(refused(R"({"alerts":[1,null,"x",[]]})"), 200);
    EXPECT_EQ(refused("{\"alerts\":[" + std::string(1U << 20U, ' ') + "]}"), 413);
    std::string many = "0";
    for (int i = 0; i < 2000; ++i) {
        many += ",0";
    }
    EXPECT_EQ(refused("{\"alerts\":[" + many + "]}"), 422);
    EXPECT_EQ(state(), "no_data");
}

TEST_F(HooksApi, LifeOfAHook) {
    const Answer made = post("/api/hooks", R"({"kind":"grafana"})");
    EXPECT_EQ(made.status, 201);
    EXPECT_EQ(made.field("Location"), "/api/hooks/" + made.at("id"));
    EXPECT_EQ(made.at("severityLabel"), "severity");
    EXPECT_EQ(made.at("degradedValues"), "[2]");
    const Answer list = get("/api/hooks");
    EXPECT_EQ(list.at("1.id"), made.at("id"));
    EXPECT_EQ(list.body.find("hk_"), std::string::npos) << "a token is shown once";
    // Not through the other kind's address, nor with an unknown token.
    EXPECT_EQ(
        ask({.method = "POST",
             .path = "/api/hooks/alertmanager/" +
                     path_of(made.at("url")).substr(std::string("/api/hooks/grafana/").size()),
             .body = R"({"alerts":[]})",
             .with_key = false})
            .status,
        404);
    for (const char* body : {"{}",
                             R"({"kind":"pager"})",
                             R"({"kind":"grafana","degradedValues":"x"})",
                             R"({"kind":"grafana","degradedValues":[1]})"}) {
        EXPECT_EQ(post("/api/hooks", body).status, 422) << body;
    }
    const std::string mine = key_;
    key_ = add_project();
    EXPECT_EQ(get("/api/hooks").body, "[]");
    EXPECT_EQ(del("/api/hooks/" + made.at("id")).status, 404);
    key_ = mine;
    EXPECT_EQ(del("/api/hooks/" + made.at("id")).status, 204);
    EXPECT_EQ(del("/api/hooks/" + made.at("id")).status, 404);
}

TEST_F(HooksApi, WhatCameThroughARevokedHookEnds) {
    deliver(alert({}));
    EXPECT_EQ(state(), "down");
    const std::string id = get("/api/hooks").at("0.id");
    ASSERT_EQ(del("/api/hooks/" + id).status, 204);
    EXPECT_EQ(deliver(alert({})).status, 404);
    pass(1);
    EXPECT_EQ(state(), "up");
    held_ = 0;
    pass(5);
    EXPECT_EQ(held_, 0);
}

TEST_F(HooksApi, AnAlertOfADeletedMonitorIsForgotten) {
    deliver(alert({}));
    ASSERT_EQ(del("/api/monitors/" + monitor_).status, 204);
    pass(1);
    EXPECT_EQ(held_, 1);
    pass(100);
    EXPECT_EQ(held_, 1);
}

TEST_F(HooksApi, BesideChecksOfItsOwnAnAlertIsOneRegion) {
    const std::string web = add_monitor(R"({"name":"web","url":"https://example.com/"})");
    ASSERT_EQ(post("/api/monitors/" + web + "/results", R"({"status":"up"})").status, 202);
    deliver(alert({.labels = R"("monitor":"web")"}));
    EXPECT_EQ(get("/api/monitors/" + web).at("status"), "degraded");
}

}  // namespace
}  // namespace ks::test
