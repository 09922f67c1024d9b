// SPDX-License-Identifier: Apache-2.0
// Projects and keys.
#include "storage/rows/page_rows.hpp"
#include "storage/store/record_rows.hpp"
#include "storage/write/apply.hpp"

namespace ks::write {
namespace {

/// kConflict when the key's id or hash is in use.
Result<Outcome> check_key(const rows::Changes& changes, const record::ApiKey& key) {
    KS_TRY(const bool id_used, changes.tables.key_ids.has(changes.txn, key.id.key()));
    KS_TRY(const bool hash_used, changes.tables.keys.has(changes.txn, key.hash));
    return id_used || hash_used ? refused(Errc::kConflict, key.id.text()) : Outcome();
}

Result<void> put_key(const rows::Changes& changes, const record::ApiKey& key) {
    KS_CHECK(changes.tables.keys.put(changes.txn, key.hash, as_bytes(record::encode(key))));
    return changes.tables.key_ids.put(changes.txn, key.id.key(), key.hash);
}

Result<void> raise_all_pages(const rows::Changes& changes, ProjectId project) {
    KS_TRY(const auto ids,
           store::indexed_ids(changes.txn, changes.tables.project_pages, project, {}, SIZE_MAX));
    std::vector<PageId> pages;
    pages.reserve(ids.size());
    for (const RawId& id : ids) {
        pages.push_back(PageId{id});
    }
    return rows::raise_versions(changes, std::move(pages));
}

}  // namespace

Result<Outcome> apply_one(Context& context, const CreateProject& command) {
    const rows::Changes& changes = context.changes;
    const record::Project& project = command.project;
    KS_TRY(const bool used, changes.tables.projects.has(changes.txn, project.id.key()));
    if (used) {
        return refused(Errc::kConflict, project.id.text());
    }
    if (!Zone::find(project.timezone)) {
        return refused(Errc::kInvalidValue, project.timezone);
    }
    KS_TRY(Outcome key_outcome, check_key(changes, command.first_key));
    if (key_outcome.code != Errc::kOk) {
        return key_outcome;
    }
    KS_CHECK(changes.tables.projects.put(
        changes.txn, project.id.key(), as_bytes(record::encode(project))));
    KS_CHECK(put_key(changes, command.first_key));
    return Outcome();
}

Result<Outcome> apply_one(Context& context, const UpdateProject& command) {
    const rows::Changes& changes = context.changes;
    auto found = store::project(changes.txn, changes.tables, command.id);
    if (!found) {
        return found.error().code == Errc::kNotFound
                   ? Result<Outcome>(refused(Errc::kNotFound, command.id.text()))
                   : Result<Outcome>(found.error());
    }
    if (command.timezone && !Zone::find(*command.timezone)) {
        return refused(Errc::kInvalidValue, *command.timezone);
    }
    record::Project project = *std::move(found);
    const bool zone_changes = command.timezone && *command.timezone != project.timezone;
    project.name = command.name.value_or(project.name);
    project.timezone = command.timezone.value_or(project.timezone);
    project.zone_epoch += zone_changes ? 1 : 0;
    project.updated_at = command.now;
    ++project.version;
    KS_CHECK(changes.tables.projects.put(
        changes.txn, project.id.key(), as_bytes(record::encode(project))));
    if (zone_changes) {
        KS_CHECK(raise_all_pages(changes, project.id));
        KS_CHECK(start_recut(
            context, project.id, std::chrono::floor<std::chrono::seconds>(command.now)));
    }
    return Outcome();
}

Result<Outcome> apply_one(Context& context, const CreateKey& command) {
    const rows::Changes& changes = context.changes;
    if (command.key.scope == record::KeyScope::kProject) {
        KS_TRY(const bool known,
               changes.tables.projects.has(changes.txn, command.key.project.key()));
        if (!known) {
            return refused(Errc::kNotFound, command.key.project.text());
        }
    }
    KS_TRY(Outcome outcome, check_key(changes, command.key));
    if (outcome.code == Errc::kOk) {
        KS_CHECK(put_key(changes, command.key));
    }
    return outcome;
}

Result<Outcome> apply_one(Context& context, const RevokeKey& command) {
    const rows::Changes& changes = context.changes;
    const auto hash = changes.tables.key_ids.get(changes.txn, command.id.key());
    if (!hash) {
        return hash.error().code == Errc::kNotFound
                   ? Result<Outcome>(refused(Errc::kNotFound, command.id.text()))
                   : Result<Outcome>(hash.error());
    }
    const std::string owned_hash(as_text(*hash));  // the next write may move it
    KS_CHECK(changes.tables.keys.erase(changes.txn, as_bytes(owned_hash)));
    KS_CHECK(changes.tables.key_ids.erase(changes.txn, command.id.key()));
    return Outcome();
}

Result<Outcome> apply_one(Context& context, const KeepSecret& command) {
    const rows::Changes& changes = context.changes;
    const Bytes key = as_bytes(store::kSecretKey);
    KS_TRY(const bool known, changes.tables.meta.has(changes.txn, key));
    if (!known) {
        KS_CHECK(changes.tables.meta.put(changes.txn, key, command.secret));
    }
    return Outcome();
}

}  // namespace ks::write
