// SPDX-License-Identifier: Apache-2.0
#include "storage/lmdb/txn.hpp"

#include "core/base/assert.hpp"

#include <lmdb.h>

#include <utility>

namespace ks::lmdb {
namespace {

Result<void> done(int code) noexcept {
    return code == 0 ? Result<void>() : Result<void>(from_mdb(code));
}

}  // namespace

std::uint64_t Txn::number() const noexcept {
    KS_ASSERT(txn_ != nullptr);
    return mdb_txn_id(txn_);
}

ReadTxn::~ReadTxn() {
    if (txn_ != nullptr) {
        mdb_txn_abort(txn_);
    }
}

Result<void> ReadTxn::renew(Env& env) noexcept {
    KS_ASSERT(!active_);
    const int code = txn_ != nullptr ? mdb_txn_renew(txn_)
                                     : mdb_txn_begin(env.raw(), nullptr, MDB_RDONLY, &txn_);
    active_ = code == 0;
    return done(code);
}

void ReadTxn::reset() noexcept {
    KS_ASSERT(active_);
    mdb_txn_reset(txn_);
    active_ = false;
}

Result<void> WriteTxn::begin(Env& env) noexcept {
    KS_ASSERT(txn_ == nullptr);
    return done(mdb_txn_begin(env.raw(), nullptr, 0, &txn_));
}

Result<void> WriteTxn::commit() noexcept {
    KS_ASSERT(txn_ != nullptr);
    return done(mdb_txn_commit(std::exchange(txn_, nullptr)));
}

void WriteTxn::abort() noexcept {
    if (txn_ != nullptr) {
        mdb_txn_abort(std::exchange(txn_, nullptr));
    }
}

}  // namespace ks::lmdb
