// SPDX-License-Identifier: Apache-2.0
// The incidents and maintenance that one page shows, out of the store. Times are Unix seconds;
// ranges are half-open.
#pragma once

#include "core/record/status_page.hpp"
#include "core/time/zone.hpp"
#include "render/view/events.hpp"
#include "storage/store/store.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace ks::page {

/// Reads events as `page` shows them. One read scope; the entries' names are read once, when the
/// first event needs them.
class EventReader {
public:
    EventReader(const store::Snapshot& snapshot, const record::PageView& page, const Zone& days)
        : snapshot_(snapshot), page_(page), days_(days) {}

    /// Newest start first.
    [[nodiscard]] Result<std::vector<view::IncidentEvent>> open_incidents();
    /// Incidents that started in [from, to), newest start first, open ones included.
    [[nodiscard]] Result<std::vector<view::IncidentEvent>> incidents(std::int64_t from,
                                                                     std::int64_t to,
                                                                     std::size_t limit);
    /// kNotFound for one that the page does not show.
    [[nodiscard]] Result<view::IncidentEvent> incident(IncidentId id);

    /// Occurrences that overlap [from, to), by start, at most `limit`.
    [[nodiscard]] Result<std::vector<view::MaintenanceEvent>> maintenance(std::int64_t now,
                                                                          std::int64_t from,
                                                                          std::int64_t to,
                                                                          std::size_t limit);
    /// A window's occurrence that is under way at `now`, else the next one, else its last;
    /// kNotFound for one that the page does not show.
    [[nodiscard]] Result<view::MaintenanceEvent> maintenance(MaintenanceId id, std::int64_t now);

private:
    Result<std::optional<view::IncidentEvent>> shown(record::Incident incident);
    Result<std::vector<view::NamedMonitor>> named(const std::vector<MonitorId>& monitors);

    const store::Snapshot& snapshot_;
    const record::PageView& page_;
    const Zone& days_;
    std::optional<std::vector<view::NamedMonitor>> entries_;
};

}  // namespace ks::page
