// SPDX-License-Identifier: Apache-2.0
#include "storage/lmdb/cursor.hpp"

#include "core/base/assert.hpp"

#include <lmdb.h>

#include <algorithm>
#include <array>

namespace ks::lmdb {
namespace {

MDB_val value_of(Bytes bytes) noexcept {
    // LMDB's interface is not const-correct; it never writes through keys and values given to it.
    return {bytes.size(),
            const_cast<std::byte*>(bytes.data())};  // NOLINT(cppcoreguidelines-pro-type-const-cast)
}

Bytes bytes_of(const MDB_val& value) noexcept {
    return {static_cast<const std::byte*>(value.mv_data), value.mv_size};
}

}  // namespace

Cursor::Cursor(const Txn& txn, Table table) noexcept
    : opened_(mdb_cursor_open(txn.raw(), table.raw(), &cursor_)) {}

Cursor::~Cursor() {
    if (cursor_ != nullptr) {
        mdb_cursor_close(cursor_);
    }
}

Result<bool> Cursor::move(int operation) noexcept {
    if (opened_ != 0) {
        return from_mdb(opened_);
    }
    MDB_val key = value_of(key_);
    MDB_val value{};
    const int code = mdb_cursor_get(cursor_, &key, &value, static_cast<MDB_cursor_op>(operation));
    if (code == MDB_NOTFOUND) {
        return false;
    }
    if (code != 0) {
        return from_mdb(code);
    }
    key_ = bytes_of(key);
    value_ = bytes_of(value);
    return true;
}

Result<bool> Cursor::seek_ge(Bytes key) noexcept {
    key_ = key;
    return move(MDB_SET_RANGE);
}

Result<bool> Cursor::seek_le(Bytes key) noexcept {
    KS_TRY(const bool found, seek_ge(key));
    if (!found) {
        return last();
    }
    return std::ranges::equal(key_, key) ? Result<bool>(true) : prev();
}

Result<bool> Cursor::first() noexcept {
    return move(MDB_FIRST);
}

Result<bool> Cursor::last() noexcept {
    return move(MDB_LAST);
}

Result<bool> Cursor::next() noexcept {
    return move(MDB_NEXT);
}

Result<bool> Cursor::prev() noexcept {
    return move(MDB_PREV);
}

Result<void> Cursor::put(WriteTxn& /*txn*/, Bytes key, Bytes value) noexcept {
    if (opened_ != 0) {
        return from_mdb(opened_);
    }
    MDB_val raw_key = value_of(key);
    MDB_val raw_value = value_of(value);
    const int code = mdb_cursor_put(cursor_, &raw_key, &raw_value, 0);
    return code == 0 ? Result<void>() : Result<void>(from_mdb(code));
}

Result<bool> Cursor::erase(WriteTxn& /*txn*/) noexcept {
    std::array<std::byte, 511>
        kept;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled by the next lines
    KS_ASSERT(cursor_ != nullptr && key_.size() <= kept.size());
    std::ranges::copy(key_, kept.begin());
    const std::size_t size = key_.size();
    if (const int code = mdb_cursor_del(cursor_, 0); code != 0) {
        return from_mdb(code);
    }
    return seek_ge(Bytes(kept).first(size));
}

}  // namespace ks::lmdb
