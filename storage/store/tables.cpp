// SPDX-License-Identifier: Apache-2.0
#include "storage/store/tables.hpp"

#include <array>

namespace ks::store {
namespace {

Result<void> check_format(lmdb::WriteTxn& txn, lmdb::Table meta) {
    const Bytes key = as_bytes("format");
    const auto found = meta.get(txn, key);
    if (found) {
        const std::uint32_t format =
            found->size() == sizeof kFormat ? load_le<std::uint32_t>(found->data()) : 0;
        if (format == 0 || format > kFormat) {
            return Errc::kStoreVersion;
        }
        if (format == kFormat) {
            return {};
        }
    } else if (found.error().code != Errc::kNotFound) {
        return found.error();
    }
    std::array<std::byte, sizeof kFormat> value{};
    store_le(value.data(), kFormat);
    return meta.put(txn, key, value);
}

}  // namespace

Result<Tables> open_tables(lmdb::WriteTxn& txn) {
    Tables tables;
    for (const TableName& row : kTables) {
        KS_TRY(tables.*row.member, lmdb::Table::open(txn, row.name));
        if (row.member == &Tables::meta) {
            KS_CHECK(check_format(txn, tables.meta));
        }
    }
    return tables;
}

}  // namespace ks::store
