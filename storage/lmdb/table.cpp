// SPDX-License-Identifier: Apache-2.0
#include "storage/lmdb/table.hpp"

#include <lmdb.h>

namespace ks::lmdb {
namespace {

constexpr std::size_t kKeyBytesMax = 511;

MDB_val value_of(Bytes bytes) noexcept {
    // LMDB's interface is not const-correct; it never writes through keys and values given to it.
    return {bytes.size(),
            const_cast<std::byte*>(bytes.data())};  // NOLINT(cppcoreguidelines-pro-type-const-cast)
}

Result<void> put_with(
    WriteTxn& txn, unsigned table, Bytes key, Bytes value, unsigned flags) noexcept {
    MDB_val raw_key = value_of(key);
    MDB_val raw_value = value_of(value);
    const int code = mdb_put(txn.raw(), table, &raw_key, &raw_value, flags);
    if (code == MDB_KEYEXIST) {
        return Error{Errc::kConflict, code};
    }
    return code == 0 ? Result<void>() : Result<void>(from_mdb(code));
}

}  // namespace

Result<Table> Table::open(WriteTxn& txn, const char* name) {
    MDB_dbi table = 0;
    const int code = mdb_dbi_open(txn.raw(), name, MDB_CREATE, &table);
    return code == 0 ? Result<Table>(Table(table)) : Result<Table>(from_mdb(code));
}

Result<Bytes> Table::get(const Txn& txn, Bytes key) const noexcept {
    if (key.empty() || key.size() > kKeyBytesMax) {
        return Errc::kNotFound;
    }
    MDB_val raw_key = value_of(key);
    MDB_val found{};
    const int code = mdb_get(txn.raw(), table_, &raw_key, &found);
    if (code != 0) {
        return from_mdb(code);
    }
    return Bytes(static_cast<const std::byte*>(found.mv_data), found.mv_size);
}

Result<bool> Table::has(const Txn& txn, Bytes key) const noexcept {
    const auto found = get(txn, key);
    if (found || found.error().code == Errc::kNotFound) {
        return found.has_value();
    }
    return found.error();
}

Result<void> Table::put(WriteTxn& txn, Bytes key, Bytes value) const noexcept {
    return put_with(txn, table_, key, value, 0);
}

Result<void> Table::append(WriteTxn& txn, Bytes key, Bytes value) const noexcept {
    return put_with(txn, table_, key, value, MDB_APPEND);
}

Result<bool> Table::erase(WriteTxn& txn, Bytes key) const noexcept {
    MDB_val raw_key = value_of(key);
    const int code = mdb_del(txn.raw(), table_, &raw_key, nullptr);
    if (code == 0 || code == MDB_NOTFOUND) {
        return code == 0;
    }
    return from_mdb(code);
}

Result<std::size_t> Table::size(const Txn& txn) const noexcept {
    MDB_stat stat{};
    const int code = mdb_stat(txn.raw(), table_, &stat);
    return code == 0 ? Result<std::size_t>(stat.ms_entries) : Result<std::size_t>(from_mdb(code));
}

}  // namespace ks::lmdb
