// SPDX-License-Identifier: Apache-2.0
// Subscribers over the API, and reports of bounces and complaints.
#include "fixture.hpp"

#include <initializer_list>
#include <utility>

namespace ks::test {
namespace {

class SubscribersApi : public ApiTest {
protected:
    SubscribersApi() {
        facts_.has_mail = true;
        monitor_ = add_monitor();
        page_ = add_page(R"({"name":"Acme","slug":"acme","monitorIds":[")" + monitor_ + R"("]})");
    }

    Answer add(const std::string& more) {
        return post("/api/subscribers", R"({"statusPageId":")" + page_ + R"(",)" + more + "}");
    }

    std::string counts() { return get("/api/subscribers/count?statusPageId=" + page_).body; }

    std::string monitor_;
    std::string page_;
};

TEST_F(SubscribersApi, LiveFromCreationToDeletion) {
    const Answer made = add(R"("email":"A@B.Example","monitorIds":[")" + monitor_ +
                            R"("],"skipConfirmation":true)");
    EXPECT_EQ(made.status, 201) << made.body;
    const std::string path = "/api/subscribers/" + made.at("id");
    EXPECT_EQ(made.field("Location"), path);
    for (const Answer& shown : {made, get(path)}) {
        EXPECT_EQ(shown.at("kind"), "email");
        EXPECT_EQ(shown.at("target"), "A@b.example");
        EXPECT_EQ(shown.at("state"), "active");
        EXPECT_EQ(shown.at("monitorIds.0"), monitor_);
        EXPECT_EQ(shown.at("statusPageId"), page_);
    }
    EXPECT_EQ(add(R"("email":"a@b.example")").status, 409);
    EXPECT_EQ(add(R"("webhook_url":"https://h.example/x")").at("state"), "pending");
    EXPECT_EQ(counts(), R"({"email":1,"webhook":0,"pending":1})");
    const Answer list = get("/api/subscribers?limit=1&statusPageId=" + page_);
    EXPECT_EQ(list.at("0.id"), made.at("id"));
    EXPECT_NE(list.field("Link"), "absent");
    EXPECT_EQ(del(path).status, 204);
    EXPECT_EQ(del(path).status, 404);
    EXPECT_EQ(counts(), R"({"email":0,"webhook":0,"pending":1})");
}

TEST_F(SubscribersApi, RefusesWhatItCannotUse) {
    const std::pair<const char*, const char*> cases[] = {
        {R"("skipConfirmation":true)", "email"},
        {R"("email":"nobody")", "email"},
        {R"("webhookUrl":"ftp://h.example/")", "webhookUrl"},
        {R"("email":"a@b.example","monitorIds":["x"])", "monitorIds"},
        {R"("email":"a@b.example","skipConfirmation":1)", "skipConfirmation"},
    };
    for (const auto& [more, field] : cases) {
        const Answer answer = add(more);
        EXPECT_EQ(answer.status, 422) << more;
        EXPECT_EQ(answer.at("field"), field) << more;
    }
    EXPECT_EQ(get("/api/subscribers").at("field"), "statusPageId");
    EXPECT_EQ(get("/api/subscribers?statusPageId=" + PageId{}.text()).status, 404);
    EXPECT_EQ(post("/api/subscribers",
                   R"({"email":"a@b.example","statusPageId":")" + PageId{}.text() + R"("})")
                  .status,
              404);
    facts_.has_mail = false;
    EXPECT_EQ(add(R"("email":"a@b.example")").at("field"), "email");
    EXPECT_EQ(add(R"("email":"a@b.example","skipConfirmation":true)").status, 201);
}

TEST_F(SubscribersApi, ReportsRemoveWhoBouncedForGoodOrComplained) {
    const std::initializer_list<std::pair<const char*, int>> reports = {
        {R"({"recipient":"a@b.example","kind":"bounce"})", 1},
        {R"({"recipient":"A@B.example","kind":"complaint"})", 1},
        {R"({"recipient":"other@b.example","kind":"bounce"})", 0},
        {R"({"notificationType":"Bounce","bounce":{"bounceType":"Permanent",)"
         R"("bouncedRecipients":[{"emailAddress":"a@b.example"}]}})",
         1},
        {R"({"bounce":{"bounceType":"Transient","bouncedRecipients":[{"emailAddress":"a@b.example"}]}})",
         0},
        {R"({"Type":"Notification","Message":"{\"complaint\":{\"complainedRecipients\":)"
         R"([{\"emailAddress\":\"a@b.example\"}]}}"})",
         1},
        {R"({"RecordType":"Bounce","Type":"HardBounce","Email":"a@b.example"})", 1},
        {R"({"RecordType":"Bounce","Type":"SoftBounce","Email":"a@b.example"})", 0},
        {R"({"event-data":{"event":"failed","severity":"permanent","recipient":"a@b.example"}})",
         1},
        {R"({"event-data":{"event":"failed","severity":"temporary","recipient":"a@b.example"}})",
         0},
    };
    for (const auto& [report, removed] : reports) {
        const int status = add(R"("email":"a@b.example","skipConfirmation":true)").status;
        ASSERT_TRUE(status == 201 || status == 409) << report;
        const Answer answer = post("/api/subscribers/bounces", report);
        EXPECT_EQ(answer.body, R"({"removed":)" + std::to_string(removed) + "}") << report;
    }
    EXPECT_EQ(post("/api/subscribers/bounces", R"({"recipient":"a@b.example"})").status, 422);
    EXPECT_EQ(post("/api/subscribers/bounces", R"({"Message":"not json"})").at("field"), "Message");
}

TEST_F(SubscribersApi, AnotherProjectsSubscribersAreOutOfReach) {
    const std::string id = add(R"("email":"a@b.example","skipConfirmation":true)").at("id");
    const std::string own_key = std::exchange(key_, add_project());
    EXPECT_EQ(get("/api/subscribers/" + id).status, 404);
    EXPECT_EQ(del("/api/subscribers/" + id).status, 404);
    EXPECT_EQ(get("/api/subscribers?statusPageId=" + page_).status, 404);
    EXPECT_EQ(
        post("/api/subscribers/bounces", R"({"recipient":"a@b.example","kind":"bounce"})").body,
        R"({"removed":0})");
    key_ = own_key;
    EXPECT_EQ(get("/api/subscribers/" + id).status, 200);
}

}  // namespace
}  // namespace ks::test
