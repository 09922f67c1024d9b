// SPDX-License-Identifier: Apache-2.0
// Incidents and maintenance on the page's addresses, and the language they are answered in.
#include "fixture.hpp"

#include "edge/page/page_cache.hpp"
#include "edge/page/page_routes.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>

namespace ks::test {
namespace {

constexpr std::int64_t kDay_s = 86400;

UnixMillis at(std::int64_t seconds) {
    return UnixMillis(std::chrono::seconds(seconds));
}

class EventRoutes : public ApiTest {
protected:
    EventRoutes() {
        monitor_ = add_monitor(R"({"name":"Shop","type":"manual"})");
        page_ = add_page(R"({"name":"Acme","slug":"acme","monitorIds":[")" + monitor_ + R"("]})");
    }

    struct Seen {
        int status = 0;
        std::string head;
        std::string body;
    };

    Seen visit(const std::string& path,
               const std::string& language = {},
               const std::string& tag = {}) {
        http::FieldsView fields;
        if (!language.empty()) {
            fields.add("Accept-Language", language);
        }
        if (!tag.empty()) {
            fields.add("If-None-Match", tag);
        }
        const serve::Request request{.method = http::Method::kGet,
                                     .path = path,
                                     .query = {},
                                     .host = "acme.example.com",
                                     .fields = fields,
                                     .body = {},
                                     .peer = "127.0.0.1",
                                     .secure = true};
        serve::Reply reply;
        EXPECT_TRUE(page::serve_page(*site_, cache_, *PageId::parse(page_), request, reply));
        if (!reply.ready) {
            return {.status = reply.status, .head = {}, .body = reply.body};
        }
        const std::string& bytes = reply.ready->bytes;
        return {.status = std::stoi(bytes.substr(9, 3)),
                .head = bytes.substr(0, reply.ready->head_size),
                .body = bytes.substr(reply.ready->head_size)};
    }

    void run(write::Command command) {
        EXPECT_EQ(inline_writer_->run(std::move(command)).code, Errc::kOk);
    }

    record::Incident incident(std::int64_t started,
                              bool resolved,
                              std::vector<MonitorId> monitors) {
        record::Incident made;
        made.id = ids_.make<IncidentId>(started * 1000);
        made.project = project_;
        made.created_at = made.updated_at = made.started_at = at(started);
        made.impact = record::Impact::kMajor;
        made.title = "Shop unreachable";
        made.monitors = std::move(monitors);
        if (resolved) {
            made.status = record::IncidentStatus::kResolved;
            made.resolved_at = at(started + 600);
        }
        const record::IncidentUpdate update{.id = ids_.make<UpdateId>(started * 1000),
                                            .status = made.status,
                                            .created_at = at(started),
                                            .message = "We are **looking**."};
        run(write::CreateIncident{
            .incident = made, .first_update = update, .idempotency = std::nullopt});
        return made;
    }

    record::Maintenance window(std::int64_t starts, std::int64_t ends) {
        record::Maintenance made;
        made.id = ids_.make<MaintenanceId>(starts * 1000);
        made.project = project_;
        made.starts_at = UnixSeconds(std::chrono::seconds(starts));
        made.ends_at = UnixSeconds(std::chrono::seconds(ends));
        made.title = "New disks";
        made.monitors = {*MonitorId::parse(monitor_)};
        run(write::CreateMaintenance{.window = made, .idempotency = std::nullopt});
        return made;
    }

    std::vector<MonitorId> shop() { return {*MonitorId::parse(monitor_)}; }

