// SPDX-License-Identifier: Apache-2.0
// /status-pages and /status-pages/:id (spec 2.1).
#include "edge/api/answers.hpp"
#include "edge/api/endpoints.hpp"
#include "edge/api/page_in.hpp"
#include "edge/api/page_out.hpp"
#include "edge/api/paging.hpp"
#include "edge/tls/digest.hpp"
#include "edge/tls/password.hpp"
#include "storage/store/certificates.hpp"
#include "storage/store/readers.hpp"

#include <array>
#include <utility>

namespace ks::api {
namespace {

using write::OwnedPage;

/// kNotFound also for another project's page.
Result<record::PageView> own_page(const store::Snapshot& snapshot, PageId id, ProjectId project) {
    KS_TRY(auto page, store::page(snapshot, id));
    return page.project == project ? Result<record::PageView>(page)
                                   : Result<record::PageView>(Errc::kNotFound);
}

Result<void> append_stored(const store::Snapshot& snapshot,
                           const record::PageView& page,
                           const serve::SiteFacts& facts,
                           std::string& out) {
    std::vector<record::EntryView> entries;
    KS_CHECK(store::page_entries(snapshot, page.id, entries));
    PageParts parts{.page = page, .entries = entries, .claim = {}};
    if (!page.custom_domain.empty()) {
        if (auto claim = store::domain_claim(snapshot, page.custom_domain)) {
            parts.claim = *std::move(claim);
        }
        if (auto stored = store::certificate(store::View(snapshot), page.custom_domain)) {
            parts.certificate = *std::move(stored);
        }
    }
    append_page(out, parts, facts);
    return {};
}

Result<OwnedPage> owned_page(const store::Snapshot& snapshot, PageId id, ProjectId project) {
    KS_TRY(const auto view, own_page(snapshot, id, project));
    OwnedPage page{.id = view.id,
                   .project = view.project,
                   .version = view.version,
                   .config_version = view.config_version,
                   .created_at = view.created_at,
                   .updated_at = view.updated_at,
                   .name = std::string(view.name),
                   .slug = std::string(view.slug),
                   .custom_domain = std::string(view.custom_domain),
                   .description = std::string(view.description),
                   .logo_url = std::string(view.logo_url),
                   .favicon_url = std::string(view.favicon_url),
                   .homepage_url = std::string(view.homepage_url),
                   .theme = view.theme,
                   .accent_color = std::string(view.accent_color),
                   .timezone = std::string(view.timezone),
                   .locale = std::string(view.locale),
                   .noindex = view.noindex,
                   .published = view.published,
                   .password_hash = std::string(view.password_hash),
                   .embed_origins = std::string(view.embed_origins),
                   .entries = {}};
    std::vector<record::EntryView> entries;
    KS_CHECK(store::page_entries(snapshot, id, entries));
    for (const record::EntryView& entry : entries) {
        page.entries.push_back({.monitor = entry.monitor,
                                .display_group = std::string(entry.display_group),
                                .display_name = std::string(entry.display_name),
                                .group_set = entry.group_set});
    }
    return page;
}

/// The page as JSON, before it is stored.
std::string render_owned(const OwnedPage& page, const serve::SiteFacts& facts) {
    std::vector<record::EntryView> entries;
    entries.reserve(page.entries.size());
    for (const write::OwnedEntry& entry : page.entries) {
        entries.push_back({.monitor = entry.monitor,
                           .display_group = entry.display_group,
                           .display_name = entry.display_name,
                           .group_set = entry.group_set});
    }
    std::string body;
    const record::PageView view = page.view();
    append_page(body, {.page = view, .entries = entries, .claim = {}}, facts);
    return body;
}

/// Hashing blocks the reactor for some 20 ms: a rare, authenticated request. `hash` keeps the
/// result for the next attempt.
Problem apply_password(const PageChange& change, OwnedPage& page, std::string& hash) {
    if (change.password == PageChange::Password::kClear) {
        page.password_hash.clear();
    } else if (change.password == PageChange::Password::kSet) {
        if (hash.empty()) {
            std::array<std::byte, tls::kSaltBytes> salt{};
            tls::random_bytes(salt);
            auto made = tls::hash_password(change.password_text, salt);
            if (!made) {
                return plain(Errc::kInternal);
            }
            hash = *std::move(made);
        }
        page.password_hash = hash;
    }
    return {};
}

Problem page_problem(const write::Outcome& outcome, const PageChange& change) {
    Problem problem = from_outcome(outcome);
    if (outcome.code == Errc::kUnknownMonitor) {
        problem.field = change.entries_field;
    }
    return problem;
}

/// The stored page as the answer of a GET or PATCH.
Problem answer_page(Call& call, PageId id) {
    std::string body;
    std::uint64_t version = 0;
    const auto read = call.reader().read([&](const store::Snapshot& snapshot) -> Result<void> {
        KS_TRY(const auto page, own_page(snapshot, id, call.caller.project));
        version = page.config_version;
        return append_stored(snapshot, page, call.site.facts, body);
    });
    if (!read) {
        return from_store(read.error());
    }
    write_object(call, version, std::move(body));
    return {};
}

/// What PATCH does with the page it just read.
struct Patch {
    JsonValue body;
    std::string password_hash{};
    PageChange change{};

