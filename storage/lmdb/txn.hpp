// SPDX-License-Identifier: Apache-2.0
// Transactions. Reading and writing ones are distinct types, so that a function which takes a
// ReadTxn cannot write. Neither is copied, moved or kept beyond its scope; a WriteTxn stays on the
// thread that began it.
#pragma once

#include "core/base/result.hpp"
#include "storage/lmdb/env.hpp"

#include <cstdint>

struct MDB_txn;

namespace ks::lmdb {

/// What can be read through: a ReadTxn, or a WriteTxn with its own changes.
class Txn {
public:
    Txn(const Txn&) = delete;
    Txn& operator=(const Txn&) = delete;

    [[nodiscard]] MDB_txn* raw() const noexcept { return txn_; }

    /// Of a reading one: the number of the commit that it sees; of a writing one: the number that
    /// its commit will have. Numbers rise by one with each commit. REQUIRES: it is open.
    [[nodiscard]] std::uint64_t number() const noexcept;

protected:
    Txn() = default;
    ~Txn() = default;

    MDB_txn* txn_ = nullptr;  // NOLINT: shared with the two kinds below
};

/// A cached read transaction: renewed for every scope (11 ns), reset after it so that it pins no
/// page.
class ReadTxn final : public Txn {
public:
    ReadTxn() = default;
    ~ReadTxn();

    /// Takes a snapshot of the newest commit. REQUIRES: no scope is open. kStoreUnavailable.
    [[nodiscard]] Result<void> renew(Env& env) noexcept;

    /// Lets go of the snapshot at its end. REQUIRES: renew() succeeded.
    class Scope {
    public:
        explicit Scope(ReadTxn& txn) noexcept : scoped_(txn) {}

        Scope(const Scope&) = delete;
        Scope& operator=(const Scope&) = delete;

        ~Scope() { scoped_.reset(); }

    private:
        ReadTxn& scoped_;
    };

private:
    void reset() noexcept;

    bool active_ = false;
};

/// The write transaction: one at a time over all processes. Aborted unless committed.
class WriteTxn final : public Txn {
public:
    WriteTxn() = default;

    ~WriteTxn() { abort(); }

    /// Waits for another process's writer. kStoreUnavailable.
    [[nodiscard]] Result<void> begin(Env& env) noexcept;
    /// On disk when it returns. After an error nothing of the transaction remains and the
    /// environment goes on (but see is_broken). kStoreFull, kStoreUnavailable.
    [[nodiscard]] Result<void> commit() noexcept;
    void abort() noexcept;
};

}  // namespace ks::lmdb
