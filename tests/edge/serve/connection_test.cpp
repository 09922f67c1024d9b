// SPDX-License-Identifier: Apache-2.0
// The connection loop over a scripted stream: framing, order, limits, deadlines, and every
// operation failing once.
#include "edge/serve/connection.hpp"

#include "../support/script_stream.hpp"

#include <gtest/gtest.h>

namespace ks::serve {
namespace {

using test::End;
using test::Pass;
using test::Step;
using namespace std::chrono_literals;

/// /ready, /stream, /late (answered after a suspension), all else echoes method, path and body.
class EchoHandler final : public Handler {
public:
    explicit EchoHandler(loop::Reactor& reactor) : reactor_(reactor) {
        auto made = std::make_shared<ReadyResponse>();
        made->bytes =
            "HTTP/1.1 200 OK\r\nDate: Thu, 01 Jan 1970 00:00:00 GMT\r\nContent-Length: "
            "5\r\n\r\nready";
        made->date_offset = made->bytes.find("Thu");
        made->head_size = made->bytes.size() - 5;
        ready_ = std::move(made);
    }

    bool answer_now(const Request& request,
                    const tls::Session* /*session*/,
                    std::string_view /*id*/,
                    Reply& reply) override {
        ++answered;
        if (request.path == "/late") {
            return false;
        }
        if (request.path == "/ready") {
            reply.ready = ready_;
            return true;
        }
        if (request.path == "/stream") {
            reply.stream = [left = 3](std::string& out) mutable -> Result<bool> {
                out += "part" + std::to_string(left);
                return --left > 0;
            };
            return true;
        }
        if (request.path == "/broken-stream") {
            reply.stream = [](std::string& out) -> Result<bool> {
                out += "begun";
                return Errc::kStoreUnavailable;
            };
            return true;
        }
        reply.body = std::string(http::name(request.method)) + " " + std::string(request.path) +
                     " " + std::string(request.body);
        return true;
    }

    loop::Task<void> answer(const Request& request,
                            std::string_view /*id*/,
                            Reply& reply) override {
        co_await reactor_.yield();
        reply.body = "late " + std::string(request.host);
    }

    void refuse(Errc code, std::string_view host, Reply& reply) override {
        reply.status = info(code).http_status;
        reply.body = std::string(info(code).name) + "@" + std::string(host);
    }

    int answered = 0;

private:
    loop::Reactor& reactor_;
    std::shared_ptr<const ReadyResponse> ready_;
};

class ConnectionTest : public test::ReactorFixture {
protected:
    std::string talk(std::deque<Step> steps) {
        stream_ = std::make_unique<test::ScriptStream>(*reactor_, clock_, std::move(steps));
        configure_(*stream_);
        return talk_on();
    }

    std::string talk_on() {
        Shared shared{*reactor_, limits_, handler_};
        shared.draining = draining_;
        Connection connection(shared, *stream_, {.peer = "192.0.2.1"});
        run(connection.run());
        EXPECT_TRUE(stream_->closed);
        return stream_->written;
    }

