// SPDX-License-Identifier: Apache-2.0
// The opened store: environment plus the handles of every table. Reads go through Reader::read.
#pragma once

#include "core/base/result.hpp"
#include "storage/lmdb/env.hpp"
#include "storage/lmdb/txn.hpp"
#include "storage/store/tables.hpp"

#include <cstdint>
#include <memory>

namespace ks::store {

class Store {
public:
    /// Opens or creates. kStoreVersion when the store was written by another format version.
    [[nodiscard]] static Result<std::unique_ptr<Store>> open(const lmdb::Env::Options& options);

    [[nodiscard]] lmdb::Env& env() noexcept { return *env_; }

    [[nodiscard]] const Tables& tables() const noexcept { return tables_; }

private:
    Store(std::unique_ptr<lmdb::Env> env, Tables tables) : env_(std::move(env)), tables_(tables) {}

    std::unique_ptr<lmdb::Env> env_;
    Tables tables_;
};

/// What a read scope sees: one snapshot. Neither copied nor kept.
class Snapshot {
public:
    Snapshot(const lmdb::ReadTxn& txn, const Tables& tables) noexcept
        : txn_(txn), tables_(tables) {}

    Snapshot(const Snapshot&) = delete;
    Snapshot& operator=(const Snapshot&) = delete;

    [[nodiscard]] const lmdb::ReadTxn& txn() const noexcept { return txn_; }

    /// The number of the newest commit in it.
    [[nodiscard]] std::uint64_t commit() const noexcept { return txn_.number(); }

    [[nodiscard]] const Tables& tables() const noexcept { return tables_; }

private:
    const lmdb::ReadTxn& txn_;
    const Tables& tables_;
};

/// One thread's cached read transaction: renewed for each scope (11 ns) and reset after it.
class Reader {
public:
    explicit Reader(Store& store) noexcept : store_(store) {}

    /// Runs the plain function `fn(const Snapshot&)` on a fresh snapshot and returns what it
    /// returns, which must be a Result (kStoreUnavailable if no snapshot can be had). `fn` must not
    /// suspend; no view may leave it.
    template <class Fn>
    [[nodiscard]] auto read(Fn&& fn) -> decltype(fn(std::declval<const Snapshot&>())) {
        KS_CHECK(txn_.renew(store_.env()));
        const lmdb::ReadTxn::Scope scope(txn_);
        const Snapshot snapshot(txn_, store_.tables());
        return fn(snapshot);
    }

private:
    Store& store_;
    lmdb::ReadTxn txn_;
};

}  // namespace ks::store
