// SPDX-License-Identifier: Apache-2.0
// What a status page is made of, over the API (spec 2.1).
#include "pages_fixture.hpp"

namespace ks::test {
namespace {

TEST_F(PagesApi, CreateAnswersWithTheWholeObject) {
    const Answer answer = post(
        "/api/status-pages", fill(R"({"name":"Acme Status","slug":"acme","monitorIds":[$a,$b]})"));
    ASSERT_EQ(answer.status, 201) << answer.body;
    EXPECT_EQ(answer.field("Location"), "/api/status-pages/" + answer.at("id"));
    const std::pair<const char*, std::string> fields[] = {
        {"projectId", project_.text()},
        {"name", "Acme Status"},
        {"slug", "acme"},
        {"url", "https://acme.example.com"},
        {"monitorIds", "[2]"},
        {"monitorIds.1", b_},
        {"customDomain", "null"},
        {"customDomainStatus.state", "none"},
        {"customDomainStatus.expectedCname", "pages.example.com"},
        {"customDomainStatus.certificate", "null"},
        {"description", "null"},
        {"logoUrl", "null"},
        {"faviconUrl", "null"},
        {"homepageUrl", "null"},
        {"theme", "auto"},
        {"accentColor", "null"},
        {"timezone", "null"},
        {"locale", "null"},
        {"noindex", "false"},
        {"published", "true"},
        {"createdAt", "2026-11-23T12:00:00.000Z"},
        {"updatedAt", "2026-11-23T12:00:00.000Z"},
        {"password", "absent"}};
    for (const auto& [path, value] : fields) {
        EXPECT_EQ(answer.at(path), value) << path;
    }
    const Answer read = get("/api/status-pages/" + answer.at("id"));
    EXPECT_EQ(read.status, 200);
    EXPECT_EQ(read.body, answer.body);
    EXPECT_EQ(read.field("ETag"), answer.field("ETag"));
}

TEST_F(PagesApi, EntriesInEveryForm) {
    const std::pair<const char*, const char*> forms[] = {
        {R"("monitorIds":[$b,$a])", "b:null:null a:null:null"},
        {R"("monitorIds":[{"monitorId":$a,"displayGroup":"API"},$b])", "a:API:null b:null:null"},
        {R"("monitors":[{"monitorId":$a,"displayGroup":"API","displayName":"Shop"},)"
         R"({"monitorId":$b}])",
         "a:API:Shop b:null:null"},
        {R"("monitors":[$c,{"monitorId":$a,"displayName":"X"}])", "c:null:null a:null:X"},
        {R"("monitors":[{"monitor_id":$a,"display_group":"G","display_name":"N"}])", "a:G:N"},
        {R"("monitor_ids":[$a])", "a:null:null"},
        {R"("monitors":[{"monitorId":$a,"displayGroup":"G"}],"monitorIds":[$a])", "a:G:null"},
        {R"("monitors":[{"monitorId":$a,"displayGroup":null,"displayName":null}])", "a:null:null"},
        {R"("monitors":[{"monitorId":$a,"displayGroup":""}])", "a::null"},
        {R"("monitors":[])", ""},
        {R"("monitorIds":null)", ""},
        {R"("theme":"dark")", ""},
    };
    int number = 0;
    for (const auto& [form, wanted] : forms) {
        const std::string slug = "p" + std::to_string(number++);
        const Answer answer =
            post("/api/status-pages", fill(R"({"name":"P","slug":")" + slug + "\"," + form + "}"));
        ASSERT_EQ(answer.status, 201) << form << answer.body;
        EXPECT_EQ(entries(answer), wanted) << form;
        EXPECT_EQ(entries(get("/api/status-pages/" + answer.at("id"))), wanted) << form;
    }
}

TEST_F(PagesApi, UpdatesOfEntries) {
    const std::pair<const char*, const char*> steps[] = {
        {R"({"monitorIds":[$c,$a,$b]})", "c:null:null a:API:Shop b:Web:null"},
        {R"({"name":"New"})", "c:null:null a:API:Shop b:Web:null"},
        {R"({"monitorIds":[$a]})", "a:API:Shop"},
        {R"({"monitorIds":[$a,$b]})", "a:API:Shop b:null:null"},
        {R"({"monitors":[$a,{"monitorId":$b,"displayName":"Bee"}]})", "a:API:Shop b:null:Bee"},
        {R"({"monitors":[{"monitorId":$a,"displayName":"Store"},$b]})", "a:API:Store b:null:Bee"},
        {R"({"monitors":[{"monitorId":$a,"displayGroup":null,"displayName":null},$b]})",
         "a:null:null b:null:Bee"},
        {R"({"monitorIds":null})", ""},
    };
    const std::string path =
        "/api/status-pages/" +
        add_page(fill(R"({"name":"P","slug":"p","monitors":[{"monitorId":$a,"displayGroup":"API",)"
                      R"("displayName":"Shop"},{"monitorId":$b,"displayGroup":"Web"}]})"));
    for (const auto& [body, wanted] : steps) {
        const Answer answer = patch(path, fill(body));
        EXPECT_EQ(answer.status, 200) << body << answer.body;
        EXPECT_EQ(entries(answer), wanted) << body;
        EXPECT_EQ(get(path).body, answer.body);
    }
}

TEST_F(PagesApi, AnObjectSentBackAsItWasReadChangesNothing) {
    const std::string path =
        "/api/status-pages/" +
        add_page(
            fill(R"({"name":"P","slug":"p","monitors":[{"monitorId":$a,"displayGroup":"API"},$b],)"
                 R"("accentColor":"#0A7","password":"correct horse"})"));
    const Answer before = get(path);
    const Answer after = patch(path, before.body);
    EXPECT_EQ(after.status, 200) << after.body;
    EXPECT_EQ(after.body, before.body);
    EXPECT_EQ(after.at("passwordProtected"), "true");
}

TEST_F(PagesApi, RefusedValuesNameTheirFieldAndChangeNothing) {
    const std::string unknown = MonitorId{}.text();
    const std::string long_name(121, 'n');
    const std::pair<std::string, const char*> cases[] = {
        {R"({"slug":"x"})", "name"},
        {R"({"name":"x"})", "slug"},
        {R"({"name":"","slug":"x"})", "name"},
        {R"({"name":"  ","slug":"x"})", "name"},
        {R"({"name":null,"slug":"x"})", "name"},
        {R"({"name":7,"slug":"x"})", "name"},
        {R"({"name":")" + long_name + R"(","slug":"x"})", "name"},
        {R"({"name":"x","slug":"Acme"})", "slug"},
        {R"({"name":"x","slug":"-a"})", "slug"},
        {R"({"name":"x","slug":"a-"})", "slug"},
        {R"({"name":"x","slug":"a_b"})", "slug"},
        {R"({"name":"x","slug":"app"})", "slug"},
        {R"({"name":"x","slug":"www"})", "slug"},
        {R"({"name":"x","slug":")" + std::string(64, 'a') + R"("})", "slug"},
        {R"({"name":"x",)"
         R"("slug":""})",
         "slug"},
        {R"({"name":"x","slug":"x","description":")" + std::string(4001, 'd') + R"("})",
         "description"},
        {R"({"name":"x","slug":"x","logoUrl":"ftp://example.com/a"})", "logoUrl"},
        {R"({"name":"x","slug":"x","logo_url":"/logo.png"})", "logo_url"},
        {R"({"name":"x","slug":"x","faviconUrl":"javascript:alert"})", "faviconUrl"},
        {R"({"name":"x","slug":"x","homepageUrl":5})", "homepageUrl"},
        {R"({"name":"x","slug":"x","homepageUrl":"https://e.com/)" + std::string(2048, 'p') +
             R"("})",
         "homepageUrl"},
        {R"({"name":"x","slug":"x","theme":"blue"})", "theme"},
        {R"({"name":"x","slug":"x",)"
         R"("accentColor":"red"})",
         "accentColor"},
        {R"({"name":"x","slug":"x","accentColor":"#12345"})", "accentColor"},
        {R"({"name":"x",)"
         R"("slug":"x","timezone":"Mars/Base"})",
         "timezone"},
        {R"({"name":"x","slug":"x","locale":"e"})", "locale"},
        {R"({"name":"x","slug":"x",)"
         R"("locale":"en_GB"})",
         "locale"},
        {R"({"name":"x","slug":"x","noindex":"yes"})", "noindex"},
        {R"({"name":"x","slug":"x",)"
         R"("published":1})",
         "published"},
        {R"({"name":"x","slug":"x","password":"short"})", "password"},
        {R"({"name":"x","slug":"x","password":")" + std::string(201, 'p') + R"("})", "password"},
        {R"({"name":"x","slug":"x","customDomain":"status"})", "customDomain"},
        {R"({"name":"x","slug":"x","customDomain":"10.0.0.1"})", "customDomain"},
        {R"({"name":"x","slug":"x","customDomain":"2001:db8::1"})", "customDomain"},
        {R"({"name":"x","slug":"x","customDomain":"example.com"})", "customDomain"},
        {R"({"name":"x","slug":"x","customDomain":"shop.Example.com."})", "customDomain"},
        {R"({"name":"x","slug":"x","customDomain":"https://status.acme.org"})", "customDomain"},
        {R"({"name":"x","slug":"x","customDomain":"status.acme.org:8443"})", "customDomain"},
        {R"({"name":"x","slug":"x","customDomain":"a b.acme.org"})", "customDomain"},
        {R"({"name":"x","slug":"x","monitorIds":[$a,$a]})", "monitorIds"},
        {R"({"name":"x","slug":"x","monitors":[{"monitorId":$a},$a]})", "monitors"},
        {R"({"name":"x","slug":"x","monitors":[{"displayGroup":"G"}]})", "monitors"},
        {R"({"name":"x","slug":"x","monitors":[7]})", "monitors"},
        {R"({"name":"x","slug":"x",)"
         R"("monitors":"all"})",
         "monitors"},
        {R"({"name":"x","slug":"x","monitors":[{"monitorId":$a,"displayGroup":5}]})",
         "displayGroup"},
        {R"({"name":"x","slug":"x","monitors":[$a],"monitorIds":[$b]})", "monitorIds"},
    };
    for (const auto& [body, field] : cases) {
        const Answer answer = post("/api/status-pages", fill(body));
        EXPECT_EQ(answer.status, 422) << body << answer.body;
        EXPECT_EQ(answer.at("code"), "invalid_value") << body;
        EXPECT_EQ(answer.at("field"), field) << body;
    }
    for (const std::string& id : {unknown, std::string("mon_nonsense")}) {
        const Answer answer =
            post("/api/status-pages", R"({"name":"x","slug":"x","monitorIds":[")" + id + R"("]})");
        EXPECT_EQ(answer.status, 422);
        EXPECT_EQ(answer.at("code"), "unknown_monitor");
        EXPECT_EQ(answer.at("field"), "monitorIds");
        EXPECT_NE(answer.at("error").find(id), std::string::npos);
    }
    EXPECT_EQ(get("/api/status-pages").body, "[]");
}

TEST_F(PagesApi, TooManyEntries) {
    std::string list;
    for (int i = 0; i < 2001; ++i) {
        list += (i == 0 ? "\"" : ",\"") + a_ + "\"";
    }
    const Answer answer =
        post("/api/status-pages", R"({"name":"x","slug":"x","monitorIds":[)" + list + "]}");
    EXPECT_EQ(answer.status, 422);
    EXPECT_NE(answer.at("error").find("2000"), std::string::npos) << answer.body;
}

TEST_F(PagesApi, ValuesAreNormalisedAndCleared) {
    const std::string path = "/api/status-pages/" + add_page(R"({"name":"P","slug":"p"})");
    const Answer set = patch(
        path,
        R"({"accentColor":"#0Af","theme":"dark","timezone":"Europe/Berlin","locale":"pt-BR","noindex":true,
        "published":false,"description":"a\nb","logoUrl":"https://cdn.acme.org/l.svg",
        "custom_domain":"Status.B\u00fccher.Example."})");
    ASSERT_EQ(set.status, 200) << set.body;
    const std::pair<const char*, const char*> values[] = {
        {"accentColor", "#00aaff"},
        {"theme", "dark"},
        {"timezone", "Europe/Berlin"},
        {"locale", "pt-BR"},
        {"noindex", "true"},
        {"published", "false"},
        {"description", "a\nb"},
        {"logoUrl", "https://cdn.acme.org/l.svg"},
        {"customDomain", "status.xn--bcher-kva.example"}};
    for (const auto& [name, value] : values) {
        EXPECT_EQ(set.at(name), value);
    }
    const Answer cleared = patch(
        path,
        R"({"accentColor":null,"theme":null,"timezone":null,"locale":null,"noindex":null,"published":null,
        "description":null,"logoUrl":null,"customDomain":null})");
    for (const char* name :
         {"accentColor", "timezone", "locale", "description", "logoUrl", "customDomain"}) {
        EXPECT_EQ(cleared.at(name), "null") << name;
    }
    EXPECT_EQ(cleared.at("theme"), "auto");
    EXPECT_EQ(cleared.at("noindex"), "false");
    EXPECT_EQ(cleared.at("published"), "true");
    EXPECT_EQ(cleared.at("customDomainStatus.state"), "none");
}

}  // namespace
}  // namespace ks::test
