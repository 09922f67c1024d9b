// SPDX-License-Identifier: Apache-2.0
// Results pushed the way Uptime Kuma's and Gatus' clients push them.
#include "fixture.hpp"

#include <string>
#include <utility>

namespace ks::test {
namespace {

class PushApi : public ApiTest {
protected:
    PushApi() {
        path_ = "/api/monitors/" +
                add_monitor(
                    R"({"name":"Night & Day, v1.2","type":"heartbeat","interval":60,"grace":30,)"
                    R"("displayGroup":" Core/Batch "})");
        token_ = get(path_).at("heartbeat_token");
    }

    Answer push(const std::string& query, const std::string& method = "GET") {
        return ask({.method = method, .path = "/api/push/" + token_ + query, .with_key = false});
    }

    Answer external(const std::string& key, const std::string& query, const std::string& bearer) {
        return ask({.method = "POST",
                    .path = "/api/v1/endpoints/" + key + "/external" + query,
                    .fields = {{"Authorization", "Bearer " + bearer}},
                    .with_key = false});
    }

    std::string path_;
    std::string token_;
};

constexpr const char* kEndpoint = "core-batch_night---day--v1-2";

TEST_F(PushApi, KumaUpAndDown) {
    EXPECT_EQ(push("?status=up&msg=OK&ping=12.4").body, R"({"ok":true})");
    EXPECT_EQ(get(path_).at("status"), "up");
    EXPECT_EQ(get(path_).at("recentResults.0.responseTimeMs"), "12");
    clock_.seconds += 5;
    EXPECT_EQ(push("?status=down&msg=disk%20full&ping=", "POST").status, 200);
    EXPECT_EQ(get(path_).at("status"), "down") << "at once, without confirmation";
    EXPECT_EQ(get(path_).at("recentResults.0.error"), "disk full");
    clock_.seconds += 3600;
    EXPECT_EQ(get(path_).at("status"), "down") << "until the next push";
    EXPECT_EQ(push("").status, 200);
    EXPECT_EQ(get(path_).at("status"), "up");
    clock_.seconds += 5;
    EXPECT_EQ(push("?status=pending").status, 200);
    EXPECT_EQ(get(path_).at("status"), "down") << "anything but up";
    clock_.seconds += 5;
    EXPECT_EQ(push("?status=up").status, 200);
    clock_.seconds += 90;
    EXPECT_EQ(get(path_).at("status"), "down") << "silence";
}

TEST_F(PushApi, KumaRefusals) {
    const Answer unknown = ask({.path = "/api/push/unknown?status=up", .with_key = false});
    EXPECT_EQ(unknown.status, 404);
    EXPECT_EQ(unknown.at("ok"), "false");
    EXPECT_EQ(unknown.at("msg"), "Monitor not found or not active.");
    for (const char* ping : {"-1", "1e12", "nan", "fast", "1x"}) {
        EXPECT_EQ(push(std::string("?ping=") + ping).status, 404) << ping;
    }
    EXPECT_EQ(push("?status=up", "HEAD").status, 200);
    EXPECT_EQ(get(path_).at("status"), "no_data") << "HEAD is no sign of life";
    ASSERT_EQ(patch(path_, R"({"enabled":false})").status, 200);
    EXPECT_EQ(push("?status=up").at("ok"), "false");
}

TEST_F(PushApi, GatusWithTheMonitorsToken) {
    const Answer good = external(kEndpoint, "?success=true&error=&duration=1.5s", token_);
    EXPECT_EQ(good.status, 200);
    EXPECT_EQ(good.body, "");
    EXPECT_EQ(get(path_).at("status"), "up");
    EXPECT_EQ(get(path_).at("recentResults.0.responseTimeMs"), "1500");
    clock_.seconds += 1;
    EXPECT_EQ(external(kEndpoint, "?success=false&error=no%20route", token_).status, 200);
    EXPECT_EQ(get(path_).at("status"), "down");
    EXPECT_EQ(get(path_).at("recentResults.0.error"), "no route");
}

TEST_F(PushApi, GatusWithTheProjectsKey) {
    const std::string manual =
        "/api/monitors/" + add_monitor(R"({"name":"Back Office","type":"manual"})");
    EXPECT_EQ(external("_back-office", "?success=true", key_).status, 200);
    EXPECT_EQ(get(manual).at("status"), "up");
    EXPECT_EQ(external(kEndpoint, "?success=true", key_).status, 200);
    EXPECT_EQ(get(path_).at("status"), "up");
    const std::string stranger = add_project();
    EXPECT_EQ(external(kEndpoint, "?success=true", stranger).status, 404);
}

TEST_F(PushApi, GatusRefusals) {
    const std::string good = "?success=true";
    EXPECT_EQ(external(kEndpoint, good, "wrong").status, 401);
    EXPECT_EQ(external(kEndpoint, good, admin_key_).status, 401);
    EXPECT_EQ(external(kEndpoint, good, std::string(4096, 'x')).status, 401);
    EXPECT_EQ(ask({.method = "POST",
                   .path = std::string("/api/v1/endpoints/") + kEndpoint + "/external" + good,
                   .with_key = false})
                  .status,
              401);
    EXPECT_EQ(external("core-batch_other", good, token_).status, 404);
    EXPECT_EQ(external("core-batch_other", good, key_).status, 404);
    for (const char* query : {"",
                              "?success=",
                              "?success=yes",
                              "?success=true&duration=10",
                              "?success=true&duration=-1s",
                              "?success=true&duration=1d"}) {
        EXPECT_EQ(external(kEndpoint, query, token_).status, 400) << query;
    }
    EXPECT_EQ(get(path_).at("status"), "no_data") << "a refused push left something behind";
}

}  // namespace
}  // namespace ks::test
