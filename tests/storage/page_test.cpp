// SPDX-License-Identifier: Apache-2.0
#include "fixture.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace ks::test {
namespace {

using record::DomainState;
using write::OwnedPage;

class PageTest : public testing::Test {
protected:
    void refused(write::Command command, Errc code, const std::string& subject) {
        const Dump before = store_.dump();
        const write::Outcome outcome = store_.run(std::move(command));
        EXPECT_EQ(outcome.code, code);
        EXPECT_EQ(outcome.subject, subject);
        EXPECT_EQ(store_.dump(), before);
    }

    Errc create(const OwnedPage& page) {
        return store_.run(write::CreatePage{.page = page, .idempotency = {}}).code;
    }

    Errc update(const OwnedPage& page, std::uint64_t expected = 1) {
        return store_.run(write::UpdatePage{.page = page, .expected_config_version = expected})
            .code;
    }

    std::optional<PageId> by_slug(std::string_view slug) {
        const auto id = store_.read(
            [&](const store::Snapshot& snapshot) { return store::page_by_slug(snapshot, slug); });
        return id ? std::optional(*id) : std::nullopt;
    }

    std::optional<record::DomainClaim> claim(std::string_view host) {
        const auto found = store_.read(
            [&](const store::Snapshot& snapshot) { return store::domain_claim(snapshot, host); });
        return found ? std::optional(*found) : std::nullopt;
    }

    std::vector<MonitorId> entries(PageId id,
                                   std::size_t offset = 0,
                                   std::size_t limit = SIZE_MAX) {
        return *store_.read([&](const store::Snapshot& snapshot) -> Result<std::vector<MonitorId>> {
            std::vector<record::EntryView> views;
            KS_CHECK(store::page_entries(snapshot, id, views, offset, limit));
            std::vector<MonitorId> ids;
            for (const auto& view : views) {
                ids.push_back(view.monitor);
            }
            return ids;
        });
    }