    page::PageCache cache_;
    IdMaker ids_{1, 2};
    std::string monitor_;
    std::string page_;
};

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

TEST_F(EventRoutes, AnOpenIncidentIsOnThePageAndRaisesItsState) {
    EXPECT_TRUE(has(visit("/").body, "<section id=\"incidents\" hidden>"));
    record::Incident open = incident(kNow_s - 600, false, shop());
    const std::string body = visit("/").body;
    EXPECT_TRUE(has(body, "<h2>Partial System Outage</h2>"));
    EXPECT_TRUE(has(body, "An incident is open."));
    EXPECT_TRUE(has(body, "<strong>looking</strong>"));
    EXPECT_TRUE(has(body, "href=\"/incidents/" + open.id.text() + "\""));
    open.status = record::IncidentStatus::kResolved;
    open.resolved_at = at(kNow_s);
    run(write::UpdateIncident{
        .incident = open, .expected_version = open.version, .update = std::nullopt});
    const std::string after = visit("/").body;
    EXPECT_TRUE(has(after, "<section id=\"incidents\" hidden>"));
    EXPECT_TRUE(has(after, "Resolved after 10 min"));
    EXPECT_FALSE(has(after, "Partial System Outage"));
}

TEST_F(EventRoutes, AnIncidentHasItsPageWithTagAndPolicy) {
    const record::Incident open = incident(kNow_s - 600, false, {});
    const Seen page = visit("/incidents/" + open.id.text());
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(has(page.body, "Shop unreachable"));
    EXPECT_TRUE(has(page.head, "Cache-Control: public, max-age=15\r\n"));
    EXPECT_TRUE(has(page.head, "Content-Security-Policy: default-src 'none'"));
    const std::size_t tag = page.head.find("ETag: ") + 6;
    const std::string etag = page.head.substr(tag, page.head.find("\r\n", tag) - tag);
    EXPECT_EQ(visit("/incidents/" + open.id.text(), "", etag).status, 304);
}

TEST_F(EventRoutes, WhatThePageDoesNotShowIsNotThere) {
    const std::string other = add_monitor(R"({"name":"Secret","type":"manual"})");
    const record::Incident hidden = incident(kNow_s - 600, false, {*MonitorId::parse(other)});
    EXPECT_EQ(visit("/incidents/" + hidden.id.text()).status, 404);
    EXPECT_FALSE(has(visit("/").body, "Shop unreachable"));
    EXPECT_FALSE(has(visit("/history").body, "Shop unreachable"));
    for (const char* path : {"/incidents/x",
                             "/incidents/inc_00000000000000000000000000",
                             "/maintenance/x",
                             "/maintenance/mw_00000000000000000000000000",
                             "/history/2026-13",
                             "/history/2026-1",
                             "/history/26-01",
                             "/history/2026-12",
                             "/history/2026-10",
                             "/history/x"}) {
        EXPECT_EQ(visit(path).status, 404) << path;
    }
    EXPECT_TRUE(has(visit("/history/x", "de").body, "Nicht gefunden"));
}

TEST_F(EventRoutes, HistoryGoesBackAsFarAsThereIsSomething) {
    incident(kNow_s - 70 * kDay_s, true, shop());  // 2026-09-14
    const std::string now = visit("/history").body;
    EXPECT_TRUE(has(now, "No incidents"));
    EXPECT_TRUE(has(now, "href=\"/history/2026-10\""));
    const std::string october = visit("/history/2026-10").body;
    EXPECT_TRUE(has(october, "No incidents"));
    EXPECT_TRUE(has(october, "rel=\"prev\" href=\"/history/2026-09\""));
    EXPECT_TRUE(has(october, "rel=\"next\" href=\"/history/2026-11\""));
    const std::string september = visit("/history/2026-09").body;
    EXPECT_TRUE(has(september, "Monday 14 September"));
    EXPECT_FALSE(has(september, "rel=\"prev\""));
    EXPECT_EQ(visit("/history/2026-08").status, 404);
}

TEST_F(EventRoutes, MaintenanceChangesThePageWhenItBeginsAndEnds) {
    const record::Maintenance planned = window(kNow_s + 5, kNow_s + 12);
    EXPECT_TRUE(has(visit("/").body, "Upcoming maintenance"));
    EXPECT_TRUE(has(visit("/maintenance/" + planned.id.text()).body, "Upcoming maintenance"));
    clock_.seconds += 4;
    EXPECT_TRUE(has(visit("/").body, "Upcoming maintenance"));
    clock_.seconds += 1;
    EXPECT_TRUE(has(visit("/").body, "Maintenance in progress"));
    EXPECT_TRUE(has(visit("/maintenance/" + planned.id.text()).body, "Maintenance in progress"));
    clock_.seconds += 7;
    EXPECT_TRUE(has(visit("/").body, "<section id=\"maintenance\" hidden>"));
    EXPECT_TRUE(has(visit("/maintenance/" + planned.id.text()).body, "Completed maintenance"));
    EXPECT_TRUE(has(visit("/history").body, "Completed maintenance"));
}

TEST_F(EventRoutes, ThePagesLocaleElseTheReadersLanguage) {
    EXPECT_TRUE(has(visit("/", "de-AT, en;q=0.5").body, "<html lang=\"de\">"));
    EXPECT_TRUE(has(visit("/", "ar").body, "<html lang=\"ar-u-nu-latn\" dir=\"rtl\">"));
    const Seen english = visit("/");
    EXPECT_TRUE(has(english.body, "<html lang=\"en-GB\">"));
    EXPECT_TRUE(has(english.head, "Vary: Accept-Encoding, Accept-Language\r\n"));
    EXPECT_EQ(patch("/api/status-pages/" + page_, R"({"locale":"pt-BR"})").status, 200);
    for (const char* language : {"", "de", "ar"}) {
        const Seen page = visit("/", language);
        EXPECT_TRUE(has(page.body, "<html lang=\"pt-BR\">")) << language;
        EXPECT_TRUE(has(page.body, "Ainda sem dados"));
        EXPECT_TRUE(has(page.head, "Vary: Accept-Encoding\r\n"));
    }
    EXPECT_EQ(patch("/api/status-pages/" + page_, R"({"locale":"ko"})").status, 200);
    EXPECT_TRUE(has(visit("/", "de").body, "<html lang=\"en-GB\">"));
}

TEST_F(EventRoutes, PreviewsNameThePagesOwnAddress) {
    const std::string body = visit("/").body;
    EXPECT_TRUE(has(body, "<link rel=\"canonical\" href=\"https://acme.example.com/\">"));
    EXPECT_TRUE(has(body, "<meta property=\"og:title\" content=\"No Data Yet\">"));
    EXPECT_TRUE(has(body, "<meta property=\"og:description\" content=\"This page is new."));
    facts_.verify_dns = false;
    EXPECT_EQ(patch("/api/status-pages/" + page_, R"({"customDomain":"status.acme.org"})").status,
              200);
    EXPECT_TRUE(has(visit("/").body, "<link rel=\"canonical\" href=\"https://status.acme.org/\">"));
}

}  // namespace
}  // namespace ks::test
