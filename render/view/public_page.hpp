// SPDX-License-Identifier: Apache-2.0
// A public page as other people's formats tell it: filled by edge/page inside a read scope, owned,
// so that it may outlive it. Times are Unix seconds unless they say otherwise.
#pragma once

#include "core/base/id.hpp"
#include "core/model/page_state.hpp"
#include "core/record/monitor.hpp"
#include "render/out/hash.hpp"
#include "render/view/events.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace ks::view {

/// An id for formats that have numbers: the same for ever, exact as an IEEE double.
[[nodiscard]] inline std::uint64_t numeric_id(const RawId& id) noexcept {
    return out::hash(as_text(id.bytes)) & ((std::uint64_t{1} << 53U) - 1);
}

struct PublicMonitor {
    MonitorId id;
    std::string name;
    std::string group;  ///< empty: none
    record::MonitorType type = record::MonitorType::kHttp;
    record::State state = record::State::kNoData;
    UnixMillis created_at{};
    UnixMillis changed_at{};        ///< of its state or its settings, as far as is known
    std::int64_t last_checked = 0;  ///< 0: never
    std::int32_t response_ms = -1;  ///< of the newest result; -1: none
    std::uint64_t down_s = 0;       ///< of the days asked for
    std::uint64_t observed_s = 0;
};

/// A heading and the monitors under it, in the page's order.
struct PublicGroup {
    std::string name;
    std::string id;                    ///< the same as long as the name is
    std::vector<std::size_t> members;  ///< indices into PublicPage::monitors

    [[nodiscard]] std::uint64_t numeric_id() const noexcept {
        return out::hash(id) & ((std::uint64_t{1} << 53U) - 1);
    }
};

struct PublicPage {
    PageId id;
    std::string name, slug, description;
    std::string url;        ///< without a '/' at the end
    std::string authority;  ///< who names things in tag: URIs (RFC 4151): the server's base domain
    std::string favicon_url;
    std::string time_zone;
    UnixMillis created_at{};
    UnixMillis updated_at{};  ///< of the newest change of anything on it
    std::int64_t now = 0;
    model::PageState state = model::PageState::kNoData;  ///< raised by open incidents
    std::vector<PublicMonitor> monitors;
    std::vector<std::size_t> ungrouped;
    std::vector<PublicGroup> groups;
    std::unordered_map<MonitorId, std::size_t> by_id;
    std::vector<IncidentEvent> open_incidents;  ///< newest start first

    /// nullptr: not on the page.
    [[nodiscard]] const PublicMonitor* find(MonitorId monitor) const {
        const auto found = by_id.find(monitor);
        return found == by_id.end() ? nullptr : &monitors[found->second];
    }
};

/// One word for a set of monitors, as the page's own state is made.
[[nodiscard]] model::PageState state_of(const PublicPage& page,
                                        const std::vector<std::size_t>& members);

/// The address of an incident or a maintenance window on the page.
[[nodiscard]] std::string address(const PublicPage& page, const IncidentEvent& event);
[[nodiscard]] std::string address(const PublicPage& page, const MaintenanceEvent& event);

/// Names one occurrence of a window among all others: the window's id, and for a recurring one its
/// start.
[[nodiscard]] std::string occurrence_id(const MaintenanceEvent& event);

/// What is said of an occurrence without anybody saying it: that it is planned, begins, ends.
struct MaintenanceStep {
    MaintenancePhase phase;
    UnixMillis at{};
};

/// Newest first. The last is kUpcoming: when the window was made known, for a recurring one at most
/// a week before it starts.
[[nodiscard]] std::vector<MaintenanceStep> steps(const MaintenanceEvent& event);

}  // namespace ks::view
