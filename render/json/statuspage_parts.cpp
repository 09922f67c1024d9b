// SPDX-License-Identifier: Apache-2.0
#include "render/json/statuspage_parts.hpp"

#include "core/text/iso_time.hpp"

#include <algorithm>
#include <array>

namespace ks::json {
namespace {

using model::PageState;
using record::State;

struct Component {
    std::string_view id, name, status;
    UnixMillis created_at{}, updated_at{};
    std::size_t position;
    std::string_view group_id;  ///< empty: none
};

void component_fields(text::JsonOut& out, const view::PublicPage& page, const Component& of) {
    out.key("id").string(of.id).key("name").string(of.name).key("status").string(of.status);
    time_field(out, "created_at", of.created_at);
    time_field(out, "updated_at", of.updated_at);
    out.key("position").number(of.position).key("description").null();
    out.key("showcase").boolean(true);
    out.key("start_date")
        .string(std::string_view(text::format_iso_millis(of.created_at)).substr(0, 10));
    out.key("group_id");
    of.group_id.empty() ? out.null() : out.string(of.group_id);
    out.key("page_id").string(page.id.text());
}

void component_object(text::JsonOut& out,
                      const view::PublicPage& page,
                      const view::PublicMonitor& monitor,
                      std::size_t position,
                      std::string_view group_id) {
    out.begin_object();
    component_fields(out,
                     page,
                     {.id = monitor.id.text(),
                      .name = monitor.name,
                      .status = component_status(monitor.state),
                      .created_at = monitor.created_at,
                      .updated_at = monitor.changed_at,
                      .position = position,
                      .group_id = group_id});
    out.key("group").boolean(false).key("only_show_if_degraded").boolean(false).end_object();
}

void group_object(text::JsonOut& out,
                  const view::PublicPage& page,
                  const view::PublicGroup& group,
                  std::size_t position) {
    UnixMillis updated{};
    UnixMillis created = UnixMillis::max();
    for (const std::size_t member : group.members) {
        created = std::min(created, page.monitors[member].created_at);
        updated = std::max(updated, page.monitors[member].changed_at);
    }
    out.begin_object();
    component_fields(out,
                     page,
                     {.id = group.id,
                      .name = group.name,
                      .status = component_status(view::state_of(page, group.members)),
                      .created_at = created,
                      .updated_at = updated,
                      .position = position,
                      .group_id = {}});
    out.key("group").boolean(true).key("only_show_if_degraded").boolean(false);
    out.key("components").begin_array();
    for (const std::size_t member : group.members) {
        out.string(page.monitors[member].id.text());
    }
    out.end_array().end_object();
}

}  // namespace

std::string_view component_status(State state) noexcept {
    switch (state) {
        case State::kDegraded:
            return "degraded_performance";
        case State::kDown:
            return "major_outage";
        case State::kMaintenance:
            return "under_maintenance";
        case State::kUp:
        case State::kPaused:
        case State::kNoData:
            break;
    }
    return "operational";
}

std::string_view component_status(PageState state) noexcept {
    switch (state) {
        case PageState::kMaintenance:
            return "under_maintenance";
        case PageState::kDegraded:
            return "degraded_performance";
        case PageState::kPartialOutage:
            return "partial_outage";
        case PageState::kMajorOutage:
            return "major_outage";
        case PageState::kOperational:
        case PageState::kNoData:
            break;
    }
    return "operational";
}

std::string_view indicator(PageState state) noexcept {
    switch (state) {
        case PageState::kMaintenance:
            return "maintenance";
        case PageState::kDegraded:
            return "minor";
        case PageState::kPartialOutage:
            return "major";
        case PageState::kMajorOutage:
            return "critical";
        case PageState::kOperational:
        case PageState::kNoData:
            break;
    }
    return "none";
}

void time_field(text::JsonOut& out, std::string_view name, UnixMillis at) {
    out.key(name);
    at == UnixMillis{} ? out.null() : out.string(text::format_iso_millis(at));
}

void page_object(text::JsonOut& out, const view::PublicPage& page) {
    out.key("page").begin_object().key("id").string(page.id.text());
    out.key("name").string(page.name).key("url").string(page.url);
    out.key("time_zone").string(page.time_zone);
    time_field(out, "updated_at", page.updated_at);
    out.end_object();
}

void status_object(text::JsonOut& out, const view::PublicPage& page) {
    out.key("status").begin_object().key("indicator").string(indicator(page.state));
    out.key("description").string(model::title(page.state)).end_object();
}

void components_array(text::JsonOut& out, const view::PublicPage& page) {
    out.key("components").begin_array();
    std::size_t position = 0;
    for (const std::size_t index : page.ungrouped) {
        component_object(out, page, page.monitors[index], ++position, {});
    }
    for (const view::PublicGroup& group : page.groups) {
        group_object(out, page, group, ++position);
        std::size_t inside = 0;
        for (const std::size_t index : group.members) {
            component_object(out, page, page.monitors[index], ++inside, group.id);
        }
    }
    out.end_array();
}

void components_of(text::JsonOut& out,
                   const view::PublicPage& page,
                   const std::vector<view::NamedMonitor>& monitors) {
    out.key("components").begin_array();
    for (const view::NamedMonitor& named : monitors) {
        const view::PublicMonitor* const monitor = page.find(named.id);
        if (monitor == nullptr) {
            continue;
        }
        const auto group = std::ranges::find(page.groups, monitor->group, &view::PublicGroup::name);
        const auto& siblings = group == page.groups.end() ? page.ungrouped : group->members;
        const auto index = static_cast<std::size_t>(monitor - page.monitors.data());
        const auto place = std::ranges::find(siblings, index) - siblings.begin();
        component_object(out,
                         page,
                         *monitor,
                         static_cast<std::size_t>(place) + 1,
                         group == page.groups.end() ? std::string_view() : group->id);
    }
    out.end_array();
}

}  // namespace ks::json