    Problem apply(const Call& call, OwnedPage& page) {
        if (Problem problem = check_if_match(call, page.config_version)) {
            return problem;
        }
        Problem problem;
        ObjectIn in(body, problem);
        change = merge_page(in, page, call.site.facts);
        return problem ? problem : apply_password(change, page, password_hash);
    }
};

}  // namespace

loop::Task<Problem> list_pages(Call& call) {
    const ProjectId project = call.caller.project;
    const serve::SiteFacts& facts = call.site.facts;
    ListSource source{
        .ids = [project](const store::Snapshot& snapshot,
                         RawId after,
                         std::size_t limit) -> Result<std::vector<RawId>> {
            KS_TRY(const auto ids, store::project_pages(snapshot, project, PageId{after}, limit));
            return std::vector<RawId>(ids.begin(), ids.end());
        },
        .wanted = {},
        .append = [project, &facts](
                      const store::Snapshot& snapshot, RawId id, std::string& out) -> Result<void> {
            const auto page = own_page(snapshot, PageId{id}, project);
            if (!page) {
                return page.error().code == Errc::kNotFound ? Result<void>()
                                                            : Result<void>(page.error());
            }
            return append_stored(snapshot, *page, facts, out);
        },
        .id_text = id_text<PageId>,
        .parse_id = parse_id<PageId>};
    co_return co_await write_list(call, std::move(source));
}

loop::Task<Problem> get_page(Call& call) {
    const auto id = PageId::parse(call.params[0]);
    co_return id ? answer_page(call, *id) : plain(Errc::kNotFound);
}

loop::Task<Problem> create_page(Call& call) {
    JsonReader reader;
    std::optional<JsonValue> body;
    std::optional<write::Idempotency> answer;
    if (Problem problem = read_object(call, reader, body)) {
        co_return problem;
    }
    if (Problem problem = read_idempotency(call, answer)) {
        co_return problem;
    }
    OwnedPage page{.id = call.make_id<PageId>(), .project = call.caller.project};
    page.created_at = page.updated_at = call.now();
    Problem problem;
    ObjectIn in(*body, problem);
    const PageChange change = merge_page(in, page, call.site.facts);
    if (problem) {
        co_return problem;
    }
    std::string hash;
    if (Problem failed = apply_password(change, page, hash)) {
        co_return failed;
    }
    write::Idempotency made = answer.value_or(write::Idempotency{});
    made.body = render_owned(page, call.site.facts);
    made.location = "/api/status-pages/" + page.id.text();
    made.etag = entity_tag(page.config_version, made.body);
    write::Command command = write::CreatePage{
        .page = std::move(page), .idempotency = answer ? std::optional(made) : std::nullopt};
    write::Outcome outcome = co_await call.site.reactor.write(std::move(command));
    if (outcome.code != Errc::kOk) {
        co_return page_problem(outcome, change);
    }
    write_created(call, outcome, std::move(made));
    co_return Problem{};
}

loop::Task<Problem> patch_page(Call& call) {
    const auto id = PageId::parse(call.params[0]);
    if (!id) {
        co_return plain(Errc::kNotFound);
    }
    JsonReader reader;
    std::optional<JsonValue> body;
    if (Problem problem = read_object(call, reader, body)) {
        co_return problem;
    }
    Patch patch{.body = *body};
    write::Outcome outcome;
    for (int attempt = 0; attempt < kPatchAttempts; ++attempt) {
        auto page = call.reader().read([&](const store::Snapshot& snapshot) {
            return owned_page(snapshot, *id, call.caller.project);
        });
        if (!page) {
            co_return from_store(page.error());
        }
        const std::uint64_t read_version = page->config_version;
        if (Problem problem = patch.apply(call, *page)) {
            co_return problem;
        }
        page->updated_at = call.now();
        write::Command command =
            write::UpdatePage{.page = *std::move(page), .expected_config_version = read_version};
        outcome = co_await call.site.reactor.write(std::move(command));
        if (outcome.code != Errc::kConflict) {
            break;
        }
    }
    if (outcome.code == Errc::kConflict) {
        co_return still_busy();
    }
    if (outcome.code != Errc::kOk) {
        co_return page_problem(outcome, patch.change);
    }
    co_return answer_page(call, *id);
}

loop::Task<Problem> delete_page(Call& call) {
    const auto id = PageId::parse(call.params[0]);
    if (!id) {
        co_return plain(Errc::kNotFound);
    }
    std::optional<std::uint64_t> version;
    if (has_if_match(call)) {
        const auto page =
            call.reader().read([&](const store::Snapshot& snapshot) -> Result<std::uint64_t> {
                KS_TRY(const auto view, own_page(snapshot, *id, call.caller.project));
                return view.config_version;
            });
        if (!page) {
            co_return from_store(page.error());
        }
        if (Problem problem = check_if_match(call, *page)) {
            co_return problem;
        }
        version = *page;
    }
    write::Command command =
        write::DeletePage{.id = *id, .project = call.caller.project, .if_config_version = version};
    const write::Outcome outcome = co_await call.site.reactor.write(std::move(command));
    call.reply.status = 204;
    co_return from_outcome(outcome);
}

}  // namespace ks::api
