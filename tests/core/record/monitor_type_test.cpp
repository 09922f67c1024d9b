// SPDX-License-Identifier: Apache-2.0
// The table of monitor types: each type finds its own row, and the rows say what is promised.
#include "core/record/monitor_type.hpp"

#include <gtest/gtest.h>

#include <iterator>
#include <optional>
#include <string_view>
#include <vector>

namespace ks::record {
namespace {

using enum MonitorType;

/// The wire names of the types for which `holds`, in the order of the table.
template <class Holds>
std::vector<std::string_view> names_where(Holds holds) {
    std::vector<std::string_view> names;
    for (const MonitorTypeInfo& row : monitor_types()) {
        if (holds(row)) {
            names.push_back(row.name);
        }
    }
    return names;
}

using Names = std::vector<std::string_view>;

TEST(MonitorTypes, EachTypeFindsItsRowAndItsName) {
    const struct {
        MonitorType type;
        std::string_view name;
    } cases[] = {{kHttp, "http"},
                 {kTcp, "tcp"},
                 {kDns, "dns"},
                 {kPing, "ping"},
                 {kHeartbeat, "heartbeat"},
                 {kManual, "manual"}};

    EXPECT_EQ(monitor_types().size(), std::size(cases));
    for (const auto& [type, wire] : cases) {
        EXPECT_EQ(info(type).type, type) << wire;
        EXPECT_EQ(name(type), wire);
        EXPECT_EQ(parse_monitor_type(wire), type) << wire;
    }
    for (const std::string_view bad : {"", "HTTP", "http ", "htt", "https"}) {
        EXPECT_EQ(parse_monitor_type(bad), std::nullopt) << bad;
    }
}

TEST(MonitorTypes, TraitsOfTheRows) {
    EXPECT_EQ(names_where([](const auto& row) { return row.available; }),
              (Names{"http", "tcp", "heartbeat", "manual"}));
    EXPECT_EQ(names_where([](const auto& row) { return row.scheduled(); }), (Names{"http", "tcp"}));
    EXPECT_EQ(names_where([](const auto& row) { return row.http_options; }), Names{"http"});
    EXPECT_EQ(names_where([](const auto& row) { return row.heartbeat; }), Names{"heartbeat"});
    EXPECT_EQ(names_where([](const auto& row) { return row.port; }), Names{"tcp"});
    EXPECT_EQ(names_where([](const auto& row) { return row.target == TargetKind::kUrl; }),
              Names{"http"});
    EXPECT_EQ(info(kHttp).default_timeout_ms, 30000U);
    EXPECT_EQ(info(kTcp).default_timeout_ms, 10000U);
    EXPECT_EQ(info(kManual).default_timeout_ms, 10000U);
}

TEST(MonitorTypes, RowsAreConsistent) {
    for (const MonitorTypeInfo& row : monitor_types()) {
        EXPECT_EQ(row.checked, row.target != TargetKind::kNone) << row.name;
        EXPECT_EQ(row.default_timeout_ms == 0, row.heartbeat) << row.name;
        if (row.port) {
            EXPECT_EQ(row.target, TargetKind::kHost) << row.name;
        }
    }
}

}  // namespace
}  // namespace ks::record
