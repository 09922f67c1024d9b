// SPDX-License-Identifier: Apache-2.0
// The whole server on loopback: hosts, TLS names, resumption, 421, limits, drain.
#include "../support/reactor_fixture.hpp"
#include "../support/tls_client.hpp"

#include "edge/app/wiring.hpp"
#include "edge/tls/digest.hpp"

#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include <thread>

namespace ks::app {
namespace {

using namespace std::chrono_literals;
using test::PlainClient;
using test::TlsClient;
using test::TlsClientOptions;

constexpr int kUnrecognizedName = 112;
constexpr int kNoApplicationProtocol = 120;

std::string get(std::string_view host, std::string_view path = "/", std::string_view more = "") {
    return "GET " + std::string(path) + " HTTP/1.1\r\nHost: " + std::string(host) + "\r\n" +
           std::string(more) + "\r\n";
}

class ServerTest : public ::testing::Test {
protected:
    ServerTest() {
        config_.data_dir = directory_.path().string();
        config_.base_domain = "example.com";
        config_.listen.http = {"127.0.0.1:0"};
        config_.listen.https = {"127.0.0.1:0"};
        config_.listen.reactors = 2;
        fill_store();
    }

    void start() {
        auto app = App::start(config_, [] {});
        ASSERT_TRUE(app.has_value()) << app.error();
        app_ = *std::move(app);
        http_ = app_->listening().http.front().port();
        https_ = app_->listening().https.front().port();
    }

    [[nodiscard]] TlsClientOptions tls(std::string name, int version = 0) const {
        return {.server_name = name,
                .ca_file = app_->listening().ca_file.string(),
                .verify_name = name,
                .version = version};
    }

    std::string ask_plain(std::string_view request) const {
        PlainClient client(http_);
        client.send(request);
        client.end_sending();
        return client.receive_all();
    }

    config::Config config_;
    test::TemporaryDirectory directory_;
    std::unique_ptr<App> app_;
    std::uint16_t http_ = 0;
    std::uint16_t https_ = 0;

private:
    /// As if DNS had been right a moment ago. Nobody asks again while the test runs.
    static void verify(write::InlineWriter& writer, const char* domain, PageId page) {
        const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
        write::SaveWork save{.host = domain};
        save.work.page = page;
        save.work.next = now + std::chrono::hours(1);
        save.work.dns_checked = save.work.dns_good = now;
        save.claim = write::SetDomainState{
            .host = domain, .page = page, .state = record::DomainState::kActive};
        ASSERT_EQ(writer.run(save).code, Errc::kOk);
    }

    void fill_store() {
        lmdb::Env::Options options;
        options.directory = directory_.path();
        auto store = store::Store::open(options);
        ASSERT_TRUE(store.has_value());
        write::InlineWriter writer(**store);
        IdMaker ids(1, 2);
        write::CreateProject project;
        project.project = {.id = ids.make<ProjectId>(1), .name = "test"};
        project.first_key = {.id = ids.make<KeyId>(1), .project = project.project.id};
        ASSERT_EQ(writer.run(project).code, Errc::kOk);
        for (const auto& [slug, domain] :
             {std::pair{"acme", "status.acme.test"}, std::pair{"early", "status.early.test"}}) {
            write::CreatePage create;
            create.page.id = ids.make<PageId>(2);
            create.page.project = project.project.id;
            create.page.name = "Status of " + std::string(slug);
            create.page.slug = slug;
            create.page.custom_domain = domain;
            ASSERT_EQ(writer.run(create).code, Errc::kOk);
            if (std::string_view(slug) == "acme") {
                verify(writer, domain, create.page.id);
            }
        }
    }
};

TEST_F(ServerTest, PlainHttpRedirectsKnownHostsOnly) {
    start();
    const std::string port = std::to_string(https_);
    for (const std::string host :
         {"app.example.com", "pages.example.com", "acme.example.com", "status.acme.test"}) {
        const std::string answer = ask_plain(get(host, "/a?b=c"));
        EXPECT_TRUE(answer.starts_with("HTTP/1.1 308 ")) << host;
        EXPECT_NE(answer.find("Location: https://" + host + ":" + port + "/a?b=c\r\n"),
                  std::string::npos)
            << answer;
    }
    EXPECT_TRUE(ask_plain(get("ACME.example.com.:8080")).starts_with("HTTP/1.1 308 "));
    for (const std::string host : {"example.com",
                                   "nobody.example.com",
                                   "a.acme.example.com",
                                   "status.early.test",
                                   "evil.test",
                                   "127.0.0.1",
                                   "[::1]"}) {
        EXPECT_TRUE(ask_plain(get(host)).starts_with("HTTP/1.1 404 ")) << host;
    }
}

TEST_F(ServerTest, TheAdvertisedPortCounts) {
    config_.listen.public_https_port = 443;
    start();
    EXPECT_NE(ask_plain(get("acme.example.com")).find("Location: https://acme.example.com/\r\n"),
              std::string::npos);
}

TEST_F(ServerTest, EachNameGetsACertificateForIt) {
    start();
    for (const std::string host : {"app.example.com",
                                   "acme.example.com",
                                   "nobody.example.com",
                                   "example.com",
                                   "status.acme.test"}) {
        for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
            const TlsClient client(https_, tls(host, version));
            EXPECT_TRUE(client.ok()) << host;
            EXPECT_EQ(client.version(), version);
        }
    }
}

TEST_F(ServerTest, UnknownNamesAreRefused) {
    start();
    for (const std::string host :
         {"evil.test", "status.early.test", "a.acme.example.com", "xexample.com"}) {
        for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
            const TlsClient client(https_, {.server_name = host, .version = version});
            EXPECT_FALSE(client.ok()) << host;
            EXPECT_EQ(client.alert(), kUnrecognizedName) << host;
        }
    }
}

