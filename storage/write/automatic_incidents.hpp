// SPDX-License-Identifier: Apache-2.0
// Incidents that open and resolve by themselves. Decided and written in the transaction that
// records what caused them, so that nothing is announced twice or not at all, whatever stops the
// process.
//
// - A monitor that is down opens one, unless the project does not want that, or joins the project's
//   automatic one that began within kTogether_s of its outage. One update tells who joined.
// - The incident resolves once none of its monitors is down; maintenance and silence keep it open,
//   a pause or deletion ends it. A person may say anything meanwhile; what a person resolved stays.
// - A monitor that fails again within kTogether_s of that opens the same incident again.
#pragma once

#include "core/record/incident.hpp"
#include "core/record/standing.hpp"
#include "core/record/uptime_history.hpp"
#include "storage/rows/history_rows.hpp"
#include "storage/write/apply.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <vector>

namespace ks::write {

/// One command's share; finish() writes each incident once, however many monitors it is about.
class AutomaticIncidents {
public:
    static constexpr std::int64_t kTogether_s = 300;

    AutomaticIncidents(Context& context, UnixSeconds now) noexcept
        : context_(context), changes_(context.changes), now_(now) {}

    /// After `history` was cut and stored. Cheap where the state is as before and nothing is to
    /// happen as time passes.
    [[nodiscard]] Result<void> look(const rows::Cut& cut,
                                    const record::UptimeHistory& history,
                                    const rows::Shown& shown,
                                    rows::RefreshAt refresh_at);
    /// The same where time has passed or windows have changed: always looks.
    [[nodiscard]] Result<void> wake(const rows::Cut& cut,
                                    const record::UptimeHistory& history,
                                    const rows::Shown& shown,
                                    rows::RefreshAt refresh_at);
    /// Before a monitor is deleted.
    [[nodiscard]] Result<void> forget(MonitorId monitor);

    /// Raises the version of each page that shows what was written, and of `changed`, once.
    [[nodiscard]] Result<void> finish(std::vector<PageId> changed = {});

private:
    struct Work {
        record::Incident incident;
        std::optional<record::Incident> stored;  ///< as it is in the store; none: new
        std::vector<MonitorId> failed;           ///< in this command
        bool joined = false;                     ///< one of them is new to the incident
        bool reopened = false;
        bool left = false;  ///< the last to recover was paused or deleted
    };

    Result<void> fail(const rows::Cut& cut,
                      const record::UptimeHistory& history,
                      record::Standing& standing);
    Result<void> recover(MonitorId monitor, std::int64_t at, bool left, record::Standing& standing);
    Result<Work*> work_of(IncidentId id);
    Result<Work*> earlier_work(const record::Standing& standing, UnixMillis start);
    Result<Work*> open_work(ProjectId project, UnixMillis start);
    Work& new_work(const rows::Cut& cut, UnixMillis start);
    Result<void> write(Work& work);
    Result<void> say(Work& work);
    Result<std::vector<std::string>> names(const std::vector<MonitorId>& monitors) const;
    Result<std::string> title(const std::vector<MonitorId>& monitors) const;

    Context& context_;
    const rows::Changes& changes_;
    UnixSeconds now_;
    std::vector<PageId> pages_;
    std::map<IncidentId, std::optional<Work>> works_;
    std::set<ProjectId> loaded_;  ///< projects whose open incidents are in works_
};

}  // namespace ks::write
