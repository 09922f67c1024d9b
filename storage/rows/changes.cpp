// SPDX-License-Identifier: Apache-2.0
#include "storage/rows/changes.hpp"

#include "core/base/limits.hpp"
#include "storage/lmdb/cursor.hpp"
#include "storage/store/key_buffer.hpp"

#include <algorithm>

namespace ks::rows {
namespace {

Bytes piece_key(store::KeyBuffer& buffer, Bytes prefix, std::size_t number) {
    KS_ASSERT(number <= UINT16_MAX);
    buffer = store::KeyBuffer().add(prefix).add(static_cast<std::uint16_t>(number));
    return buffer.bytes();
}

/// Deletes the pieces from `number` on.
Result<void> erase_from(const Changes& changes,
                        lmdb::Table table,
                        Bytes prefix,
                        std::size_t number) {
    store::KeyBuffer buffer;
    for (bool found = true; found; ++number) {
        KS_TRY(found, table.erase(changes.txn, piece_key(buffer, prefix, number)));
    }
    return {};
}

}  // namespace

Result<void> put_in_pieces(const Changes& changes, lmdb::Table table, Bytes prefix, Bytes value) {
    store::KeyBuffer buffer;
    std::size_t number = 0;
    // A value that fills its last piece is followed by an empty one: readers stop at the first that
    // is not full.
    for (bool full = true; full; ++number) {
        const Bytes piece = value.first(std::min(value.size(), limits::kValueBytes));
        KS_CHECK(table.put(changes.txn, piece_key(buffer, prefix, number), piece));
        value = value.subspan(piece.size());
        full = piece.size() == limits::kValueBytes;
    }
    return erase_from(changes, table, prefix, number);
}

Result<void> put_pieces(const Changes& changes,
                        lmdb::Table table,
                        Bytes prefix,
                        std::span<const std::string> pieces) {
    store::KeyBuffer buffer;
    for (std::size_t number = 0; number < pieces.size(); ++number) {
        KS_CHECK(
            table.put(changes.txn, piece_key(buffer, prefix, number), as_bytes(pieces[number])));
    }
    return erase_from(changes, table, prefix, pieces.size());
}

Result<void> erase_pieces(const Changes& changes, lmdb::Table table, Bytes prefix) {
    return erase_from(changes, table, prefix, 0);
}

Result<void> erase_prefix(const Changes& changes, lmdb::Table table, Bytes prefix) {
    lmdb::Cursor cursor(changes.txn, table);
    KS_TRY(bool found, cursor.seek_ge(prefix));
    while (found && store::starts_with(cursor.key(), prefix)) {
        KS_TRY(found, cursor.erase(changes.txn));
    }
    return {};
}

}  // namespace ks::rows
