// SPDX-License-Identifier: Apache-2.0
// The table of checks against the table of monitor types: what is scheduled can be checked.
#include "edge/probe/table.hpp"

#include "core/record/monitor_type.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace ks::probe::test {
namespace {

TEST(CheckTable, EveryScheduledTypeHasOneCheck) {
    for (const record::MonitorTypeInfo& type : record::monitor_types()) {
        const Row* row = find(type.type);
        ASSERT_EQ(row != nullptr, type.checked && type.available) << type.name;
        EXPECT_EQ(std::ranges::count(table(), type.type, &Row::type), row != nullptr ? 1 : 0)
            << type.name;
    }
}

TEST(CheckTable, EveryCheckIsOfAScheduledType) {
    ASSERT_FALSE(table().empty());
    for (const Row& row : table()) {
        const record::MonitorTypeInfo& type = record::info(row.type);
        EXPECT_TRUE(type.checked && type.available) << row.name;
        EXPECT_EQ(row.name, type.name);
        EXPECT_NE(row.check, nullptr) << row.name;
    }
}

}  // namespace
}  // namespace ks::probe::test
