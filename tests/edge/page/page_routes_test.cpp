// SPDX-License-Identifier: Apache-2.0
// The public page's addresses, from the store to the bytes that a connection sends.
#include "edge/page/page_routes.hpp"

#include "fixture.hpp"

#include "edge/page/page_cache.hpp"
#include "edge/page/response_maker.hpp"
#include "edge/serve/compress.hpp"
#include "render/asset/assets.hpp"

#include <gtest/gtest.h>

#include <cerrno>
#include <string>

namespace ks::test {
namespace {

/// A finished answer taken apart.
struct Shown {
    std::uint16_t status = 0;
    std::string head;
    std::string body;
    bool ready = false;

    [[nodiscard]] std::string field(std::string_view name) const {
        const std::string start = "\r\n" + std::string(name) + ": ";
        const std::size_t at = head.find(start);
        return at == std::string::npos
                   ? "absent"
                   : head.substr(at + start.size(), head.find("\r\n", at + 2) - at - start.size());
    }
};

class PageRoutes : public ApiTest {
protected:
    PageRoutes() {
        monitor_ = add_monitor(R"({"name":"Shop <1>","type":"manual","displayGroup":"Web"})");
        page_ = add_page(R"({"name":"Acme","slug":"acme","monitorIds":[")" + monitor_ + R"("]})");
    }

    Shown visit(const std::string& path,
                const Fields& fields = {},
                const std::string& method = "GET",
                const std::string& host = "acme.example.com",
                bool secure = true) {
        http::FieldsView view;
        for (const auto& [name, value] : fields) {
            view.add(name, value);
        }
        const serve::Request request{.method = *http::parse_method(method),
                                     .path = path,
                                     .query = {},
                                     .host = host,
                                     .fields = view,
                                     .body = {},
                                     .peer = "127.0.0.1",
                                     .secure = secure};
        serve::Reply reply;
        if (host == "pages.example.com") {
            page::serve_cname_target(*site_, cache_, request, reply);
        } else {
            EXPECT_TRUE(page::serve_page(*site_, cache_, *PageId::parse(page_), request, reply));
        }
        return taken_apart(reply);
    }

    static Shown taken_apart(serve::Reply& reply) {
        if (reply.ready) {
            const std::string& bytes = reply.ready->bytes;
            EXPECT_EQ(bytes.substr(0, 9), "HTTP/1.1 ");
            EXPECT_EQ(bytes.substr(reply.ready->date_offset - 6, 6), "Date: ");
            EXPECT_EQ(bytes.substr(reply.ready->date_offset + 29, 2), "\r\n");
            EXPECT_EQ(bytes.substr(reply.ready->head_size - 4, 4), "\r\n\r\n");
            return {.status = static_cast<std::uint16_t>(std::stoi(bytes.substr(9, 3))),
                    .head = bytes.substr(0, reply.ready->head_size),
                    .body = bytes.substr(reply.ready->head_size),
                    .ready = true};
        }
        Shown shown{.status = reply.status, .head = {}, .body = reply.body};
        for (const auto& [name, value] : reply.fields) {
            shown.head += "\r\n" + std::string(name) + ": " + value;
        }
        shown.head += "\r\n";
        return shown;
    }

