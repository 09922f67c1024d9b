// SPDX-License-Identifier: Apache-2.0
// A position in a table, for walking in key order. Lives inside one scope; a cursor of a WriteTxn
// dies before it ends.
#pragma once

#include "core/base/bytes.hpp"
#include "core/base/result.hpp"
#include "storage/lmdb/table.hpp"
#include "storage/lmdb/txn.hpp"

struct MDB_cursor;

namespace ks::lmdb {

/// Every move returns whether it ended on an entry; key() and value() then show it, valid as
/// Table::get's.
class Cursor {
public:
    Cursor(const Txn& txn, Table table) noexcept;
    Cursor(const Cursor&) = delete;
    Cursor& operator=(const Cursor&) = delete;
    ~Cursor();

    /// The first entry at or after `key`.
    [[nodiscard]] Result<bool> seek_ge(Bytes key) noexcept;
    /// The last entry at or before `key`.
    [[nodiscard]] Result<bool> seek_le(Bytes key) noexcept;
    [[nodiscard]] Result<bool> first() noexcept;
    [[nodiscard]] Result<bool> last() noexcept;
    [[nodiscard]] Result<bool> next() noexcept;
    [[nodiscard]] Result<bool> prev() noexcept;

    [[nodiscard]] Bytes key() const noexcept { return key_; }

    [[nodiscard]] Bytes value() const noexcept { return value_; }

    /// As Table::put; keeps its page, so a run of neighbouring keys costs no descent. Then on the
    /// entry put.
    [[nodiscard]] Result<void> put(WriteTxn& txn, Bytes key, Bytes value) noexcept;
    /// Deletes the entry and moves to the one after it, by seeking anew: LMDB 0.9.24 has had bugs
    /// in stepping from a deleted position. REQUIRES: on an entry of `txn`.
    [[nodiscard]] Result<bool> erase(WriteTxn& txn) noexcept;

private:
    Result<bool> move(int operation) noexcept;

    MDB_cursor* cursor_ = nullptr;
    int opened_ = 0;  ///< LMDB's code from opening
    Bytes key_;
    Bytes value_;
};

}  // namespace ks::lmdb
