// SPDX-License-Identifier: Apache-2.0
// kamustatus key create|revoke and admin create: JSON on standard output.
#include "local_store.hpp"

#include "core/text/json_out.hpp"
#include "edge/api/auth.hpp"
#include "storage/store/readers.hpp"

#include <iostream>
#include <optional>

namespace ks::cli {
namespace {

/// The project with that id or, if there is exactly one, that name. Errors are printed.
std::optional<ProjectId> find_project(LocalStore& local, std::string_view wanted) {
    const auto projects = local.reader().read(
        [](const store::Snapshot& snapshot) { return store::projects(snapshot); });
    if (!projects) {
        failed("cannot read the projects: " + sentence(projects.error()));
        return std::nullopt;
    }
    std::optional<ProjectId> found;
    for (const record::Project& project : *projects) {
        if (project.id.text() == wanted) {
            return project.id;
        }
        if (project.name == wanted) {
            if (found) {
                failed("several projects are called \"" + std::string(wanted) +
                       "\": give the id, see \"kamustatus project list\"");
                return std::nullopt;
            }
            found = project.id;
        }
    }
    if (!found) {
        failed("there is no project \"" + std::string(wanted) +
               "\": see \"kamustatus project list\"");
    }
    return found;
}

int create_key(const ServerOptions& options, std::string_view project) {
    auto store = LocalStore::open(options, LocalStore::Missing::kRefuse);
    if (!store) {
        return store.error();
    }
    LocalStore& local = **store;
    const auto id = find_project(local, project);
    if (!id) {
        return kFailed;
    }
    const auto key =
        api::make_key(record::KeyScope::kProject, *id, local.make_id<KeyId>(), local.now());
    if (!local.run(write::CreateKey{.key = key.record}, "create the key")) {
        return kFailed;
    }
    std::string json;
    text::JsonOut out(json);
    out.begin_object().key("id").string(key.record.id.text()).key("projectId").string(id->text());
    out.key("apiKey").string(key.text).end_object();
    std::cout << json << '\n';
    return kOk;
}

/// Whether there is a key of that id.
Result<bool> find_key(LocalStore& local, KeyId id) {
    return local.reader().read([&](const store::Snapshot& snapshot) {
        return snapshot.tables().key_ids.has(snapshot.txn(), id.key());
    });
}

int revoke_key(const ServerOptions& options, std::string_view text) {
    const auto id = KeyId::parse(text);
    if (!id) {
        return bad_usage("\"" + std::string(text) +
                         "\" is not a key id (key_...); the key itself cannot be looked up");
    }
    auto store = LocalStore::open(options, LocalStore::Missing::kRefuse);
    if (!store) {
        return store.error();
    }
    LocalStore& local = **store;
    const auto known = find_key(local, *id);
    if (!known) {
        return failed("cannot read the keys: " + sentence(known.error()));
    }
    if (!*known) {
        return failed("there is no key " + id->text() +
                      ": see GET /api/projects/:id/keys for those there are");
    }
    if (!local.run(write::RevokeKey{.id = *id}, "revoke the key")) {
        return kFailed;
    }
    std::string json;
    text::JsonOut out(json);
    out.begin_object().key("id").string(id->text()).key("revoked").boolean(true).end_object();
    std::cout << json << '\n';
    return kOk;
}

}  // namespace

int cmd_key(Arguments arguments) {
    const auto options = take_server_options(arguments);
    if (!options) {
        return bad_usage(options.error());
    }
    const Arguments words(options->rest);
    if (words.size() == 2 && words.front() == "create") {
        return create_key(*options, words[1]);
    }
    if (words.size() == 2 && words.front() == "revoke") {
        return revoke_key(*options, words[1]);
    }
    return bad_usage("key is followed by create PROJECT (its id or name) or revoke KEYID");
}

int cmd_admin(Arguments arguments) {
    const auto options = take_server_options(arguments);
    if (!options) {
        return bad_usage(options.error());
    }
    if (options->rest.size() != 1 || options->rest.front() != "create") {
        return bad_usage("admin is followed by create");
    }
    auto store = LocalStore::open(*options, LocalStore::Missing::kMake);
    if (!store) {
        return store.error();
    }
    LocalStore& local = **store;
    const auto key =
        api::make_key(record::KeyScope::kAdmin, ProjectId{}, local.make_id<KeyId>(), local.now());
    if (!local.run(write::CreateKey{.key = key.record}, "create the key")) {
        return kFailed;
    }
    std::string json;
    text::JsonOut out(json);
    out.begin_object()
        .key("id")
        .string(key.record.id.text())
        .key("adminKey")
        .string(key.text)
        .end_object();
    std::cout << json << '\n';
    return kOk;
}

}  // namespace ks::cli
