// SPDX-License-Identifier: Apache-2.0
// Status pages and the state of their custom domains.
#include "core/base/limits.hpp"
#include "storage/rows/page_rows.hpp"
#include "storage/store/key_buffer.hpp"
#include "storage/store/record_rows.hpp"
#include "storage/write/apply.hpp"
#include "storage/write/idempotency.hpp"

#include <algorithm>
#include <optional>

namespace ks::write {
namespace {

std::vector<record::EntryView> views(const std::vector<OwnedEntry>& entries) {
    std::vector<record::EntryView> out;
    out.reserve(entries.size());
    for (const OwnedEntry& entry : entries) {
        out.push_back({.monitor = entry.monitor,
                       .display_group = entry.display_group,
                       .display_name = entry.display_name,
                       .group_set = entry.group_set});
    }
    return out;
}

/// kSlugTaken, kDomainTaken: what another page than this one holds.
Result<Outcome> check_names(const rows::Changes& changes, const OwnedPage& page) {
    const auto slug_owner = changes.tables.slugs.get(changes.txn, as_bytes(page.slug));
    if (!slug_owner && slug_owner.error().code != Errc::kNotFound) {
        return slug_owner.error();
    }
    if (slug_owner && !std::ranges::equal(*slug_owner, page.id.bytes)) {
        return refused(Errc::kSlugTaken, page.slug);
    }
    const auto claim = changes.tables.domains.get(changes.txn, as_bytes(page.custom_domain));
    if (!claim) {
        return claim.error().code == Errc::kNotFound ? Result<Outcome>(Outcome())
                                                     : Result<Outcome>(claim.error());
    }
    KS_TRY(const auto decoded, record::decode_domain_claim(*claim));
    return decoded.page != page.id ? refused(Errc::kDomainTaken, page.custom_domain) : Outcome();
}

/// Every monitor is one of the project's, and there once.
Result<Outcome> check_entries(const rows::Changes& changes, const OwnedPage& page) {
    if (page.entries.size() > limits::kEntriesPerPage) {
        return refused(Errc::kInvalidValue, "monitors");
    }
    std::vector<MonitorId> monitors;
    monitors.reserve(page.entries.size());
    for (const OwnedEntry& entry : page.entries) {
        const auto face = store::monitor_face(changes.txn, changes.tables, entry.monitor);
        if (!face && face.error().code != Errc::kNotFound) {
            return face.error();
        }
        if (!face || face->project != page.project) {
            return refused(Errc::kUnknownMonitor, entry.monitor.text());
        }
        monitors.push_back(entry.monitor);
    }
    std::ranges::sort(monitors);
    const auto twice = std::ranges::adjacent_find(monitors);
    return twice != monitors.end() ? refused(Errc::kInvalidValue, twice->text()) : Outcome();
}

Result<Outcome> check_page(const rows::Changes& changes, const OwnedPage& page) {
    if (page.slug.empty()) {
        return refused(Errc::kInvalidValue, "slug");
    }
    KS_TRY(Outcome outcome, check_names(changes, page));
    return outcome.code == Errc::kOk ? check_entries(changes, page)
                                     : Result<Outcome>(std::move(outcome));
}

/// Copied out of the stored page.
struct Owned {
    std::uint64_t version = 0;
    std::uint64_t config_version = 0;
};

/// kNotFound when the page is gone or another project's.
Result<Outcome> find_owned(const rows::Changes& changes, PageId id, ProjectId project, Owned& out) {
    const auto found = store::page(changes.txn, changes.tables, id);
    if (!found && found.error().code != Errc::kNotFound) {
        return found.error();
    }
    if (!found || found->project != project) {
        return refused(Errc::kNotFound, id.text());
    }
    out = {.version = found->version, .config_version = found->config_version};
    return Outcome();
}

Result<Outcome> check_new(const rows::Changes& changes, const OwnedPage& page) {
    KS_TRY(const bool project_known, changes.tables.projects.has(changes.txn, page.project.key()));
    if (!project_known) {
        return refused(Errc::kNotFound, page.project.text());
    }
    KS_TRY(const bool id_used, changes.tables.pages.has(changes.txn, page.id.key()));
    return id_used ? Result<Outcome>(refused(Errc::kConflict, page.id.text()))
                   : check_page(changes, page);
}

}  // namespace

Result<Outcome> apply_one(Context& context, const CreatePage& command) {
    KS_TRY(std::optional<Outcome> answered, answer_again(context.changes, command.idempotency));
    if (answered) {
        return *std::move(answered);
    }
    KS_TRY(Outcome outcome, check_new(context.changes, command.page));
    if (outcome.code != Errc::kOk) {
        return outcome;
    }
    KS_CHECK(rows::put_page(context.changes, command.page.view(), views(command.page.entries)));
    KS_CHECK(keep_answer(context.changes, command.idempotency));
    return outcome;
}

Result<Outcome> apply_one(Context& context, const UpdatePage& command) {
    Owned old;
    KS_TRY(Outcome outcome,
           find_owned(context.changes, command.page.id, command.page.project, old));
    if (outcome.code == Errc::kOk && old.config_version != command.expected_config_version) {
        outcome = refused(Errc::kConflict, command.page.id.text());
    }
    if (outcome.code == Errc::kOk) {
        KS_TRY(outcome, check_page(context.changes, command.page));
    }
    if (outcome.code != Errc::kOk) {
        return outcome;
    }
    record::PageView page = command.page.view();
    page.version = old.version + 1;
    page.config_version = old.config_version + 1;
    KS_CHECK(rows::replace_page(context.changes, page, views(command.page.entries)));
    return outcome;
}

Result<Outcome> apply_one(Context& context, const DeletePage& command) {
    Owned old;
    KS_TRY(Outcome outcome, find_owned(context.changes, command.id, command.project, old));
    if (outcome.code != Errc::kOk) {
        return outcome;
    }
    if (command.if_config_version && *command.if_config_version != old.config_version) {
        return refused(Errc::kPreconditionFailed, command.id.text());
    }
    KS_CHECK(rows::erase_page(context.changes, command.id));
    KS_CHECK(forget_subscribers(context, command.project, command.id));
    return outcome;
}

Result<Outcome> apply_one(Context& context, const SetDomainState& command) {
    const rows::Changes& changes = context.changes;
    const auto bytes = changes.tables.domains.get(changes.txn, as_bytes(command.host));
    if (!bytes && bytes.error().code != Errc::kNotFound) {
        return bytes.error();
    }
    if (!bytes) {
        return refused(Errc::kNotFound, command.host);
    }
    KS_TRY(record::DomainClaim claim, record::decode_domain_claim(*bytes));
    if (claim.page != command.page) {
        return refused(Errc::kNotFound, command.host);  // released since, and claimed by another
    }
    using enum record::DomainState;
    claim.state = command.state;
    claim.served =
        command.served.value_or(command.state != kPendingDns && command.state != kFailed);
    claim.observed = command.observed;
    claim.error = command.error;
    const std::string encoded = record::encode(claim);
    if (as_text(*bytes) != encoded) {
        KS_CHECK(
            changes.tables.domains.put(changes.txn, as_bytes(command.host), as_bytes(encoded)));
    }
    return Outcome();
}

}  // namespace ks::write
