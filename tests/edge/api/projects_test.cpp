// SPDX-License-Identifier: Apache-2.0
// Projects, keys and what belongs to every answer (spec 2.4).
#include "fixture.hpp"

#include "edge/api/idna.hpp"
#include "edge/api/routes.hpp"
#include "edge/tls/password.hpp"

namespace ks::test {
namespace {

class ProjectsApi : public ApiTest {
protected:
    Answer as_admin(Ask request) {
        request.with_key = false;
        request.fields.emplace_back("x-api-key", admin_key_);
        return ask(request);
    }

    Answer with_key(const std::string& path, const std::string& key) {
        return ask({.path = path, .fields = {{"x-api-key", key}}, .with_key = false});
    }
};

TEST_F(ProjectsApi, AProjectsKeySeesItsOwnProjectOnly) {
    const std::string mine = project_.text();
    const std::string my_key = key_;
    add_project();
    const std::string other = project_.text();
    key_ = my_key;
    const Answer list = get("/api/projects");
    EXPECT_EQ(list.at(""), "[1]");
    EXPECT_EQ(list.at("0.id"), mine);
    EXPECT_EQ(list.at("0.timezone"), "UTC");
    EXPECT_EQ(get("/api/projects/" + mine).at("name"), "Acme");
    EXPECT_EQ(get("/api/projects/" + other).status, 404);
    EXPECT_EQ(patch("/api/projects/" + other, R"({"name":"x"})").status, 404);
    EXPECT_EQ(get("/api/projects/" + other + "/monitors").status, 404);
    EXPECT_EQ(as_admin({.path = "/api/projects"}).at(""), "[2]");
    EXPECT_EQ(as_admin({.path = "/api/projects/" + other}).status, 200);
    const Answer first = as_admin({.path = "/api/projects?limit=1"});
    EXPECT_EQ(first.at("0.id"), mine);
    EXPECT_EQ(as_admin({.path = "/api/projects?limit=1&after=" + mine}).at("0.id"), other);
}

TEST_F(ProjectsApi, PatchChecksNameAndZone) {
    const std::string path = "/api/projects/" + project_.text();
    const Answer answer = patch(path, R"({"name":"New","timezone":"America/New_York"})");
    EXPECT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(answer.at("name"), "New");
    EXPECT_EQ(get(path).at("timezone"), "America/New_York");
    EXPECT_EQ(patch(path, R"({"timezone":"Nowhere"})").at("field"), "timezone");
    EXPECT_EQ(patch(path, R"({"name":""})").at("field"), "name");
    EXPECT_EQ(patch(path, R"({"timezone":null})").at("timezone"), "UTC");
    EXPECT_EQ(ask({.method = "PATCH",
                   .path = path,
                   .body = R"({"name":"x"})",
                   .fields = {{"If-Match", "\"1\""}}})
                  .status,
              412);
}

TEST_F(ProjectsApi, AdminKeysMakeProjectsAndKeys) {
    const Answer project = as_admin({.method = "POST",
                                     .path = "/api/projects",
                                     .body = R"({"name":"Second","timezone":"Asia/Tokyo"})"});
    ASSERT_EQ(project.status, 201) << project.body;
    const std::string id = project.at("id");
    const std::string first = project.at("apiKey");
    EXPECT_EQ(first.substr(0, 3), "km_");
    EXPECT_EQ(first.size(), 35U);
    EXPECT_EQ(with_key("/api/projects", first).at("0.id"), id);
    const Answer key = as_admin({.method = "POST", .path = "/api/projects/" + id + "/keys"});
    ASSERT_EQ(key.status, 201) << key.body;
    EXPECT_EQ(key.at("projectId"), id);
    const std::string second = key.at("apiKey");
    EXPECT_NE(second, first);
    EXPECT_EQ(with_key("/api/monitors", second).status, 200);
    const std::string address = "/api/projects/" + id + "/keys/" + key.at("id");
    EXPECT_EQ(key.field("Location"), address);
    EXPECT_EQ(as_admin({.method = "DELETE", .path = address}).status, 204);
    EXPECT_EQ(with_key("/api/monitors", second).status, 401);
    EXPECT_EQ(with_key("/api/monitors", first).status, 200);
    EXPECT_EQ(as_admin({.method = "DELETE", .path = address}).status, 404);
    EXPECT_EQ(as_admin({.method = "POST", .path = "/api/projects/" + ProjectId{}.text() + "/keys"})
                  .status,
              404);
    EXPECT_EQ(as_admin({.method = "POST", .path = "/api/projects", .body = R"({"timezone":"UTC"})"})
                  .at("field"),
              "name");
}

TEST_F(ProjectsApi, ARepeatMakesNothingNewAndShowsNoKey) {
    Ask request{.method = "POST",
                .path = "/api/projects",
                .body = R"({"name":"x"})",
                .fields = {{"Idempotency-Key", "k"}}};
    const Answer first = as_admin(request);
    ASSERT_EQ(first.status, 201) << first.body;
    EXPECT_EQ(with_key("/api/monitors", first.at("apiKey")).status, 200);
    clock_.seconds += 3600;
    const Answer again = as_admin(request);
    EXPECT_EQ(again.status, 201);
    EXPECT_EQ(again.at("apiKey"), "null");
    EXPECT_EQ(again.field("Idempotency-Replayed"), "true");
    EXPECT_EQ(again.field("Location"), first.field("Location"));
    for (const char* same : {"id", "name", "timezone", "createdAt", "updatedAt"}) {
        EXPECT_EQ(again.at(same), first.at(same)) << same;
    }
    EXPECT_EQ(as_admin({.path = "/api/projects"}).at(""), "[2]");
    request.body = R"({"name":"y"})";
    EXPECT_EQ(as_admin(request).status, 422);
    EXPECT_EQ(as_admin(request).at("code"), "idempotency_mismatch");
    EXPECT_EQ(as_admin({.path = "/api/projects"}).at(""), "[2]");
}

TEST_F(ProjectsApi, ARepeatMakesNoSecondKey) {
    const std::string path = "/api/projects/" + project_.text() + "/keys";
    Ask request{.method = "POST", .path = path, .fields = {{"Idempotency-Key", "k"}}};
    const Answer first = as_admin(request);
    ASSERT_EQ(first.status, 201) << first.body;
    EXPECT_EQ(with_key("/api/monitors", first.at("apiKey")).status, 200);
    const Answer again = as_admin(request);
    EXPECT_EQ(again.status, 201);
    EXPECT_EQ(again.at("apiKey"), "null");
    EXPECT_EQ(again.at("id"), first.at("id"));
    EXPECT_EQ(again.field("Location"), first.field("Location"));
    EXPECT_EQ(as_admin({.path = path}).at(""), "[2]");
    request.body = "{}";
    EXPECT_EQ(as_admin(request).at("code"), "idempotency_mismatch");
}

TEST_F(ProjectsApi, KeysAreListedWithoutTheKeysAndRevokedInTheirProject) {
    const std::string mine = "/api/projects/" + project_.text() + "/keys";
    add_project();
    const std::string theirs = "/api/projects/" + project_.text() + "/keys";
    clock_.seconds += 1;
    const Answer made = as_admin({.method = "POST", .path = mine});
    const Answer list = as_admin({.path = mine});
    EXPECT_EQ(list.at(""), "[2]");
    EXPECT_EQ(list.at("0"), "{2}");
    EXPECT_EQ(list.at("1.id"), made.at("id"));
    EXPECT_EQ(list.at("1.createdAt"), "2026-11-23T12:00:01.000Z") << list.body;
    EXPECT_EQ(as_admin({.path = theirs}).at(""), "[1]");
    EXPECT_EQ(get(mine).status, 401);
    EXPECT_EQ(as_admin({.path = "/api/projects/" + ProjectId{}.text() + "/keys"}).status, 404);
    EXPECT_EQ(as_admin({.method = "DELETE", .path = theirs + "/" + made.at("id")}).status, 404);
    EXPECT_EQ(with_key("/api/monitors", made.at("apiKey")).status, 200);
    EXPECT_EQ(as_admin({.method = "DELETE", .path = mine + "/" + made.at("id")}).status, 204);
    EXPECT_EQ(as_admin({.path = mine}).at(""), "[1]");
}

TEST_F(ProjectsApi, TheReferencePageIsForPeople) {
    const Answer answer = ask({.path = "/", .with_key = false});
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.field("Content-Type"), "text/html; charset=utf-8");
    EXPECT_NE(answer.body.find("curl https://app.example.com/api/status-pages -H"),
              std::string::npos);
    EXPECT_EQ(answer.body.find('@'), std::string::npos);
    EXPECT_NE(answer.field("Content-Security-Policy").find("default-src 'none'"),
              std::string::npos);
    EXPECT_NE(answer.field("Strict-Transport-Security").find("includeSubDomains"),
              std::string::npos);
}

TEST_F(ProjectsApi, HeadAnswersLikeGet) {
    const std::string path = "/api/monitors/" + add_monitor();
    const Answer head = ask({.method = "HEAD", .path = path});
    EXPECT_EQ(head.status, 200);
    EXPECT_EQ(head.field("ETag"), get(path).field("ETag"));
}

TEST(Routes, EveryPatternHasOneRowAMethod) {
    for (std::size_t i = 0; i < api::routes().size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            const auto& a = api::routes()[i];
            const auto& b = api::routes()[j];
            EXPECT_FALSE(a.method == b.method && a.pattern == b.pattern) << a.pattern;
        }
    }
}

