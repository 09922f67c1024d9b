// SPDX-License-Identifier: Apache-2.0
// One named table of the environment: byte keys in order, byte values, never several values a key.
// A handle is a number, cheap to copy, valid as long as the environment.
#pragma once

#include "core/base/bytes.hpp"
#include "core/base/result.hpp"
#include "storage/lmdb/txn.hpp"

#include <cstddef>

namespace ks::lmdb {

class Table {
public:
    Table() = default;
    /// Opens or makes the table. REQUIRES: `txn` is the only transaction of this process.
    [[nodiscard]] static Result<Table> open(WriteTxn& txn, const char* name);

    /// The value, in place: valid until the scope ends and, in a WriteTxn, until its next change.
    /// kNotFound also for a key that no table can hold (empty, or over 511 bytes: peers choose some
    /// keys).
    [[nodiscard]] Result<Bytes> get(const Txn& txn, Bytes key) const noexcept;
    /// Neither a value nor kNotFound but a bool. Every other error is passed on.
    [[nodiscard]] Result<bool> has(const Txn& txn, Bytes key) const noexcept;
    [[nodiscard]] Result<void> put(WriteTxn& txn, Bytes key, Bytes value) const noexcept;
    /// For keys above all others in the table: denser and faster. kConflict when `key` is not.
    [[nodiscard]] Result<void> append(WriteTxn& txn, Bytes key, Bytes value) const noexcept;
    /// Whether there was such a key.
    Result<bool> erase(WriteTxn& txn, Bytes key) const noexcept;
    [[nodiscard]] Result<std::size_t> size(const Txn& txn) const noexcept;

    [[nodiscard]] unsigned raw() const noexcept { return table_; }

private:
    explicit Table(unsigned table) noexcept : table_(table) {}

    unsigned table_ = 0;
};

}  // namespace ks::lmdb
