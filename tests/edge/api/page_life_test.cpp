// SPDX-License-Identifier: Apache-2.0
// Names that belong to one page, tags, repeats, lists and the public JSON (spec 2.1).
#include "pages_fixture.hpp"

#include "edge/page/page_cache.hpp"
#include "edge/page/page_routes.hpp"

#include <tuple>

namespace ks::test {
namespace {

TEST_F(PagesApi, SlugsAndDomainsBelongToOnePage) {
    const std::string first =
        add_page(R"({"name":"A","slug":"acme","customDomain":"status.acme.org"})");
    const Answer slug = post("/api/status-pages", R"({"name":"B","slug":"acme"})");
    EXPECT_EQ(slug.status, 409);
    EXPECT_EQ(slug.at("code"), "slug_taken");
    EXPECT_EQ(slug.at("field"), "slug");
    const Answer domain =
        post("/api/status-pages", R"({"name":"B","slug":"b","customDomain":"STATUS.acme.org"})");
    EXPECT_EQ(domain.status, 409);
    EXPECT_EQ(domain.at("code"), "domain_taken");
    EXPECT_EQ(domain.at("field"), "customDomain");
    EXPECT_EQ(patch("/api/status-pages/" + first, R"({"slug":"acme2","customDomain":null})").status,
              200);
    EXPECT_EQ(
        post("/api/status-pages", R"({"name":"B","slug":"acme","customDomain":"status.acme.org"})")
            .status,
        201);
}

TEST_F(PagesApi, ADomainWaitsForDnsUnlessChecksAreOff) {
    const std::string path =
        "/api/status-pages/" +
        add_page(R"({"name":"A","slug":"acme","customDomain":"status.acme.org"})");
    EXPECT_EQ(get(path).at("customDomainStatus.state"), "pending_dns");
    const PageId page = *PageId::parse(get(path).at("id"));
    EXPECT_EQ(inline_writer_
                  ->run(write::SetDomainState{.host = "status.acme.org",
                                              .page = page,
                                              .state = record::DomainState::kFailed,
                                              .observed = "CNAME other.example",
                                              .error = "Point it to pages.example.com"})
                  .code,
              Errc::kOk);
    const Answer failed = get(path);
    EXPECT_EQ(failed.at("customDomainStatus.state"), "failed");
    EXPECT_EQ(failed.at("customDomainStatus.observed"), "CNAME other.example");
    EXPECT_EQ(failed.at("customDomainStatus.error"), "Point it to pages.example.com");
    facts_.verify_dns = false;
    EXPECT_EQ(get(path).at("customDomainStatus.state"), "active");
    EXPECT_EQ(get(path).at("customDomainStatus.error"), "null");
}

TEST_F(PagesApi, ThePortIsPartOfTheAddressUnlessItIs443) {
    facts_.public_https_port = 8443;
    const Answer answer = post("/api/status-pages", R"({"name":"A","slug":"acme"})");
    EXPECT_EQ(answer.at("url"), "https://acme.example.com:8443");
}

TEST_F(PagesApi, TagsGuardReadsAndWrites) {
    const std::string path = "/api/status-pages/" + add_page(R"({"name":"A","slug":"acme"})");
    const std::string tag = get(path).field("ETag");
    const Answer unchanged = ask({.path = path, .fields = {{"If-None-Match", tag}}});
    EXPECT_EQ(unchanged.status, 304);
    EXPECT_EQ(unchanged.body, "");
    const Answer first = ask({.method = "PATCH",
                              .path = path,
                              .body = R"({"name":"B"})",
                              .fields = {{"If-Match", tag}}});
    EXPECT_EQ(first.status, 200);
    EXPECT_NE(first.field("ETag"), tag);
    const Answer stale = ask({.method = "PATCH",
                              .path = path,
                              .body = R"({"name":"C"})",
                              .fields = {{"If-Match", tag}}});
    EXPECT_EQ(stale.status, 412);
    EXPECT_EQ(stale.at("code"), "precondition_failed");
    EXPECT_EQ(get(path).at("name"), "B");
    EXPECT_EQ(ask({.path = path, .fields = {{"If-None-Match", tag}}}).status, 200);
    EXPECT_EQ(ask({.method = "DELETE", .path = path, .fields = {{"If-Match", tag}}}).status, 412);
    EXPECT_EQ(ask({.method = "DELETE", .path = path, .fields = {{"If-Match", "\"9\", W/\"2\", x"}}})
                  .status,
              412);
    EXPECT_EQ(ask({.method = "DELETE",
                   .path = path,
                   .fields = {{"If-Match", "\"0\", " + first.field("ETag")}}})
                  .status,
              204);
    EXPECT_EQ(get(path).status, 404);
}

TEST_F(PagesApi, AChangedDomainStateDoesNotBreakIfMatch) {
    const std::string path =
        "/api/status-pages/" +
        add_page(R"({"name":"A","slug":"acme","customDomain":"status.acme.org"})");
    const std::string tag = get(path).field("ETag");
    const PageId page = *PageId::parse(get(path).at("id"));
    ASSERT_EQ(inline_writer_
                  ->run(write::SetDomainState{.host = "status.acme.org",
                                              .page = page,
                                              .state = record::DomainState::kActive,
                                              .observed = {},
                                              .error = {}})
                  .code,
              Errc::kOk);
    EXPECT_EQ(ask({.path = path, .fields = {{"If-None-Match", tag}}}).status, 200);
    EXPECT_EQ(ask({.method = "PATCH",
                   .path = path,
                   .body = R"({"name":"B"})",
                   .fields = {{"If-Match", tag}}})
                  .status,
              200);
}

TEST_F(PagesApi, IdempotencyKeysRepeatTheFirstAnswer) {
    const Ask request{.method = "POST",
                      .path = "/api/status-pages",
                      .body = R"({"name":"A","slug":"acme"})",
                      .fields = {{"Idempotency-Key", "k-1"}}};
    const Answer first = ask(request);
    ASSERT_EQ(first.status, 201);
    EXPECT_EQ(first.field("Idempotency-Replayed"), "absent");
    clock_.seconds += 3600;
    const Answer again = ask(request);
    EXPECT_EQ(again.status, 201);
    EXPECT_EQ(again.body, first.body);
    EXPECT_EQ(again.field("Location"), first.field("Location"));
    EXPECT_EQ(again.field("ETag"), first.field("ETag"));
    EXPECT_EQ(again.field("Idempotency-Replayed"), "true");
    EXPECT_EQ(get("/api/status-pages").at(""), "[1]");
    Ask other = request;
    other.body = R"({"name":"B","slug":"acme"})";
    const Answer mismatch = ask(other);
    EXPECT_EQ(mismatch.status, 422);
    EXPECT_EQ(mismatch.at("code"), "idempotency_mismatch");
    for (const std::string& bad :
         {std::string(), std::string(256, 'k'), std::string("a b"), std::string("\xC3\xA4")}) {
        Ask wrong = request;
        wrong.fields = {{"Idempotency-Key", bad}};
        EXPECT_EQ(ask(wrong).status, 422) << bad;
    }
    Ask longest = request;
    longest.fields = {{"Idempotency-Key", std::string(255, 'k')}};
    longest.body = R"({"name":"A","slug":"other"})";
    EXPECT_EQ(ask(longest).status, 201);
}

TEST_F(PagesApi, ListsInOrderOfCreationAndByPage) {
    std::vector<std::string> ids;
    for (int i = 0; i < 70; ++i) {  // more than two slices
        ids.push_back(add_page(R"({"name":"P","slug":"p)" + std::to_string(i) + R"("})"));
    }
    const Answer all = get("/api/status-pages");
    EXPECT_EQ(all.at(""), "[70]");
    EXPECT_EQ(all.field("Link"), "absent");
    for (std::size_t i = 0; i < ids.size(); ++i) {
        EXPECT_EQ(all.at(std::to_string(i) + ".id"), ids[i]);
    }
    const Answer first = get("/api/status-pages?limit=33");
    EXPECT_EQ(first.at(""), "[33]");
    EXPECT_EQ(
        first.field("Link"),
        "<https://app.example.com/api/status-pages?limit=33&after=" + ids[32] + ">; rel=\"next\"");
    const Answer last = get("/api/status-pages?limit=37&after=" + ids[32]);
    EXPECT_EQ(last.at(""), "[37]");
    EXPECT_EQ(last.at("0.id"), ids[33]);
    EXPECT_EQ(last.field("Link"), "absent");
    EXPECT_EQ(get("/api/status-pages?after=" + ids[69]).body, "[]");
}

TEST_F(PagesApi, PublicJsonShowsPublishedPagesOnly) {
    const std::string path =
        "/api/status-pages/" +
        add_page(fill(
            R"({"name":"P","slug":"p","monitors":[{"monitorId":$a,"displayName":"Shop"},$b]})"));
    for (const std::string address : {"/status/p", "/api/status/p"}) {
        const Answer answer = ask({.path = address, .with_key = false});
        EXPECT_EQ(answer.status, 200);
        EXPECT_EQ(answer.field("Access-Control-Allow-Origin"), "*");
        EXPECT_EQ(answer.at("name"), "P");
        EXPECT_EQ(answer.at("url"), "https://p.example.com");
        EXPECT_EQ(answer.at("status"), "no_data");
        EXPECT_EQ(answer.at("monitors.0.name"), "Shop");
        EXPECT_EQ(answer.at("monitors.0.type"), "http");
        EXPECT_EQ(answer.at("monitors.0.target"), "https://example.com/");
        EXPECT_EQ(answer.at("monitors.0.uptimePercent"), "null");
        EXPECT_EQ(answer.at("monitors.1.status"), "no_data");
    }
    post("/api/monitors/" + a_ + "/results", R"({"status":"up"})");
    EXPECT_EQ(ask({.path = "/status/p", .with_key = false}).at("status"), "up");
    patch(path, R"({"published":false})");
    EXPECT_EQ(ask({.path = "/status/p", .with_key = false}).status, 404);
    patch(path, R"({"published":true,"password":"correct horse"})");
    for (const std::string address : {"/status/p", "/api/status/p"}) {
        const Answer locked = ask({.path = address, .with_key = false});
        EXPECT_EQ(locked.status, 401);
        EXPECT_EQ(locked.at("code"), "unauthorized");
        EXPECT_EQ(locked.at("error"), "This status page is protected by a password.");
    }
    patch(path, R"({"published":false})");
    EXPECT_EQ(ask({.path = "/status/p", .with_key = false}).status, 404);
}

TEST_F(PagesApi, AHiddenPageAnswersInTheFormAskedFor) {
    const std::string id = add_page(R"({"name":"P","slug":"p","password":"correct horse"})");
    page::PageCache cache;
    const auto visit = [&](std::string_view path, std::string_view accept) {
        http::FieldsView fields;
        fields.add("Accept", accept);
        serve::Reply reply;
        EXPECT_TRUE(page::serve_page(*site_,
                                     cache,
                                     *PageId::parse(id),
                                     {.method = http::Method::kGet,
                                      .path = path,
                                      .query = {},
                                      .host = "p.example.com",
                                      .fields = fields,
                                      .body = {},
                                      .peer = {},
                                      .secure = true},
                                     reply));
        return collect(reply);
    };
    const std::tuple<const char*, const char*, bool> cases[] = {
        {"/", "", false},
        {"/", "*/*", false},
        {"/", "text/html,application/xhtml+xml,*/*;q=0.8", false},
        {"/", "text/html, application/json", false},
        {"/", "application/json;q=0.5, text/html", false},
        {"/", "application/json;q=0", false},
        {"/", "application/jsonp", false},
        {"/", "application/json;q=nan", false},
        {"/", "application/json", true},
        {"/", "text/html;q=0.4, Application/JSON ; q=0.5", true},
        {"/", "application/json, */*", true},
        {"/api/v2/summary.json", "text/html", true}};
    for (const int status : {401, 404}) {
        for (const auto& [path, accept, json] : cases) {
            const Answer answer = visit(path, accept);
            EXPECT_EQ(answer.status, status) << path << accept;
            EXPECT_EQ(answer.field("Content-Type"),
                      json ? "application/json" : "text/html; charset=utf-8")
                << path << " " << accept;
            EXPECT_EQ(answer.field("Cache-Control"), "no-store");
            if (json) {
                EXPECT_EQ(answer.at("code"), status == 401 ? "unauthorized" : "not_found");
                EXPECT_NE(answer.at("error"), "absent");
            }
        }
        ASSERT_EQ(patch("/api/status-pages/" + id, R"({"published":false})").status, 200);
    }
}

TEST_F(PagesApi, APatchIsMadeOnTopOfOthers) {
    const std::string path = "/api/status-pages/" + add_page(R"({"name":"P","slug":"p"})");
    int rivals = 20;
    writer_->before = [&](const write::Command& command) {
        const auto* const mine = std::get_if<write::UpdatePage>(&command);
        if (mine != nullptr && rivals-- > 0) {
            write::UpdatePage other = *mine;
            other.page.name = "P";
            other.page.description = "rival";
            EXPECT_EQ(inline_writer_->run(std::move(other)).code, Errc::kOk);
        }
    };
    const Answer answer = patch(path, R"({"name":"mine"})");
    EXPECT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(answer.at("name"), "mine");
    EXPECT_EQ(answer.at("description"), "rival");
    rivals = 1000;
    const Answer busy = patch(path, R"({"name":"again"})");
    EXPECT_EQ(busy.status, 503);
    EXPECT_EQ(busy.at("code"), "busy");
    EXPECT_NE(busy.field("Retry-After"), "absent");
    EXPECT_EQ(rivals, 900);
}

TEST_F(PagesApi, APublicTargetHasNoQuery) {
    const std::string id =
        add_monitor(R"({"name":"q","url":"https://example.com/health?token=secret"})");
    add_page(R"({"name":"P","slug":"p","monitorIds":[")" + id + R"("]})");
    const Answer answer = ask({.path = "/status/p", .with_key = false});
    EXPECT_EQ(answer.at("monitors.0.target"), "https://example.com/health");
    EXPECT_EQ(answer.body.find("secret"), std::string::npos);
}

}  // namespace
}  // namespace ks::test
