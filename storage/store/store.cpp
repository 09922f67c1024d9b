// SPDX-License-Identifier: Apache-2.0
#include "storage/store/store.hpp"

namespace ks::store {

Result<std::unique_ptr<Store>> Store::open(const lmdb::Env::Options& options) {
    KS_TRY(std::unique_ptr<lmdb::Env> env, lmdb::Env::open(options));
    lmdb::WriteTxn txn;
    KS_CHECK(txn.begin(*env));
    auto tables = open_tables(txn);
    if (!tables) {
        txn.abort();  // before the environment closes
        return tables.error();
    }
    KS_CHECK(txn.commit());
    return std::unique_ptr<Store>(new Store(std::move(env), *tables));
}

}  // namespace ks::store