TEST_F(ServerTest, VerificationCanBeTurnedOff) {
    config_.dns.verify = false;
    start();
    EXPECT_TRUE(TlsClient(https_, tls("status.early.test")).ok());
}

TEST_F(ServerTest, WithoutANameTheBaseCertificate) {
    start();
    for (const std::string name : {"", "127.0.0.1"}) {
        TlsClientOptions options = tls("");
        options.server_name = name;
        options.verify_name = "app.example.com";
        TlsClient client(https_, options);
        ASSERT_TRUE(client.ok());
        client.send(get("127.0.0.1"));
        EXPECT_TRUE(client.receive_until("\r\n\r\n").starts_with("HTTP/1.1 404 "));
        client.send(get("acme.example.com", "/", "Connection: close\r\n"));
        EXPECT_NE(client.receive_all().find("Status of acme"), std::string::npos);
    }
}

TEST_F(ServerTest, OnlyWhatTheCertificateCoversIsServed) {
    start();
    TlsClient base(https_, tls("app.example.com"));
    base.send(get("status.acme.test"));
    EXPECT_TRUE(base.receive_until("cover").starts_with("HTTP/1.1 421 "));
    TlsClient wildcard(https_, tls("app.example.com"));
    wildcard.send(get("acme.example.com", "/", "Connection: close\r\n"));
    EXPECT_TRUE(wildcard.receive_all().starts_with("HTTP/1.1 200 "));
    TlsClient custom(https_, tls("status.acme.test"));
    custom.send(get("acme.example.com"));
    EXPECT_TRUE(custom.receive_until("cover").starts_with("HTTP/1.1 421 "));
    TlsClient unknown(https_, tls("status.acme.test"));
    unknown.send(get("evil.test"));
    EXPECT_TRUE(unknown.receive_until("\r\n\r\n").starts_with("HTTP/1.1 404 "));
}

TEST_F(ServerTest, SessionsResumeForTheirOwnNameOnly) {
    start();
    for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        TlsClient first(https_, tls("status.acme.test", version));
        ASSERT_TRUE(first.ok());
        first.send(get("status.acme.test", "/", "Connection: close\r\n"));
        EXPECT_NE(first.receive_all().find("Status of acme"), std::string::npos);
        SSL_SESSION* const session = first.session();
        ASSERT_NE(session, nullptr);
        // The copies of the ticket keys agree, whichever reactor is met.
        for (int i = 0; i < 8; ++i) {
            TlsClientOptions same = tls("status.acme.test", version);
            same.resume =
                SSL_SESSION_dup(session);  // OpenSSL's client uses a TLS 1.3 session once.
            const TlsClient again(https_, same);
            SSL_SESSION_free(same.resume);
            EXPECT_TRUE(again.ok());
            EXPECT_TRUE(again.resumed());
        }
        const TlsClient elsewhere(
            https_, {.server_name = "app.example.com", .version = version, .resume = session});
        EXPECT_TRUE(elsewhere.ok());
        EXPECT_FALSE(elsewhere.resumed()) << "a session of one name must not open another";
        SSL_SESSION_free(session);
    }
}

TEST_F(ServerTest, AlpnSpeaksHttp11Only) {
    start();
    TlsClientOptions options = tls("app.example.com");
    options.alpn = "http/1.1";
    EXPECT_EQ(TlsClient(https_, options).alpn(), "http/1.1");
    options.alpn = "h2";
    EXPECT_EQ(TlsClient(https_, options).alert(), kNoApplicationProtocol);
}

