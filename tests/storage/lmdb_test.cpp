// SPDX-License-Identifier: Apache-2.0
#include "fixture.hpp"

#include "storage/lmdb/cursor.hpp"

#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <sys/stat.h>
#include <vector>

namespace ks::test {
namespace {

using lmdb::Cursor;
using lmdb::Env;
using lmdb::ReadTxn;
using lmdb::Table;
using lmdb::WriteTxn;

class LmdbTest : public testing::Test {
protected:
    void SetUp() override {
        env_ = *Env::open(
            {.directory = directory_.path() / "env", .map_bytes = std::size_t{1} << 24U});
        WriteTxn txn;
        ASSERT_TRUE(txn.begin(*env_));
        table_ = *Table::open(txn, "t");
        ASSERT_TRUE(txn.commit());
    }

    void put(std::vector<std::string_view> keys) {
        WriteTxn txn;
        ASSERT_TRUE(txn.begin(*env_));
        for (const auto key : keys) {
            ASSERT_TRUE(table_.put(txn, as_bytes(key), as_bytes("v")));
        }
        ASSERT_TRUE(txn.commit());
    }

    std::size_t size() {
        ReadTxn txn;
        EXPECT_TRUE(txn.renew(*env_));
        const ReadTxn::Scope scope(txn);
        return *table_.size(txn);
    }

    TempDir directory_;
    std::unique_ptr<Env> env_;
    Table table_;
};

TEST_F(LmdbTest, CodesAreTranslated) {
    EXPECT_EQ(lmdb::from_mdb(ENOSPC).code, Errc::kStoreFull);
    EXPECT_EQ(lmdb::from_mdb(EDQUOT).code, Errc::kStoreFull);
    EXPECT_EQ(lmdb::from_mdb(-30792).code, Errc::kStoreFull);  // MDB_MAP_FULL
    EXPECT_EQ(lmdb::from_mdb(EIO), (Error{Errc::kStoreUnavailable, EIO}));
    EXPECT_EQ(lmdb::from_mdb(-30798).code, Errc::kNotFound);  // MDB_NOTFOUND
    EXPECT_TRUE(lmdb::is_broken(lmdb::from_mdb(-30795)));     // MDB_PANIC
    EXPECT_FALSE(lmdb::is_broken(lmdb::from_mdb(EIO)));
}

TEST_F(LmdbTest, DirectoryIsPrivateAndLockFileHasItsBlocks) {
    struct stat info{};
    ASSERT_EQ(::stat((directory_.path() / "env").c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777U, 0700U);
    ASSERT_EQ(::stat((directory_.path() / "env" / "lock.mdb").c_str(), &info), 0);
    EXPECT_GE(info.st_blocks * 512, info.st_size);
    EXPECT_GE(info.st_size, 512 * 64);
}

TEST_F(LmdbTest, AReadSeesOneSnapshotUntilItIsRenewed) {
    put({"a"});
    ReadTxn txn;
    ASSERT_TRUE(txn.renew(*env_));
    {
        const ReadTxn::Scope scope(txn);
        put({"b"});
        EXPECT_FALSE(*table_.has(txn, as_bytes("b")));
    }
    ASSERT_TRUE(txn.renew(*env_));
    const ReadTxn::Scope scope(txn);
    EXPECT_TRUE(*table_.has(txn, as_bytes("b")));
}

TEST_F(LmdbTest, AnAbortedTransactionLeavesNothing) {
    {
        WriteTxn txn;
        ASSERT_TRUE(txn.begin(*env_));
        ASSERT_TRUE(table_.put(txn, as_bytes("a"), {}));
    }
    EXPECT_EQ(size(), 0U);
}

TEST_F(LmdbTest, KeysThatNoTableHoldsAreNotFound) {
    put({"a"});
    ReadTxn txn;
    ASSERT_TRUE(txn.renew(*env_));
    const ReadTxn::Scope scope(txn);
    EXPECT_EQ(table_.get(txn, as_bytes("")).error().code, Errc::kNotFound);
    EXPECT_EQ(table_.get(txn, as_bytes(std::string(512, 'a'))).error().code, Errc::kNotFound);
    EXPECT_EQ(table_.get(txn, as_bytes(std::string(511, 'a'))).error().code, Errc::kNotFound);
}

TEST_F(LmdbTest, AppendRefusesKeysOutOfOrder) {
    put({"m"});
    WriteTxn txn;
    ASSERT_TRUE(txn.begin(*env_));
    EXPECT_TRUE(table_.append(txn, as_bytes("n"), {}));
    EXPECT_EQ(table_.append(txn, as_bytes("a"), {}).error().code, Errc::kConflict);
}

TEST_F(LmdbTest, CursorFindsNeighboursOnBothSides) {
    put({"b", "d", "f"});
    ReadTxn txn;
    ASSERT_TRUE(txn.renew(*env_));
    const ReadTxn::Scope scope(txn);
    Cursor cursor(txn, table_);

    struct Case {
        std::string_view sought, ge, le;
    };

    for (const Case& one : {Case{"a", "b", ""},
                            Case{"b", "b", "b"},
                            Case{"c", "d", "b"},
                            Case{"f", "f", "f"},
                            Case{"g", "", "f"}}) {
        EXPECT_EQ(*cursor.seek_ge(as_bytes(one.sought)) ? as_text(cursor.key()) : "", one.ge)
            << one.sought;
        EXPECT_EQ(*cursor.seek_le(as_bytes(one.sought)) ? as_text(cursor.key()) : "", one.le)
            << one.sought;
    }
    EXPECT_TRUE(*cursor.first());
    EXPECT_FALSE(*cursor.prev());
    EXPECT_TRUE(*cursor.last());
    EXPECT_FALSE(*cursor.next());
}

TEST_F(LmdbTest, EraseWalksOverEveryEntry) {
    std::vector<std::string> keys;
    std::vector<std::string_view> views;
    for (int i = 0; i < 3000; ++i) {
        keys.push_back("key-" + std::to_string(i));
    }
    views.assign(keys.begin(), keys.end());
    put(views);
    WriteTxn txn;
    ASSERT_TRUE(txn.begin(*env_));
    {
        Cursor cursor(txn, table_);
        int erased = 0;
        for (bool found = *cursor.first(); found; ++erased) {
            found = *cursor.erase(txn);
        }
        EXPECT_EQ(erased, 3000);
    }
    ASSERT_TRUE(txn.commit());
    EXPECT_EQ(size(), 0U);
}

TEST_F(LmdbTest, AStoreOfAnotherFormatIsRefusedAndLeftAlone) {
    StoreFixture fixture;
    {
        WriteTxn txn;
        ASSERT_TRUE(txn.begin(fixture.store().env()));
        std::array<std::byte, 4> other{std::byte{99}};
        ASSERT_TRUE(fixture.store().tables().meta.put(txn, as_bytes("format"), other));
        ASSERT_TRUE(txn.commit());
    }
    EXPECT_THROW(fixture.reopen(), std::runtime_error);
}

TEST_F(LmdbTest, AFileInPlaceOfTheDirectoryIsAnError) {
    const auto path = directory_.path() / "file";
    std::ofstream(path) << "x";
    EXPECT_EQ(Env::open({.directory = path, .map_bytes = 1U << 20U}).error().code,
              Errc::kStoreUnavailable);
}

}  // namespace
}  // namespace ks::test
