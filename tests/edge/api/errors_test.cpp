// SPDX-License-Identifier: Apache-2.0
// Every error of the contract's section 2, by request.
#include "fixture.hpp"

#include "core/base/errc.hpp"
#include "edge/api/problem.hpp"

#include <cerrno>

namespace ks::test {
namespace {

struct ErrorCase {
    Ask request;
    std::uint16_t status;
    const char* code;
    const char* field = "absent";
};

class ApiErrors : public ApiTest {
protected:
    void expect(const ErrorCase& wanted) {
        const Answer answer = ask(wanted.request);
        const std::string what = wanted.request.method + " " + wanted.request.path + " " +
                                 wanted.request.body + " -> " + answer.body;
        EXPECT_EQ(answer.status, wanted.status) << what;
        EXPECT_EQ(answer.at("code"), wanted.code) << what;
        EXPECT_EQ(answer.at("field"), wanted.field) << what;
        EXPECT_FALSE(answer.at("error").empty()) << what;
        EXPECT_EQ(answer.field("Content-Type"), "application/json") << what;
        EXPECT_EQ(answer.field("x-request-id"), "req-1") << what;
    }
};

TEST_F(ApiErrors, RequestsThatReachNoObject) {
    const std::string unknown = MonitorId{}.text();
    const ErrorCase cases[] = {
        {{.path = "/api/nothing"}, 404, "not_found"},
        {{.path = "/api"}, 404, "not_found"},
        {{.path = "/api/status-pages/" + PageId{}.text()}, 404, "not_found"},
        {{.path = "/api/status-pages/nonsense"}, 404, "not_found"},
        {{.path = "/api/status-pages/" + unknown}, 404, "not_found"},
        {{.path = "/api/monitors/" + unknown}, 404, "not_found"},
        {{.method = "DELETE", .path = "/api/monitors/" + unknown}, 404, "not_found"},
        {{.method = "DELETE", .path = "/api/status-pages/" + PageId{}.text()}, 404, "not_found"},
        {{.method = "PATCH", .path = "/api/monitors/" + unknown, .body = "{}"}, 404, "not_found"},
        {{.method = "PATCH", .path = "/api/status-pages/" + PageId{}.text(), .body = "{}"},
         404,
         "not_found"},
        {{.method = "POST",
          .path = "/api/monitors/" + unknown + "/results",
          .body = R"({"status":"up"})"},
         404,
         "not_found"},
        {{.path = "/ping/unknowntoken", .with_key = false}, 404, "not_found"},
        {{.path = "/status/nobody", .with_key = false}, 404, "not_found"},
        {{.path = "/api/projects/" + ProjectId{}.text()}, 404, "not_found"},
        {{.path = "/api/projects/" + ProjectId{}.text() + "/monitors"}, 404, "not_found"},
    };
    for (const ErrorCase& wanted : cases) {
        expect(wanted);
    }
}

TEST_F(ApiErrors, Keys) {
    const ErrorCase cases[] = {
        {{.path = "/api/monitors", .with_key = false}, 401, "unauthorized"},
        {{.path = "/api/monitors", .fields = {{"x-api-key", "km_wrong"}}, .with_key = false},
         401,
         "unauthorized"},
        {{.path = "/api/monitors", .fields = {{"x-api-key", "sk_other"}}, .with_key = false},
         401,
         "unauthorized"},
        {{.path = "/api/monitors",
          .fields = {{"Authorization", "Basic " + key_}},
          .with_key = false},
         401,
         "unauthorized"},
        {{.path = "/api/monitors", .fields = {{"Authorization", "Bearer "}}, .with_key = false},
         401,
         "unauthorized"},
        {{.path = "/api/monitors", .fields = {{"x-api-key", admin_key_}}, .with_key = false},
         401,
         "unauthorized"},
        {{.method = "POST", .path = "/api/projects", .body = R"({"name":"x"})"},
         401,
         "unauthorized"},
    };
    for (const ErrorCase& wanted : cases) {
        expect(wanted);
        EXPECT_EQ(ask(wanted.request).field("WWW-Authenticate"), "Bearer realm=\"kamustatus\"");
    }
    for (const Fields& fields : {Fields{{"authorization", "bearer " + key_}},
                                 Fields{{"x-api-key", ""}, {"Authorization", "Bearer " + key_}}}) {
        EXPECT_EQ(ask({.path = "/api/monitors", .fields = fields, .with_key = false}).status, 200);
    }
}

TEST_F(ApiErrors, MethodsSayWhatIsAllowed) {
    const Answer answer = ask({.method = "PUT", .path = "/api/status-pages"});
    EXPECT_EQ(answer.status, 405);
    EXPECT_EQ(answer.at("code"), "method_not_allowed");
    EXPECT_NE(answer.field("Allow").find("GET"), std::string::npos);
    EXPECT_NE(answer.field("Allow").find("POST"), std::string::npos);
    EXPECT_EQ(answer.field("Allow").find("PATCH"), std::string::npos);
    EXPECT_EQ(ask({.method = "DELETE", .path = "/ping/abc", .with_key = false}).status, 405);
    EXPECT_EQ(ask({.method = "OPTIONS", .path = "/api/monitors", .with_key = false}).status, 204);
}

TEST_F(ApiErrors, Bodies) {
    for (const std::string path : {"/api/status-pages", "/api/monitors"}) {
        expect({{.method = "POST", .path = path}, 400, "malformed_json"});
        expect({{.method = "POST", .path = path, .body = "{"}, 400, "malformed_json"});
        expect({{.method = "POST", .path = path, .body = R"({"name":"a","name":"b"})"},
                400,
                "malformed_json"});
        expect({{.method = "POST", .path = path, .body = "{\"name\":\"\xFF\"}"},
                400,
                "malformed_json"});
        expect({{.method = "POST", .path = path, .body = "[]"}, 422, "invalid_value"});
        expect({{.method = "POST",
                 .path = path,
                 .body = "{}",
                 .fields = {{"Content-Type", "text/plain"}}},
                415,
                "unsupported_media_type"});
        expect({{.method = "POST", .path = path, .body = "{}", .fields = {{"Content-Type", ""}}},
                415,
                "unsupported_media_type"});
        expect({{.method = "POST",
                 .path = path,
                 .body = "{}",
                 .fields = {{"Content-Type", "application/x-ndjson"}}},
                415,
                "unsupported_media_type"});
    }
    expect({{.method = "POST", .path = "/api/monitors", .body = std::string((1U << 20U) + 1, ' ')},
            413,
            "body_too_large"});
    expect({{.method = "POST", .path = "/api/results", .body = "{}"}, 422, "invalid_value"});
    expect({{.method = "POST", .path = "/api/results", .body = "[", .fields = {}},
            400,
            "malformed_json"});
    expect({{.method = "POST", .path = "/api/results"}, 400, "malformed_json"});
}

TEST_F(ApiErrors, Queries) {
    const std::string monitor = "/api/monitors/" + add_monitor();
    const ErrorCase cases[] = {
        {{.path = "/api/monitors?limit=0"}, 422, "invalid_value", "limit"},
        {{.path = "/api/monitors?limit=1001"}, 422, "invalid_value", "limit"},
        {{.path = "/api/status-pages?limit=ten"}, 422, "invalid_value", "limit"},
        {{.path = "/api/monitors?after=mon_x"}, 422, "invalid_value", "after"},
        {{.path = "/api/monitors?status=great"}, 422, "invalid_value", "status"},
        {{.path = "/api/monitors?type=gopher"}, 422, "invalid_value", "type"},
        {{.path = "/api/monitors?enabled=1"}, 422, "invalid_value", "enabled"},
        {{.path = monitor + "/stats?hours=0"}, 422, "invalid_value", "hours"},
        {{.path = monitor + "/stats?hours=2161"}, 422, "invalid_value", "hours"},
        {{.path = monitor + "/results?from=yesterday"}, 422, "invalid_value", "from"},
        {{.path = monitor + "/results?to=2026-11-23"}, 422, "invalid_value", "to"},
        {{.path = monitor + "/results?limit=5000"}, 422, "invalid_value", "limit"},
    };
    for (const ErrorCase& wanted : cases) {
        expect(wanted);
    }
}

TEST_F(ApiErrors, AStoreThatCannotWriteSaysWhenToComeBack) {
    commit_error_ = ENOSPC;
    const Answer answer = post("/api/monitors", R"({"name":"a","url":"https://example.com"})");
    EXPECT_EQ(answer.status, 503);
    EXPECT_EQ(answer.at("code"), "store_full");
    EXPECT_EQ(answer.field("Retry-After"), "10");
    EXPECT_EQ(get("/api/monitors").body, "[]");
    commit_error_ = 0;
    EXPECT_EQ(post("/api/monitors", R"({"name":"a","url":"https://example.com"})").status, 201);
}

TEST_F(ApiErrors, AnotherProjectsObjectsAreNotThere) {
    const std::string monitor = add_monitor();
    const std::string page = add_page(R"({"name":"A","slug":"acme"})");
    key_ = add_project();
    for (const std::string& path : {"/api/monitors/" + monitor,
                                    "/api/status-pages/" + page,
                                    "/api/monitors/" + monitor + "/stats",
                                    "/api/monitors/" + monitor + "/uptime",
                                    "/api/monitors/" + monitor + "/results"}) {
        EXPECT_EQ(get(path).status, 404) << path;
    }
    EXPECT_EQ(del("/api/monitors/" + monitor).status, 404);
    EXPECT_EQ(del("/api/status-pages/" + page).status, 404);
    EXPECT_EQ(patch("/api/monitors/" + monitor, "{}").status, 404);
    EXPECT_EQ(patch("/api/status-pages/" + page, R"({"name":"B"})").status, 404);
    EXPECT_EQ(post("/api/monitors/" + monitor + "/results", R"({"status":"up"})").status, 404);
    EXPECT_EQ(get("/api/monitors").body, "[]");
    EXPECT_EQ(get("/api/status-pages").body, "[]");
    const Answer entry =
        post("/api/status-pages", R"({"name":"B","slug":"b","monitorIds":[")" + monitor + R"("]})");
    EXPECT_EQ(entry.status, 422);
    EXPECT_EQ(entry.at("code"), "unknown_monitor");
    EXPECT_NE(entry.at("error").find(monitor), std::string::npos);
}

TEST(Problem, AnInternalErrorShowsItsRequestIdAndNothingElse) {
    for (const Errc code : {Errc::kMalformed, Errc::kTruncated, Errc::kIo, Errc::kUnsupported}) {
        serve::Reply reply;
        reply.set("ETag", "\"1\"");
        api::write_problem(api::from_store(Error{code, 77}), "req-9", reply);
        const Answer answer = collect(reply);
        EXPECT_EQ(answer.status, 500);
        EXPECT_EQ(answer.at("code"), "internal");
        EXPECT_NE(answer.at("error").find("req-9"), std::string::npos);
        EXPECT_EQ(answer.body.find("77"), std::string::npos);
        EXPECT_EQ(answer.field("ETag"), "absent");
    }
}

TEST(Problem, WaitingTimesAreSaid) {
    for (const auto& [code, status] : {std::pair{Errc::kBusy, 503},
                                       std::pair{Errc::kTooManyRequests, 429},
                                       std::pair{Errc::kStoreFull, 503}}) {
        serve::Reply reply;
        api::write_problem(api::plain(code), "r", reply);
        EXPECT_EQ(reply.status, status);
        EXPECT_NE(collect(reply).field("Retry-After"), "absent");
    }
}

}  // namespace
}  // namespace ks::test
