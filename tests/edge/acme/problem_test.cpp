// SPDX-License-Identifier: Apache-2.0
// Problem documents: each type's kind, words for people, and no trust in the CA's text.
#include "edge/acme/problem.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

namespace ks::acme {
namespace {

Reply reply_of(long status, std::string body) {
    Reply reply;
    reply.status = status;
    reply.content_type = "application/problem+json";
    reply.body = std::move(body);
    return reply;
}

Failure failure_from(long status, std::string body) {
    return failure_of(reply_of(status, std::move(body)), "https://ca.example/new-order");
}

TEST(AcmeProblem, EveryTypeOfRfc8555HasARow) {
    for (const char* name : {"accountDoesNotExist",
                             "alreadyRevoked",
                             "badCSR",
                             "badNonce",
                             "badPublicKey",
                             "badRevocationReason",
                             "badSignatureAlgorithm",
                             "caa",
                             "compound",
                             "connection",
                             "dns",
                             "externalAccountRequired",
                             "incorrectResponse",
                             "invalidContact",
                             "malformed",
                             "orderNotReady",
                             "rateLimited",
                             "rejectedIdentifier",
                             "serverInternal",
                             "tls",
                             "unauthorized",
                             "unsupportedContact",
                             "unsupportedIdentifier",
                             "userActionRequired",
                             "alreadyReplaced",
                             "invalidProfile"}) {
        EXPECT_EQ(std::ranges::count(problem_types(), name, &ProblemType::name), 1) << name;
    }
    EXPECT_EQ(problem_types().size(), 26U);
}

TEST(AcmeProblem, TheDocumentedTableIsTheOneInForce) {
    std::ifstream file(KS_SOURCE_DIR "/docs/custom-domains.md");
    std::stringstream text;
    text << file.rdbuf();
    for (const ProblemType& row : problem_types()) {
        const std::string line = "| `" + std::string(row.name) + "` | `" +
                                 std::string(name_of(row.kind)) + "` | " + std::string(row.what) +
                                 " | " + std::string(row.mend) + " |";
        EXPECT_TRUE(text.str().contains(line)) << "docs/custom-domains.md lacks the line\n" << line;
    }
}

TEST(AcmeProblem, WordsSayWhatAndHowToMend) {
    const Failure failure = failure_from(
        400,
        R"({"type":"urn:ietf:params:acme:error:invalidContact","detail":"no MX for x.test."})");
    EXPECT_EQ(failure.kind, FailureKind::kAccount);
    EXPECT_EQ(failure.type, "invalidContact");
    EXPECT_EQ(failure.words,
              "The CA does not accept the account's e-mail address: no MX for x.test. Correct "
              "acme.email.");
    EXPECT_EQ(failure.status, 400);
}

TEST(AcmeProblem, UnauthorizedIsTheDomainsOrTheAccountsByPlace) {
    Problem problem;
    problem.type = "unauthorized";
    EXPECT_EQ(failure_of(problem, ProblemPlace::kValidation).kind, FailureKind::kDomain);
    EXPECT_EQ(failure_of(problem, ProblemPlace::kAnswer).kind, FailureKind::kAccount);
}

TEST(AcmeProblem, ACompoundTakesTheKindOfItsFirstKnownPart) {
    const Failure failure = failure_from(403, R"({"type":"urn:ietf:params:acme:error:compound",
        "detail":"two faults","subproblems":[
        {"type":"urn:ietf:params:acme:error:caa","detail":"forbidden by CAA",
         "identifier":{"type":"dns","value":"a.example"}},
        {"type":"urn:ietf:params:acme:error:rejectedIdentifier","detail":"on a list",
         "identifier":{"type":"dns","value":"b.example"}}]})");
    EXPECT_EQ(failure.kind, FailureKind::kDomain);
    EXPECT_EQ(failure.type, "caa");
    EXPECT_EQ(failure.domain, "a.example");
    EXPECT_TRUE(failure.words.contains("a.example: forbidden by CAA")) << failure.words;
    EXPECT_TRUE(failure.words.contains("b.example: on a list")) << failure.words;
}

TEST(AcmeProblem, UnknownOnesGoByTheStatus) {
    EXPECT_EQ(failure_from(429, "{}").kind, FailureKind::kRateLimited);
    EXPECT_EQ(failure_from(500, "<html>").kind, FailureKind::kRetryLater);
    EXPECT_EQ(failure_from(503, "").kind, FailureKind::kRetryLater);
    EXPECT_EQ(failure_from(301, "").kind, FailureKind::kBadAnswer);
    const Failure failure = failure_from(400, R"({"type":"urn:x:odd","detail":"well"})");
    EXPECT_EQ(failure.kind, FailureKind::kBadAnswer);
    EXPECT_TRUE(failure.words.contains("urn:x:odd: well")) << failure.words;
    EXPECT_TRUE(failure_from(404, "").words.contains("HTTP 404 at https://ca.example/new-order"));
}

TEST(AcmeProblem, TheCasTextIsOneShortLine) {
    EXPECT_EQ(cleaned("a\r\n\tb\x01 c"), "a b c");
    EXPECT_EQ(cleaned(std::string(400, 'x')), std::string(300, 'x') + "...");
    // Two bytes a character, so that the bound falls inside one.
    std::string odd = "x";
    for (int i = 0; i < 200; ++i) {
        odd += "\xC3\xA9";
    }
    EXPECT_EQ(cleaned(odd).size(), 299U + 3U);
    EXPECT_TRUE(cleaned(odd).ends_with("\xC3\xA9..."));
}

TEST(AcmeProblem, OtherShapesDoNotHurt) {
    for (const char* body : {"",
                             "[]",
                             "null",
                             "7",
                             "{\"type\":7,\"detail\":[]}",
                             "{\"subproblems\":[1,null,{}]}",
                             "{\"identifier\":3}",
                             "{"}) {
        EXPECT_EQ(failure_from(400, body).kind, FailureKind::kBadAnswer) << body;
    }
}

}  // namespace
}  // namespace ks::acme
