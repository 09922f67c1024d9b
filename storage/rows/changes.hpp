// SPDX-License-Identifier: Apache-2.0
// What a change is made through: the transaction and the tables. Functions of this folder keep all
// rows of one object together; they check nothing, so that a command that was checked cannot fail
// half-way but for the store's own errors.
#pragma once

#include "storage/lmdb/txn.hpp"
#include "storage/store/tables.hpp"

#include <span>
#include <string>

namespace ks::rows {

struct Changes {
    lmdb::WriteTxn& txn;
    const store::Tables& tables;
};

/// Stores `value` under `prefix` + u16 in pieces of limits::kValueBytes, instead of what was there.
[[nodiscard]] Result<void> put_in_pieces(const Changes& changes,
                                         lmdb::Table table,
                                         Bytes prefix,
                                         Bytes value);
/// The same with pieces cut by the caller.
[[nodiscard]] Result<void> put_pieces(const Changes& changes,
                                      lmdb::Table table,
                                      Bytes prefix,
                                      std::span<const std::string> pieces);
[[nodiscard]] Result<void> erase_pieces(const Changes& changes, lmdb::Table table, Bytes prefix);
/// Deletes every row whose key begins with `prefix`.
[[nodiscard]] Result<void> erase_prefix(const Changes& changes, lmdb::Table table, Bytes prefix);

}  // namespace ks::rows
