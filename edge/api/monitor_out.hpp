// SPDX-License-Identifier: Apache-2.0
// The read form of a monitor (spec 2.2) and of its results.
#pragma once

#include "core/model/uptime_now.hpp"
#include "core/record/check_result.hpp"
#include "core/record/monitor.hpp"
#include "edge/serve/site.hpp"
#include "storage/store/readers.hpp"

#include <optional>
#include <string>
#include <vector>

namespace ks::api {

inline constexpr std::size_t kRecentResults = 20;

/// What is known of a monitor beside its settings. Views are valid inside the read scope.
struct MonitorFigures {
    record::State state = record::State::kNoData;
    std::int64_t last_checked = 0;  ///< 0: never
    int per_myriad = -1;
    std::int64_t now = 0;
    std::optional<record::CertificateSeen> certificate{};
    std::vector<store::RawRow> recent{};
};

/// The figures at `now`. `zone`: the project's.
[[nodiscard]] Result<MonitorFigures> read_figures(const store::Snapshot& snapshot,
                                                  const record::Monitor& monitor,
                                                  const Zone& zone,
                                                  UnixSeconds now);
/// The state alone, for filters.
[[nodiscard]] Result<record::State> read_state(const store::Snapshot& snapshot,
                                               MonitorId id,
                                               const Zone& zone,
                                               UnixSeconds now);
/// The zone of a project's days; UTC if the system no longer knows it.
[[nodiscard]] Result<Zone> project_zone(const store::Snapshot& snapshot, ProjectId id);

void append_monitor(std::string& out,
                    const record::Monitor& monitor,
                    const MonitorFigures& figures,
                    const serve::SiteFacts& facts);

/// {"checkedAt","status","responseTimeMs","statusCode","region","error"}
void append_result(std::string& out, const store::RawRow& row);

}  // namespace ks::api