    Limits limits_;
    EchoHandler handler_{*reactor_};
    bool draining_ = false;
    std::function<void(test::ScriptStream&)> configure_ = [](test::ScriptStream&) {};
    std::unique_ptr<test::ScriptStream> stream_;
};

std::string get(std::string_view path, std::string_view more = "") {
    return "GET " + std::string(path) + " HTTP/1.1\r\nHost: a.example\r\n" + std::string(more) +
           "\r\n";
}

int count(std::string_view text, std::string_view what) {
    int n = 0;
    for (std::size_t at = text.find(what); at != std::string_view::npos;
         at = text.find(what, at + what.size())) {
        ++n;
    }
    return n;
}

TEST_F(ConnectionTest, AnswersAndStaysOpen) {
    const std::string out = talk({get("/one"), get("/two"), End{}});
    EXPECT_EQ(count(out, "HTTP/1.1 200 OK\r\n"), 2);
    EXPECT_TRUE(out.ends_with("GET /two "));
    EXPECT_EQ(count(out, "Connection:"), 0);
    EXPECT_EQ(count(out, "x-request-id: "), 2);
    EXPECT_TRUE(stream_->finished);
}

TEST_F(ConnectionTest, PipelinedRequestsAreAnsweredInOrderInOneWrite) {
    const std::string out = talk({get("/1") + get("/ready") + get("/late") + get("/4"), End{}});
    const std::size_t first = out.find("GET /1 ");
    const std::size_t second = out.find("ready");
    const std::size_t third = out.find("late a.example");
    const std::size_t fourth = out.find("GET /4 ");
    EXPECT_LT(first, second);
    EXPECT_LT(second, third);
    EXPECT_LT(third, fourth);
    EXPECT_NE(fourth, std::string::npos);
    EXPECT_EQ(stream_->writes, 1);
}

TEST_F(ConnectionTest, AHeadMayArriveByteByByte) {
    std::deque<Step> steps;
    for (const char c : get("/slow-but-sure")) {
        steps.emplace_back(std::string(1, c));
    }
    steps.emplace_back(End{});
    EXPECT_TRUE(talk(std::move(steps)).ends_with("GET /slow-but-sure "));
}

TEST_F(ConnectionTest, ReadyResponseGetsTodaysDateAndNothingElseChanges) {
    const std::string out = talk({get("/ready"), End{}});
    EXPECT_TRUE(out.starts_with("HTTP/1.1 200 OK\r\nDate: "));
    EXPECT_EQ(out.find("1970"), std::string::npos);
    EXPECT_TRUE(out.ends_with("GMT\r\nContent-Length: 5\r\n\r\nready"));
}

TEST_F(ConnectionTest, HeadHasTheHeadOnly) {
    const std::string out =
        talk({"HEAD /ready HTTP/1.1\r\nHost: a\r\n\r\nHEAD /x HTTP/1.1\r\nHost: a\r\n\r\nHEAD "
              "/stream HTTP/1.1\r\nHost: a\r\n\r\n",
              End{}});
    EXPECT_EQ(out.find("ready"), std::string::npos);
    EXPECT_NE(out.find("Content-Length: 5\r\n"), std::string::npos);
    EXPECT_NE(out.find("Content-Length: 8\r\n"), std::string::npos);
    EXPECT_TRUE(out.ends_with("\r\n\r\n"));
    EXPECT_EQ(out.find("part"), std::string::npos);
}

TEST_F(ConnectionTest, Http10ClosesUnlessAskedNotTo) {
    const std::string close = talk({"GET /ready HTTP/1.0\r\nHost: a\r\n\r\n" + get("/never")});
    EXPECT_NE(close.find("Connection: close\r\n\r\nready"), std::string::npos);
    EXPECT_EQ(close.find("never"), std::string::npos);
    const std::string keep = talk(
        {"GET /ready HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n", get("/next"), End{}});
    EXPECT_NE(keep.find("Connection: keep-alive\r\n\r\nready"), std::string::npos);
    EXPECT_NE(keep.find("GET /next"), std::string::npos);
}

TEST_F(ConnectionTest, ConnectionCloseIsHonoured) {
    const std::string out = talk({get("/a", "Connection: close\r\n") + get("/b")});
    EXPECT_NE(out.find("Connection: close\r\n"), std::string::npos);
    EXPECT_EQ(out.find("/b"), std::string::npos);
}

TEST_F(ConnectionTest, DrainingMakesTheNextResponseTheLast) {
    draining_ = true;
    const std::string out = talk({get("/ready"), get("/b")});
    EXPECT_NE(out.find("Connection: close\r\n\r\nready"), std::string::npos);
    EXPECT_EQ(out.find("/b"), std::string::npos);
}

TEST_F(ConnectionTest, RequestsPerConnectionAreLimited) {
    limits_.requests_per_connection = 2;
    const std::string out = talk({get("/1") + get("/2") + get("/3")});
    EXPECT_EQ(count(out, "HTTP/1.1 200"), 2);
    EXPECT_EQ(count(out, "Connection: close"), 1);
}

TEST_F(ConnectionTest, AnOldConnectionEndsWithItsNextResponse) {
    const std::string out = talk({Pass{59s}, get("/1"), Pass{50s}, get("/2"), End{}});
    EXPECT_EQ(count(out, "Connection: close"), 0);
    limits_.connection_lifetime = 60s;
    const std::string old = talk({Pass{50s}, get("/1"), Pass{50s}, get("/2"), get("/3")});
    EXPECT_EQ(count(old, "Connection: close"), 1);
    EXPECT_EQ(old.find("/3"), std::string::npos);
}

TEST_F(ConnectionTest, BodiesByLengthAndChunked) {
    const std::string post = "POST /p HTTP/1.1\r\nHost: a\r\n";
    EXPECT_TRUE(talk({post + "Content-Length: 5\r\n\r\nhello", End{}}).ends_with("POST /p hello"));
    EXPECT_TRUE(
        talk({post + "Content-Length: 5\r\n\r\nhe", "l", "lo", End{}}).ends_with("POST /p hello"));
    const std::string chunked = post + "Transfer-Encoding: chunked\r\n\r\n";
    EXPECT_TRUE(
        talk({chunked + "3\r\nhel\r\n", "2\r\nlo\r\n0\r\n\r\n", End{}}).ends_with("POST /p hello"));
}

TEST_F(ConnectionTest, WhatFollowsABodyIsTheNextRequest) {
    const std::string post = "POST /p HTTP/1.1\r\nHost: a\r\n";
    EXPECT_TRUE(
        talk({post + "Content-Length: 2\r\n\r\nhi" + get("/next"), End{}}).ends_with("GET /next "));
    const std::string chunked = post + "Transfer-Encoding: chunked\r\n\r\n";
    EXPECT_TRUE(
        talk({chunked + "2\r\nhi\r\n0\r\n\r\n" + get("/next"), End{}}).ends_with("GET /next "));
    const std::string apart = talk({chunked, "2\r\nhi\r\n0\r\n\r\n" + get("/x"), get("/y"), End{}});
    EXPECT_NE(apart.find("POST /p hi"), std::string::npos);
    EXPECT_NE(apart.find("GET /x "), std::string::npos);
    EXPECT_TRUE(apart.ends_with("GET /y "));
}

TEST_F(ConnectionTest, LimitsAreAnsweredAndClose) {
    limits_.body_bytes_max = 10;

    struct Case {
        std::string sent;
        std::string answer;
    };

    const std::vector<Case> cases{
        {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n", "body_too_large@a"},
        {"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: "
         "chunked\r\n\r\nb\r\n01234567890\r\n0\r\n\r\n",
         "body_too_large@a"},
        {"GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(40000, 'x') + "\r\n\r\n",
         "head_too_large@"},
        {"GET /" + std::string(9000, 'x') + " HTTP/1.1\r\nHost: a\r\n\r\n", "uri_too_long@"},
        {"GET / HTTP/1.1\r\n\r\n", "bad_request@"},
        {"GET / HTTP/1.1\nHost: a\n\n", "bad_request@"},
        {"BREW / HTTP/1.1\r\nHost: a\r\n\r\n", "method_unknown@"},
        {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
         "bad_request@"},
    };
    for (const Case& one : cases) {
        const std::string out = talk({one.sent + get("/after")});
        EXPECT_TRUE(out.ends_with(one.answer))
            << one.sent.substr(0, 60) << " -> " << out.substr(0, 200);
        EXPECT_EQ(count(out, "Connection: close\r\n"), 1);
        EXPECT_EQ(count(out, "HTTP/1.1 "), 1);
        EXPECT_TRUE(stream_->finished) << "closed without lingering";
    }
    EXPECT_EQ(handler_.answered, 0);
}

TEST_F(ConnectionTest, ABodyOfExactlyTheLimitIsTaken) {
    limits_.body_bytes_max = 10;
    EXPECT_TRUE(talk({"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n0123456789", End{}})
                    .ends_with("POST / 0123456789"));
}

TEST_F(ConnectionTest, ExpectContinue) {
    const std::string head =
        "POST /p HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n";
    const std::string out = talk({head, "hello", End{}});
    EXPECT_TRUE(out.starts_with("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK"));
    EXPECT_TRUE(out.ends_with("POST /p hello"));
    limits_.body_bytes_max = 4;
    const std::string refused = talk({head});
    EXPECT_TRUE(refused.starts_with("HTTP/1.1 413 ")) << refused;
}

TEST_F(ConnectionTest, StreamedReplies) {
    const std::string out = talk({get("/stream"), get("/next"), End{}});
    EXPECT_NE(out.find("Transfer-Encoding: chunked\r\n"), std::string::npos);
    EXPECT_NE(out.find("5\r\npart3\r\n5\r\npart2\r\n5\r\npart1\r\n0\r\n\r\nHTTP/1.1 200"),
              std::string::npos);
    EXPECT_TRUE(out.ends_with("GET /next "));
    const std::string old = talk({"GET /stream HTTP/1.0\r\nHost: a\r\n\r\n"});
    EXPECT_EQ(old.find("chunked"), std::string::npos);
    EXPECT_TRUE(old.ends_with("\r\n\r\npart3part2part1"));
}

TEST_F(ConnectionTest, AStreamThatFailsIsCutOff) {
    const std::string out = talk({get("/broken-stream") + get("/next")});
    EXPECT_EQ(out.find("0\r\n\r\n"), std::string::npos);
    EXPECT_EQ(out.find("next"), std::string::npos);
    EXPECT_FALSE(stream_->finished);
}

TEST_F(ConnectionTest, ASlowHeadIsAnswered408) {
    const std::string out =
        talk({"GET / HT", Pass{6s}, "TP/1.1\r\n", Pass{6s}, "Host: a\r\n", Pass{6s}});
    EXPECT_TRUE(out.starts_with("HTTP/1.1 408 ")) << out;
    EXPECT_TRUE(out.ends_with("request_timeout@"));
}

TEST_F(ConnectionTest, AHeadWithinItsTimeIsAnswered) {
    const std::string out =
        talk({"GET / HT", Pass{6s}, "TP/1.1\r\nHost: a\r\n\r\n", Pass{20s}, get("/b"), End{}});
    EXPECT_TRUE(out.ends_with("GET /b ")) << out;
}

TEST_F(ConnectionTest, AnIdleConnectionEndsSilently) {
    EXPECT_EQ(talk({Pass{61s}, Pass{1s}, get("/late")}), "");
    EXPECT_TRUE(stream_->finished);
    const std::string out =
        talk({Pass{58s}, get("/1"), Pass{58s}, get("/2"), Pass{2s}, Pass{60s}, get("/3")});
    EXPECT_TRUE(out.ends_with("GET /2 ")) << out;
}

TEST_F(ConnectionTest, AnIdleConnectionGivesItsBuffersBackOnce) {
    talk({get("/1"), Pass{2s}, Pass{2s}, get("/2"), End{}});
    EXPECT_EQ(stream_->releases, 1);
    talk({get("/1"), Pass{2s}, get("/2"), Pass{2s}, End{}});
    EXPECT_EQ(stream_->releases, 2);
}

TEST_F(ConnectionTest, ASlowBodyIsAnswered408) {
    const std::string head = "POST /p HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n";
    const std::string slow = talk({head + "x", Pass{11s}, "x", Pass{11s}, "x"});
    EXPECT_TRUE(slow.starts_with("HTTP/1.1 408 ")) << slow.substr(0, 100);
    const std::string half(50000, 'x');
    const std::string fine = talk(
        {head + half, Pass{9s}, std::string(6000, 'x'), Pass{9s}, std::string(44000, 'x'), End{}});
    EXPECT_TRUE(fine.starts_with("HTTP/1.1 200 ")) << fine.substr(0, 100);
}

TEST_F(ConnectionTest, SmallWritesAndBlockedWritesLoseNothing) {
    const std::deque<Step> steps{get("/ready") + get("/stream") + get("/1"), get("/ready"), End{}};
    const std::string whole = talk(steps);
    configure_ = [](test::ScriptStream& stream) {
        stream.write_max = 7;
        stream.write_blocks = true;
    };
    const std::string pieces = talk(steps);
    const auto without_ids = [](std::string text) {
        for (std::size_t at = text.find("x-request-id: "); at != std::string::npos;
             at = text.find("x-request-id: ", at + 1)) {
            text.replace(at + 14, 16, "");
        }
        return text;
    };
    EXPECT_EQ(without_ids(pieces).size(), without_ids(whole).size());
    EXPECT_TRUE(pieces.ends_with("ready"));
}

TEST_F(ConnectionTest, EveryOperationMayFail) {
    const std::deque<Step> steps{get("/ready") + get("/stream"),
                                 "POST /p HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhe",
                                 "llo",
                                 "four",
                                 get("/late"),
                                 End{}};
    talk(steps);
    const int total = stream_->operations;
    ASSERT_GT(total, 10);
    for (int failing = 0; failing < total; ++failing) {
        configure_ = [failing](test::ScriptStream& stream) {
            stream.fail_at = failing;
            stream.write_max = 100;
        };
        talk(steps);  // Ends, closes the stream, leaks nothing.
    }
}

}  // namespace
}  // namespace ks::serve
