// SPDX-License-Identifier: Apache-2.0
// The http check against a real server: what each kind of answer is called, and that bounds hold.
#include "probe_fixture.hpp"
#include "test_server.hpp"

namespace ks::probe::test {
namespace {

using record::CheckStatus;

class HttpCheck : public ProbeTest {
protected:
    TestServer server_;
};

TEST_F(HttpCheck, AnswersAreJudgedAndNamed) {
    struct Case {
        std::string path;
        CheckStatus status;
        std::string error;
        std::uint16_t code;
    };

    const std::string away = "/to/http://127.0.0.1:" + std::to_string(server_.port()) + "/ok";
    const Case cases[] = {
        {"/ok", CheckStatus::kUp, "", 200},
        {"/status/204", CheckStatus::kUp, "", 204},
        {"/status/503", CheckStatus::kDown, "HTTP 503, expected 200-299", 503},
        {away, CheckStatus::kUp, "", 200},
        {"/to/ftp://127.0.0.1/",
         CheckStatus::kDown,
         "address or redirect is neither http nor https",
         0},
        {"/to/file:///etc/passwd",
         CheckStatus::kDown,
         "address or redirect is neither http nor https",
         0},
        {"/loop", CheckStatus::kDown, "more than 10 redirects", 0},
        {"/close", CheckStatus::kDown, "connection closed without an answer", 0},
        {"/garbage", CheckStatus::kDown, "answer is not HTTP", 0},
        {"/short", CheckStatus::kDown, "answer ended too early", 0},
        {"/bighead", CheckStatus::kDown, "answer's header fields are larger than 256 KiB", 0},
    };
    for (const Case& c : cases) {
        const record::CheckResult result = check(http(server_.url(c.path)));
        EXPECT_EQ(result.status, c.status) << c.path;
        EXPECT_EQ(result.error, c.error) << c.path;
        EXPECT_EQ(result.status_code, c.code) << c.path;
        EXPECT_EQ(result.response_ms >= 0, c.code != 0) << c.path;
    }
}

TEST_F(HttpCheck, RefusedConnection) {
    const auto result = check(http("http://127.0.0.1:" + std::to_string(closed_port()) + "/"));
    EXPECT_EQ(result.status, CheckStatus::kDown);
    EXPECT_EQ(result.error, "connection refused");
}

TEST_F(HttpCheck, UnknownHost) {
    EXPECT_EQ(check(http("http://nowhere.invalid/")).error, "host name could not be resolved");
}

TEST_F(HttpCheck, TimeoutEndsTheCheck) {
    record::Monitor monitor = http(server_.url("/hang"));
    monitor.settings.front().timeout_ms = 400;
    const auto begun = std::chrono::steady_clock::now();
    const auto result = check(monitor);
    const auto spent = std::chrono::steady_clock::now() - begun;
    EXPECT_EQ(result.error, "timed out after 400 ms");
    EXPECT_GE(spent, std::chrono::milliseconds(390));
    EXPECT_LT(spent, std::chrono::seconds(3));
}

TEST_F(HttpCheck, SlowIsDegraded) {
    record::Monitor monitor = http(server_.url("/slow/300"));
    monitor.degraded_above_ms = 200;
    const auto slow = check(monitor);
    EXPECT_EQ(slow.status, CheckStatus::kDegraded);
    EXPECT_TRUE(slow.error.starts_with("answered in 3")) << slow.error;
    EXPECT_GE(slow.response_ms, 300);
    monitor.degraded_above_ms = 4000;
    EXPECT_EQ(check(monitor).status, CheckStatus::kUp);
}

TEST_F(HttpCheck, ExpectedStatusListsAndRanges) {
    record::Monitor monitor = http(server_.url("/status/404"));
    monitor.http.expected_status = {{200, 200}, {404, 404}};
    EXPECT_EQ(check(monitor).status, CheckStatus::kUp);
    monitor.http.expected_status = {{200, 204}, {405, 499}};
    EXPECT_EQ(check(monitor).error, "HTTP 404, expected 200-204, 405-499");
}

TEST_F(HttpCheck, RedirectIsAnAnswerWhenNotFollowed) {
    record::Monitor monitor = http(server_.url("/to/" + server_.url("/ok")));
    monitor.http.follow_redirects = false;
    EXPECT_EQ(check(monitor).error, "HTTP 302, expected 200-299");
    EXPECT_EQ(server_.connections(), 1);
}

TEST_F(HttpCheck, BodyContains) {
    record::Monitor monitor = http(server_.url("/ok"));
    monitor.http.body_contains = "is well";
    EXPECT_EQ(check(monitor).status, CheckStatus::kUp);
    monitor.http.body_contains = "is ill";
    EXPECT_EQ(check(monitor).error, "expected text is not in the body");
}

TEST_F(HttpCheck, EndlessBodyIsReadToTheBoundOnly) {
    record::Monitor monitor = http(server_.url("/big"));
    EXPECT_EQ(check(monitor).status, CheckStatus::kUp);
    monitor.http.body_contains = "y";
    EXPECT_EQ(check(monitor).error, "expected text is not in the first 1 MiB of the body");
}

TEST_F(HttpCheck, RequestIsWhatTheOwnerWrote) {
    struct Case {
        std::string method, body, line;
        bool has_body;
    };

    const Case cases[] = {{"GET", "", "GET /echo HTTP/1.1\r\n", false},
                          {"POST", "a=1", "POST /echo HTTP/1.1\r\n", true},
                          {"PUT", "{}", "PUT /echo HTTP/1.1\r\n", true},
                          {"PATCH", "x", "PATCH /echo HTTP/1.1\r\n", true},
                          {"DELETE", "", "DELETE /echo HTTP/1.1\r\n", false}};
    for (const Case& c : cases) {
        record::Monitor monitor = http(server_.url("/echo"));
        monitor.http.method = c.method;
        monitor.http.body = c.body;
        monitor.http.headers = {{"X-Token", "secret"}, {"X-Bad", "a\r\nInjected: 1"}};
        for (const std::string& wanted : {c.line,
                                          std::string("X-Token: secret\r\n"),
                                          std::string("User-Agent: kamustatus/test\r\n")}) {
            monitor.http.body_contains = wanted;
            EXPECT_EQ(check(monitor).error, "") << c.method << wanted;
        }
        if (c.has_body) {
            monitor.http.body_contains = "Content-Length: " + std::to_string(c.body.size());
            EXPECT_EQ(check(monitor).error, "") << c.method;
        }
        for (const char* unwanted : {"Injected", "Cookie", "Expect:", "urlencoded"}) {
            monitor.http.body_contains = unwanted;
            EXPECT_EQ(check(monitor).error, "expected text is not in the body")
                << c.method << unwanted;
        }
    }
}

TEST_F(HttpCheck, HeadReadsNoBody) {
    record::Monitor monitor = http(server_.url("/ok"));
    monitor.http.method = "HEAD";
    EXPECT_EQ(check(monitor).status, CheckStatus::kUp);
}

TEST_F(HttpCheck, ForbiddenTargetsAreRefusedBeforeConnecting) {
    options_.guard = &forbidden_range;
    const std::string port = std::to_string(server_.port());
    for (const std::string& host : {std::string("127.0.0.1"),
                                    std::string("localhost"),
                                    std::string("2130706433"),
                                    std::string("[::ffff:127.0.0.1]"),
                                    std::string("0.0.0.0")}) {
        const auto result = check(http("http://" + host + ":" + port + "/ok"));
        EXPECT_EQ(result.status, CheckStatus::kDown) << host;
        EXPECT_TRUE(result.error.contains("in a range that checks may not reach"))
            << host << ": " << result.error;
    }
    EXPECT_EQ(server_.connections(), 0);
}

TEST_F(HttpCheck, RedirectIntoAForbiddenRangeIsRefused) {
    options_.guard =
        +[](const asio::ip::address& address) noexcept -> std::optional<std::string_view> {
        return address.to_string() == "127.0.0.1" ? std::nullopt
                                                  : std::optional<std::string_view>("test range");
    };
    const std::string there = "http://127.0.0.2:" + std::to_string(server_.port()) + "/ok";
    EXPECT_EQ(check(http(server_.url("/to/" + there))).error,
              "target address 127.0.0.2 (test range) is in a range that checks may not reach");
    EXPECT_EQ(server_.connections(), 1);
    options_.guard = nullptr;
    EXPECT_EQ(check(http(server_.url("/to/" + there))).error, "connection refused");
}

TEST_F(HttpCheck, ProxyFromTheEnvironmentIsIgnored) {
    ::setenv("http_proxy", "http://127.0.0.1:1", 1);
    ::setenv("ALL_PROXY", "http://127.0.0.1:1", 1);
    EXPECT_EQ(check(http(server_.url("/ok"))).status, CheckStatus::kUp);
    ::unsetenv("http_proxy");
    ::unsetenv("ALL_PROXY");
}

class HttpsCheck : public ProbeTest {
protected:
    /// Checks a server with that certificate; `trusted`: its certificate is in ca_file.
    record::CheckResult check_tls(const TestCertificate& wish,
                                  bool trusted,
                                  bool verify,
                                  const std::string& host = "localhost") {
        TestServer server{std::optional(wish)};
        options_.ca_file = trusted ? write_file("root.pem", server.certificate_pem()) : "";
        record::Monitor monitor =
            http("https://" + host + ":" + std::to_string(server.port()) + "/ok");
        monitor.http.verify_tls = verify;
        return check(monitor);
    }
};

TEST_F(HttpsCheck, ValidCertificate) {
    const auto result = check_tls({}, true, true);
    EXPECT_EQ(result.error, "");
    EXPECT_EQ(result.status, CheckStatus::kUp);
    ASSERT_TRUE(result.certificate.has_value());
    EXPECT_TRUE(result.certificate->valid);
    EXPECT_EQ(result.certificate->issuer, "Test Works R1");
    const auto left = result.certificate->expires_at - clock_.now_seconds();
    EXPECT_NEAR(static_cast<double>(left.count()), 90 * 86400 + 3600, 60);
}

TEST_F(HttpsCheck, InvalidCertificates) {
    const TestCertificate expired{"localhost", -20, -10};
    const auto old = check_tls(expired, true, true);
    EXPECT_EQ(old.status, CheckStatus::kDown);
    EXPECT_TRUE(old.error.starts_with("certificate expired on 20")) << old.error;
    ASSERT_TRUE(old.certificate.has_value());
    EXPECT_FALSE(old.certificate->valid);
    EXPECT_LT(old.certificate->expires_at, clock_.now_seconds());

    EXPECT_EQ(check_tls({}, false, true).error, "certificate is self-signed");
    EXPECT_EQ(check_tls({"other.test", -1, 90}, true, true).error,
              "certificate is not for this host name");
    EXPECT_EQ(check_tls({"localhost", 5, 90}, true, true).error, "certificate is not valid yet");
}

TEST_F(HttpsCheck, NobodyVerifiesWhereTheOwnerSaysSo) {
    EXPECT_EQ(check_tls({}, false, false).status, CheckStatus::kUp);
    EXPECT_EQ(check_tls({"localhost", -20, -10}, false, false).status, CheckStatus::kUp);
    EXPECT_EQ(check_tls({"other.test", -1, 90}, false, false).status, CheckStatus::kUp);
}

TEST_F(HttpsCheck, ExpiringSoonIsDegraded) {
    TestServer server{std::optional(TestCertificate{"localhost", -80, 13})};
    options_.ca_file = write_file("root.pem", server.certificate_pem());
    record::Monitor monitor = http(server.url("/ok"));
    const auto result = check(monitor);
    EXPECT_EQ(result.status, CheckStatus::kDegraded);
    EXPECT_TRUE(result.error.starts_with("certificate expires on 20")) << result.error;
    EXPECT_TRUE(result.certificate->valid);
    monitor.http.certificate_expiry_days = 13;  // 13 days and an hour are left
    EXPECT_EQ(check(monitor).status, CheckStatus::kUp);
    monitor.http.certificate_expiry_days = 0;
    EXPECT_EQ(check(monitor).status, CheckStatus::kUp);
}

TEST_F(HttpsCheck, PlainHttpOnATlsPort) {
    TestServer server{};
    const auto result = check(http("https://127.0.0.1:" + std::to_string(server.port()) + "/ok"));
    EXPECT_TRUE(result.error.starts_with("TLS handshake failed")) << result.error;
}

}  // namespace
}  // namespace ks::probe::test
