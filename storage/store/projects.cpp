// SPDX-License-Identifier: Apache-2.0
// Readers of projects and keys.
#include "storage/lmdb/cursor.hpp"
#include "storage/store/readers.hpp"
#include "storage/store/record_rows.hpp"

#include <algorithm>

namespace ks::store {

Result<std::array<std::byte, 32>> server_secret(const Snapshot& snapshot) {
    KS_TRY(const Bytes bytes, snapshot.tables().meta.get(snapshot.txn(), as_bytes(kSecretKey)));
    std::array<std::byte, 32> secret{};
    if (bytes.size() != secret.size()) {
        return Errc::kMalformed;
    }
    std::ranges::copy(bytes, secret.begin());
    return secret;
}

Result<record::Project> project(const Snapshot& snapshot, ProjectId id) {
    return project(snapshot.txn(), snapshot.tables(), id);
}

Result<std::vector<record::Project>> projects(const Snapshot& snapshot) {
    std::vector<record::Project> all;
    lmdb::Cursor cursor(snapshot.txn(), snapshot.tables().projects);
    KS_TRY(bool found, cursor.first());
    while (found) {
        KS_TRY(auto project, record::decode_project(cursor.value()));
        all.push_back(std::move(project));
        KS_TRY(found, cursor.next());
    }
    return all;
}

Result<record::ApiKey> key_by_hash(const Snapshot& snapshot, const record::KeyHash& hash) {
    KS_TRY(const Bytes bytes, snapshot.tables().keys.get(snapshot.txn(), hash));
    return record::decode_api_key(bytes);
}

Result<std::vector<record::ApiKey>> keys_of_project(const Snapshot& snapshot, ProjectId project) {
    std::vector<record::ApiKey> found;
    const store::Tables& tables = snapshot.tables();
    lmdb::Cursor cursor(snapshot.txn(), tables.key_ids);
    KS_TRY(bool more, cursor.first());
    while (more) {
        KS_TRY(const Bytes bytes, tables.keys.get(snapshot.txn(), cursor.value()));
        KS_TRY(const auto key, record::decode_api_key(bytes));
        if (key.scope == record::KeyScope::kProject && key.project == project) {
            found.push_back(key);
        }
        KS_TRY(more, cursor.next());
    }
    return found;
}

}  // namespace ks::store
