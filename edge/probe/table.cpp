// SPDX-License-Identifier: Apache-2.0
#include "edge/probe/table.hpp"

#include "edge/probe/http.hpp"
#include "edge/probe/tcp.hpp"

#include <array>

namespace ks::probe {
namespace {

constexpr std::array<Row, 2> kRows{{
    {record::MonitorType::kHttp, "http", &check_http},
    {record::MonitorType::kTcp, "tcp", &check_tcp},
}};

}  // namespace

std::span<const Row> table() noexcept {
    return kRows;
}

const Row* find(record::MonitorType type) noexcept {
    for (const Row& row : kRows) {
        if (row.type == type) {
            return &row;
        }
    }
    return nullptr;
}

}  // namespace ks::probe