TEST_F(ServerTest, PipelinedOverTls) {
    start();
    TlsClient client(https_, tls("acme.example.com"));
    std::string many;
    for (int i = 0; i < 50; ++i) {
        many += get("acme.example.com");
    }
    client.send(many + get("acme.example.com", "/", "Connection: close\r\n"));
    const std::string answers = client.receive_all();
    int count = 0;
    for (std::size_t at = answers.find("HTTP/1.1 200 OK"); at != std::string::npos;
         at = answers.find("HTTP/1.1 200 OK", at + 1)) {
        ++count;
    }
    EXPECT_EQ(count, 51);
}

TEST_F(ServerTest, SilentAndSlowPeersAreEnded) {
    config_.limits.handshake_timeout = 300ms;
    config_.limits.head_timeout = 300ms;
    config_.limits.idle_timeout = 400ms;
    start();
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_EQ(PlainClient(https_).receive_all(), "");
    EXPECT_EQ(PlainClient(http_).receive_all(), "");
    PlainClient slow(http_);
    slow.send("GET / HTTP/1.1\r\nHo");
    EXPECT_TRUE(slow.receive_all().starts_with("HTTP/1.1 408 "));
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 4s);
}

TEST_F(ServerTest, ConnectionsPerAddress) {
    config_.limits.connections_per_address = 3;
    config_.limits.exempt.clear();
    start();
    {
        std::vector<std::unique_ptr<PlainClient>> held;
        for (int i = 0; i < 3; ++i) {
            held.push_back(std::make_unique<PlainClient>(http_));
            held.back()->send(get("evil.test"));
            EXPECT_TRUE(held.back()->receive_until("\r\n\r\n").starts_with("HTTP/1.1 404")) << i;
        }
        EXPECT_EQ(ask_plain(get("evil.test")), "");
    }
    std::this_thread::sleep_for(200ms);
    EXPECT_TRUE(ask_plain(get("evil.test")).starts_with("HTTP/1.1 404"));
}

TEST_F(ServerTest, HandshakesPerAddress) {
    config_.limits.handshakes_per_address = 1;
    config_.limits.exempt.clear();
    start();
    int shaken = 0;
    for (int i = 0; i < 12; ++i) {
        shaken += TlsClient(https_, {.server_name = "app.example.com"}).ok() ? 1 : 0;
    }
    EXPECT_GE(shaken, 5);
    EXPECT_LE(shaken, 8);
}

TEST_F(ServerTest, DrainEndsIdleConnectionsAtOnceAndOthersAfterTheirAnswer) {
    start();
    TlsClient idle(https_, tls("acme.example.com"));
    idle.send(get("acme.example.com"));
    ASSERT_NE(idle.receive_until("</html>").find("Status of acme"), std::string::npos);
    PlainClient busy(http_);
    busy.send("GET / HTTP/1.1\r\nHost: acme.exa");
    std::this_thread::sleep_for(200ms);
    const auto begin = std::chrono::steady_clock::now();
    app_->drain(5s);
    EXPECT_EQ(idle.receive_all(), "");
    std::this_thread::sleep_for(100ms);
    EXPECT_FALSE(PlainClient(http_).connected());
    busy.send("mple.com\r\n\r\n");
    const std::string last = busy.receive_all();
    EXPECT_TRUE(last.starts_with("HTTP/1.1 308 "));
    EXPECT_NE(last.find("Connection: close"), std::string::npos);
    app_->join();
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 3s);
}

TEST_F(ServerTest, DrainIsCutShort) {
    start();
    PlainClient stuck(http_);
    stuck.send("GET / HTTP/1.1\r\nHost");
    std::this_thread::sleep_for(100ms);
    app_->drain(300ms);
    EXPECT_TRUE(app_->drained(3s));
    app_->join();
}

TEST_F(ServerTest, ASecondServerOnTheSameDataIsRefused) {
    start();
    const auto second = App::start(config_, [] {});
    ASSERT_FALSE(second.has_value());
    EXPECT_NE(second.error().find("another server"), std::string::npos) << second.error();
}

TEST_F(ServerTest, EndsCleanlyWithConnectionsOpen) {
    start();
    TlsClient open(https_, tls("acme.example.com"));
    ASSERT_TRUE(open.ok());
    PlainClient half(http_);
    half.send("GET /");
    app_.reset();
    EXPECT_FALSE(PlainClient(http_).connected());
}

}  // namespace
}  // namespace ks::app