    page::PageCache cache_;
    std::string monitor_;
    std::string page_;
};

TEST_F(PageRoutes, ThePageWithItsFields) {
    const Shown page = visit("/");
    EXPECT_EQ(page.status, 200);
    EXPECT_NE(page.body.find("Shop &lt;1&gt;"), std::string::npos);
    EXPECT_NE(page.body.find("Web"), std::string::npos);
    EXPECT_NE(page.body.find("No Data Yet"), std::string::npos);
    const std::pair<const char*, std::string> fields[] = {
        {"Content-Type", "text/html; charset=utf-8"},
        {"Cache-Control", "public, max-age=15"},
        {"Vary", "Accept-Encoding, Accept-Language"},
        {"X-Content-Type-Options", "nosniff"},
        {"Referrer-Policy", "strict-origin-when-cross-origin"},
        {"Cross-Origin-Opener-Policy", "same-origin"},
        {"Strict-Transport-Security", "max-age=63072000; includeSubDomains"},
        {"Content-Length", std::to_string(page.body.size())},
        {"Content-Encoding", "absent"},
        {"X-Robots-Tag", "absent"}};
    for (const auto& [name, value] : fields) {
        EXPECT_EQ(page.field(name), value) << name;
    }
    EXPECT_NE(page.field("Permissions-Policy"), "absent");
    EXPECT_EQ(page.field("Content-Security-Policy").find("unsafe"), std::string::npos);
    EXPECT_EQ(page.field("Content-Security-Policy")
                  .find("default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' "
                        "data:; connect-src 'self'"),
              0U);
    EXPECT_EQ(visit("/", {}, "HEAD").body, page.body);  // the connection sends the head alone
}

TEST_F(PageRoutes, HstsFollowsHostAndTransport) {
    EXPECT_EQ(visit("/", {}, "GET", "status.acme.org").field("Strict-Transport-Security"),
              "max-age=63072000");
    EXPECT_EQ(visit("/", {}, "GET", "acme.example.com", false).field("Strict-Transport-Security"),
              "absent");
    EXPECT_EQ(visit("/", {}, "GET", "notexample.com").field("Strict-Transport-Security"),
              "max-age=63072000");
}

TEST_F(PageRoutes, TheSecondVisitIsTheSameBytes) {
    serve::Reply first;
    serve::Reply second;
    const http::FieldsView none;
    const serve::Request request{.method = http::Method::kGet,
                                 .path = "/",
                                 .query = {},
                                 .host = "acme.example.com",
                                 .fields = none,
                                 .body = {},
                                 .peer = {},
                                 .secure = true};
    EXPECT_TRUE(page::serve_page(*site_, cache_, *PageId::parse(page_), request, first));
    clock_.seconds += 9;
    EXPECT_TRUE(page::serve_page(*site_, cache_, *PageId::parse(page_), request, second));
    EXPECT_EQ(first.ready.get(), second.ready.get());
    clock_.seconds += 1;
    serve::Reply third;
    EXPECT_TRUE(page::serve_page(*site_, cache_, *PageId::parse(page_), request, third));
    EXPECT_NE(first.ready.get(), third.ready.get());
}

TEST_F(PageRoutes, AResultOrAChangeShowsAtOnce) {
    EXPECT_NE(visit("/").body.find("No Data Yet"), std::string::npos);
    ASSERT_EQ(post("/api/monitors/" + monitor_ + "/results", R"({"status":"up"})").status, 202);
    EXPECT_NE(visit("/").body.find("All Systems Operational"), std::string::npos);
    ASSERT_EQ(patch("/api/status-pages/" + page_, R"({"name":"Renamed"})").status, 200);
    EXPECT_NE(visit("/").body.find("Renamed"), std::string::npos);
    ASSERT_EQ(patch("/api/monitors/" + monitor_, R"({"name":"Store"})").status, 200);
    EXPECT_NE(visit("/").body.find("Store"), std::string::npos);
}

TEST_F(PageRoutes, AStateThatAgesEndsTheCachedPageInTime) {
    ASSERT_EQ(patch("/api/monitors/" + monitor_, R"({"interval":1,"timeout":1})").status, 200);
    clock_.seconds += 1;  // the change counts from the second after the creation on
    ASSERT_EQ(post("/api/monitors/" + monitor_ + "/results", R"({"status":"up"})").status, 202);
    EXPECT_NE(visit("/").body.find("All Systems Operational"), std::string::npos);
    clock_.seconds += 3;  // 2 x interval + timeout: long before the ten seconds of the cache
    EXPECT_EQ(visit("/").body.find("All Systems Operational"), std::string::npos);
}

TEST_F(PageRoutes, TagsAreDistinctPerCodingAndAnswer304) {
    const Shown plain = visit("/");
    const Shown gzip = visit("/", {{"Accept-Encoding", "gzip"}});
    const Shown brotli = visit("/", {{"Accept-Encoding", "gzip, br"}});
    EXPECT_EQ(gzip.field("Content-Encoding"), "gzip");
    EXPECT_EQ(brotli.field("Content-Encoding"), "br");
    EXPECT_LT(brotli.body.size(), plain.body.size());
    EXPECT_EQ(*serve::compress(http::Coding::kGzip, plain.body), gzip.body);
    EXPECT_NE(plain.field("ETag"), gzip.field("ETag"));
    EXPECT_NE(brotli.field("ETag"), gzip.field("ETag"));
    const Shown known =
        visit("/", {{"Accept-Encoding", "gzip"}, {"If-None-Match", gzip.field("ETag")}});
    EXPECT_EQ(known.status, 304);
    EXPECT_EQ(known.body, "");
    EXPECT_EQ(known.field("ETag"), gzip.field("ETag"));
    EXPECT_EQ(known.field("Vary"), "Accept-Encoding, Accept-Language");
    EXPECT_EQ(known.field("Cache-Control"), "public, max-age=15");
    EXPECT_EQ(known.field("Content-Length"), "absent");
    EXPECT_EQ(visit("/", {{"If-None-Match", gzip.field("ETag")}}).status, 200);
}

TEST_F(PageRoutes, OnlyReading) {
    for (const char* method : {"POST", "PUT", "PATCH", "DELETE"}) {
        const Shown answer = visit("/", {}, method);
        EXPECT_EQ(answer.status, 405) << method;
        EXPECT_EQ(answer.field("Allow"), "GET, HEAD");
    }
}

TEST_F(PageRoutes, AHiddenPageHidesEveryAddress) {
    ASSERT_EQ(visit("/").status, 200);  // so that a cached page would be found
    ASSERT_EQ(patch("/api/status-pages/" + page_, R"({"published":false})").status, 200);
    for (const char* path : {"/", "/robots.txt", "/favicon.ico", "/nothing"}) {
        EXPECT_EQ(visit(path).status, 404) << path;
        EXPECT_EQ(visit(path).body.find("Acme"), std::string::npos) << path;
    }
    ASSERT_EQ(
        patch("/api/status-pages/" + page_, R"({"published":true,"password":"correct horse"})")
            .status,
        200);
    for (const char* path : {"/", "/robots.txt", "/favicon.ico", "/nothing"}) {
        EXPECT_EQ(visit(path).status, 401) << path;
        EXPECT_EQ(visit(path).field("Cache-Control"), "no-store") << path;
        EXPECT_EQ(visit(path).body.find("Shop"), std::string::npos) << path;
    }
    ASSERT_EQ(del("/api/status-pages/" + page_).status, 204);
    EXPECT_EQ(visit("/").status, 404);
}

TEST_F(PageRoutes, RobotsAndIndexing) {
    EXPECT_EQ(visit("/robots.txt").body, "User-agent: *\nAllow: /\n");
    ASSERT_EQ(patch("/api/status-pages/" + page_, R"({"noindex":true})").status, 200);
    EXPECT_EQ(visit("/robots.txt").body, "User-agent: *\nDisallow: /\n");
    EXPECT_EQ(visit("/").field("X-Robots-Tag"), "noindex");
}

TEST_F(PageRoutes, AssetsAreImmutableAndCompressed) {
    const std::string style = asset::style_path({});
    for (const std::string& path :
         {style, std::string(asset::script_path()), asset::style_path("#00aaff")}) {
        const Shown plain = visit(path);
        const Shown brotli = visit(path, {{"Accept-Encoding", "br"}});
        EXPECT_EQ(plain.status, 200) << path;
        EXPECT_EQ(plain.field("Cache-Control"), "public, max-age=31536000, immutable");
        EXPECT_EQ(plain.field("X-Content-Type-Options"), "nosniff");
        EXPECT_EQ(plain.body, asset::find_asset(path)->bytes);
        EXPECT_EQ(brotli.field("Content-Encoding"), "br");
        EXPECT_LT(brotli.body.size(), plain.body.size());
    }
    EXPECT_EQ(visit("/assets/page.0000000000000000.css").status, 404);
    EXPECT_EQ(visit("/assets/../etc/passwd").status, 404);
    EXPECT_EQ(visit(style, {}, "GET", "pages.example.com").status, 200);
}

TEST_F(PageRoutes, ThePolicyAllowsTheImagesOfThePageAndNoOthers) {
    ASSERT_EQ(
        patch(
            "/api/status-pages/" + page_,
            R"({"logoUrl":"https://CDN.acme.org:8443/l.svg?x","faviconUrl":"https://i.acme.org/f.png"})")
            .status,
        200);
    EXPECT_NE(
        visit("/")
            .field("Content-Security-Policy")
            .find("img-src 'self' data: https://cdn.acme.org:8443 https://i.acme.org; connect-src"),
        std::string::npos)
        << visit("/").head;
}

TEST_F(PageRoutes, TheCnameTargetExplainsItself) {
    const Shown page = visit("/", {}, "GET", "pages.example.com");
    EXPECT_EQ(page.status, 200);
    EXPECT_EQ(page.field("Content-Type"), "text/html; charset=utf-8");
    EXPECT_EQ(visit("/x", {}, "GET", "pages.example.com").status, 404);
    EXPECT_EQ(visit("/", {}, "POST", "pages.example.com").status, 405);
}

TEST_F(PageRoutes, ThePageIsServedWhileNothingCanBeWritten) {
    commit_error_ = ENOSPC;
    EXPECT_EQ(post("/api/monitors/" + monitor_ + "/results", R"({"status":"up"})").status, 503);
    EXPECT_EQ(visit("/").status, 200);
    clock_.seconds += 3600;
    EXPECT_EQ(visit("/").status, 200);
}

}  // namespace
}  // namespace ks::test