    StoreFixture store_;
    ProjectId project_ = store_.add_project();
};

TEST_F(PageTest, IsFoundBySlugAndDomain) {
    OwnedPage page = store_.new_page(project_, "acme", {store_.add_monitor(project_)});
    page.custom_domain = "status.example.com";
    page.description = "# Hello";
    ASSERT_EQ(create(page), Errc::kOk);
    EXPECT_EQ(by_slug("acme"), page.id);
    ASSERT_TRUE(claim("status.example.com"));
    EXPECT_EQ(claim("status.example.com")->page, page.id);
    EXPECT_EQ(claim("status.example.com")->state, DomainState::kPendingDns);
    const auto stored = store_.read([&](const store::Snapshot& snapshot) -> Result<std::string> {
        KS_TRY(const auto view, store::page(snapshot, page.id));
        return record::encode(view);
    });
    EXPECT_EQ(*stored, record::encode(page.view()));
    EXPECT_EQ(by_slug(""), std::nullopt);
    EXPECT_EQ(by_slug(std::string(600, 'x')), std::nullopt);
}

TEST_F(PageTest, RefusalsChangeNothingAndNameTheSubject) {
    const MonitorId mine = store_.add_monitor(project_);
    const ProjectId other = store_.add_project();
    const MonitorId theirs = store_.add_monitor(other);
    OwnedPage page = store_.new_page(project_, "acme", {mine});
    page.custom_domain = "status.example.com";
    ASSERT_EQ(create(page), Errc::kOk);

    const auto creating = [&](OwnedPage one) {
        return write::CreatePage{.page = std::move(one), .idempotency = {}};
    };
    refused(creating(store_.new_page(other, "acme")), Errc::kSlugTaken, "acme");
    OwnedPage same_domain = store_.new_page(other, "free");
    same_domain.custom_domain = "status.example.com";
    refused(creating(same_domain), Errc::kDomainTaken, "status.example.com");
    refused(creating(store_.new_page(project_, "free", {mine, theirs})),
            Errc::kUnknownMonitor,
            theirs.text());
    const auto nobody = store_.make<MonitorId>();
    refused(creating(store_.new_page(project_, "free", {nobody})),
            Errc::kUnknownMonitor,
            nobody.text());
    refused(creating(store_.new_page(project_, "free", {mine, mine})),
            Errc::kInvalidValue,
            mine.text());
    refused(
        creating(store_.new_page(project_, "free", std::vector(limits::kEntriesPerPage + 1, mine))),
        Errc::kInvalidValue,
        "monitors");
    refused(creating(store_.new_page(project_, "")), Errc::kInvalidValue, "slug");
    const auto no_project = store_.make<ProjectId>();
    refused(creating(store_.new_page(no_project, "free")), Errc::kNotFound, no_project.text());
    OwnedPage same_id = store_.new_page(project_, "free");
    same_id.id = page.id;
    refused(creating(same_id), Errc::kConflict, page.id.text());

    const OwnedPage second = store_.new_page(project_, "second");
    ASSERT_EQ(create(second), Errc::kOk);
    const auto updating = [](OwnedPage one, std::uint64_t expected = 1) {
        return write::UpdatePage{.page = std::move(one), .expected_config_version = expected};
    };
    OwnedPage changed = second;
    changed.slug = "acme";
    refused(updating(changed), Errc::kSlugTaken, "acme");
    changed = second;
    changed.custom_domain = "status.example.com";
    refused(updating(changed), Errc::kDomainTaken, "status.example.com");
    changed = second;
    changed.slug = "third";
    changed.entries.push_back({.monitor = theirs, .display_group = "", .display_name = ""});
    refused(updating(changed), Errc::kUnknownMonitor, theirs.text());
    refused(updating(second, 5), Errc::kConflict, second.id.text());
    changed = second;
    changed.project = other;
    refused(updating(changed), Errc::kNotFound, second.id.text());
    refused(write::DeletePage{.id = page.id, .project = other, .if_config_version = {}},
            Errc::kNotFound,
            page.id.text());
    refused(write::DeletePage{.id = page.id, .project = project_, .if_config_version = 3},
            Errc::kPreconditionFailed,
            page.id.text());
    refused(write::SetDomainState{.host = "status.example.com",
                                  .page = second.id,
                                  .state = DomainState::kActive,
                                  .observed = "",
                                  .error = ""},
            Errc::kNotFound,
            "status.example.com");
    refused(write::SetDomainState{.host = "other.example.com",
                                  .page = page.id,
                                  .state = DomainState::kActive,
                                  .observed = "",
                                  .error = ""},
            Errc::kNotFound,
            "other.example.com");
}

TEST_F(PageTest, AnUpdateFreesTheOldSlugAndDomain) {
    OwnedPage page = store_.new_page(project_, "old");
    page.custom_domain = "old.example.com";
    ASSERT_EQ(create(page), Errc::kOk);
    page.slug = "new";
    page.custom_domain = "new.example.com";
    ASSERT_EQ(update(page), Errc::kOk);
    EXPECT_EQ(by_slug("old"), std::nullopt);
    EXPECT_EQ(by_slug("new"), page.id);
    EXPECT_FALSE(claim("old.example.com"));
    OwnedPage heir = store_.new_page(store_.add_project(), "old");
    heir.custom_domain = "old.example.com";
    EXPECT_EQ(create(heir), Errc::kOk);
    EXPECT_EQ(store_.page_version(page.id), 2U);
    EXPECT_EQ(update(page, 1), Errc::kConflict) << "the version it was made from is gone";
    EXPECT_EQ(update(page, 2), Errc::kOk);
}

TEST_F(PageTest, AKeptDomainKeepsItsStateAndAReleasedOneStartsFromNothing) {
    OwnedPage page = store_.new_page(project_, "acme");
    page.custom_domain = "status.example.com";
    ASSERT_EQ(create(page), Errc::kOk);
    ASSERT_EQ(store_
                  .run(write::SetDomainState{.host = page.custom_domain,
                                             .page = page.id,
                                             .state = DomainState::kActive,
                                             .observed = "CNAME",
                                             .error = ""})
                  .code,
              Errc::kOk);
    page.name = "renamed";
    ASSERT_EQ(update(page, 1), Errc::kOk);
    EXPECT_EQ(claim("status.example.com")->state, DomainState::kActive);
    EXPECT_EQ(claim("status.example.com")->observed, "CNAME");
    page.custom_domain = "";
    ASSERT_EQ(update(page, 2), Errc::kOk);
    EXPECT_FALSE(claim("status.example.com"));
    page.custom_domain = "status.example.com";
    ASSERT_EQ(update(page, 3), Errc::kOk);
    EXPECT_EQ(claim("status.example.com")->state, DomainState::kPendingDns);
    EXPECT_EQ(claim("status.example.com")->observed, "");
}

TEST_F(PageTest, DeletingLeavesNothing) {
    const MonitorId monitor = store_.add_monitor(project_);
    const Dump before = store_.dump();
    OwnedPage page = store_.new_page(project_, "acme", {monitor});
    page.custom_domain = "status.example.com";
    ASSERT_EQ(create(page), Errc::kOk);
    EXPECT_NE(store_.dump(), before);
    ASSERT_EQ(
        store_.run(write::DeletePage{.id = page.id, .project = project_, .if_config_version = 1})
            .code,
        Errc::kOk);
    EXPECT_EQ(store_.dump(), before);
}

TEST_F(PageTest, EntriesKeepTheirOrderInAnyPart) {
    std::vector<MonitorId> monitors;
    for (int i = 0; i < 300; ++i) {
        monitors.push_back(store_.add_monitor(project_));
    }
    std::ranges::reverse(monitors);
    OwnedPage page = store_.new_page(project_, "big", monitors);
    ASSERT_EQ(create(page), Errc::kOk);
    EXPECT_GT(store_.count("page_entries"), 2U);
    EXPECT_EQ(entries(page.id), monitors);
    for (const auto& [offset, limit] : {std::pair<std::size_t, std::size_t>{0, 25},
                                        {25, 25},
                                        {80, 150},
                                        {299, 10},
                                        {300, 10},
                                        {10, 0}}) {
        const auto end = std::min(offset + limit, monitors.size());
        const std::vector part(
            monitors.begin() + static_cast<std::ptrdiff_t>(std::min(offset, end)),
            monitors.begin() + static_cast<std::ptrdiff_t>(end));
        EXPECT_EQ(entries(page.id, offset, limit), part) << offset;
    }
    page.entries.resize(3);
    ASSERT_EQ(update(page), Errc::kOk);
    EXPECT_EQ(entries(page.id), std::vector(monitors.begin(), monitors.begin() + 3));
    EXPECT_EQ(store_.count("page_entries"), 1U);
    EXPECT_EQ(store_.count("monitor_pages"), 3U);
    page.entries.clear();
    ASSERT_EQ(update(page, 2), Errc::kOk);
    EXPECT_EQ(store_.count("page_entries"), 0U);
}

TEST_F(PageTest, ListsAProjectsOwnAndAllDomainsInParts) {
    const ProjectId other = store_.add_project();
    std::vector<PageId> mine;
    for (const std::string name : {"a", "b", "c"}) {
        OwnedPage page = store_.new_page(project_, name);
        page.custom_domain = name + ".example.com";
        ASSERT_EQ(create(page), Errc::kOk);
        mine.push_back(page.id);
        store_.add_page(other, name + "-other");
    }
    EXPECT_EQ(*store_.read([&](const store::Snapshot& snapshot) {
        return store::project_pages(snapshot, project_, {}, 10);
    }),
              mine);
    EXPECT_EQ(store_
                  .read([&](const store::Snapshot& snapshot) {
                      return store::project_pages(snapshot, project_, mine[0], 1);
                  })
                  ->front(),
              mine[1]);
    std::vector<std::string> hosts;
    for (std::string after;;) {
        const auto part = *store_.read([&](const store::Snapshot& snapshot) {
            return store::domain_claims(snapshot, after, 2);
        });
        if (part.empty()) {
            break;
        }
        for (const auto& [host, claimed] : part) {
            hosts.push_back(host);
        }
        after = hosts.back();
    }
    EXPECT_EQ(hosts, (std::vector<std::string>{"a.example.com", "b.example.com", "c.example.com"}));
}

TEST_F(PageTest, ARepeatedKeyGivesTheFirstAnswerForADay) {
    write::CreatePage command{.page = store_.new_page(project_, "acme"),
                              .idempotency = write::Idempotency{}};
    command.idempotency->key_hash.fill(std::byte{1});
    command.idempotency->body_hash.fill(std::byte{2});
    command.idempotency->now = at_ms(kNow_s);
    command.idempotency->location = "/api/status-pages/x";
    command.idempotency->body = std::string(10'000, 'j');
    ASSERT_FALSE(store_.run(command).replay);

    write::CreatePage again{.page = store_.new_page(project_, "acme"),
                            .idempotency = command.idempotency};
    again.idempotency->now = at_ms(kNow_s + 86399);
    again.idempotency->body = "another rendering";
    const Dump before = store_.dump();
    const write::Outcome replay = store_.run(again);
    ASSERT_TRUE(replay.replay);
    EXPECT_EQ(replay.replay->body, command.idempotency->body);
    EXPECT_EQ(replay.replay->location, command.idempotency->location);
    again.idempotency->body_hash.fill(std::byte{3});
    EXPECT_EQ(store_.run(again).code, Errc::kIdempotencyMismatch);
    EXPECT_EQ(store_.dump(), before);

    again.page.slug = "tomorrow";
    again.idempotency->now = at_ms(kNow_s + 86400);
    EXPECT_FALSE(store_.run(again).replay);
    EXPECT_EQ(by_slug("tomorrow"), again.page.id);
    EXPECT_EQ(store_.count("idempotency"), 1U)
        << "the short answer replaces every piece of the long one";
    EXPECT_EQ(store_.count("idempotency_expiry"), 1U);
}

TEST_F(PageTest, ARefusedCommandKeepsNoAnswer) {
    store_.add_page(project_, "acme");
    write::CreatePage command{.page = store_.new_page(project_, "acme"),
                              .idempotency = write::Idempotency{}};
    EXPECT_EQ(store_.run(command).code, Errc::kSlugTaken);
    EXPECT_EQ(store_.count("idempotency"), 0U);
}

}  // namespace
}  // namespace ks::test