TEST(Idna, NamesBecomeALabels) {
    const std::pair<const char*, const char*> cases[] = {
        {"Status.Example.COM.", "status.example.com"},
        {"b\xC3\xBC"
         "cher.example",
         "xn--bcher-kva.example"},
        {"stra\xC3\x9F"
         "e.example",
         "xn--strae-oqa.example"},
        {"xn--bcher-kva.example", "xn--bcher-kva.example"},
    };
    for (const auto& [name, wanted] : cases) {
        EXPECT_EQ(api::to_a_labels(name).value_or("refused"), wanted);
    }
    for (const std::string_view bad : {"",
                                       ".",
                                       "a..b",
                                       "a b.example",
                                       "a_b.example",
                                       "-a.example",
                                       "a:80.example",
                                       "a\xEF\xBC\x9A"
                                       "80.example",
                                       "\xE2\x80\xAE"
                                       "abc.example"}) {
        EXPECT_FALSE(api::to_a_labels(bad).has_value()) << bad;
    }
    EXPECT_FALSE(api::to_a_labels(std::string_view("a\0.example", 10)).has_value());
    EXPECT_FALSE(api::to_a_labels(std::string(64, 'a') + ".example").has_value());
}

TEST(Password, HashesAreSaltedPhcTextAndVerify) {
    const std::array<std::byte, tls::kSaltBytes> salt{};
    std::array<std::byte, tls::kSaltBytes> other{};
    other[0] = std::byte{1};
    const std::string phc = *tls::hash_password("correct horse", salt);
    EXPECT_TRUE(phc.starts_with("$argon2id$v=19$m=19456,t=2,p=1$")) << phc;
    EXPECT_EQ(phc.find('\0'), std::string::npos);
    EXPECT_NE(phc, *tls::hash_password("correct horse", other));
    EXPECT_TRUE(tls::password_matches(phc, "correct horse"));
    EXPECT_FALSE(tls::password_matches(phc, "correct horsE"));
    EXPECT_FALSE(tls::password_matches("", "correct horse"));
    EXPECT_FALSE(tls::password_matches("$argon2id$garbage", "correct horse"));
}

}  // namespace
}  // namespace ks::test
