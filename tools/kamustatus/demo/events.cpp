// SPDX-License-Identifier: Apache-2.0
#include "events.hpp"

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <utility>

namespace ks::demo {
namespace {

using record::Impact;
using record::IncidentStatus;
using std::chrono::minutes;

struct Told {
    minutes after;  ///< its start
    IncidentStatus status;
    std::string_view message;
};

struct PlannedIncident {
    std::string_view page;
    std::vector<std::string_view> monitors;
    std::string_view title;
    Impact impact;
    minutes ago;
    std::vector<Told> story;
};

struct PlannedWindow {
    std::string_view page;
    std::vector<std::string_view> monitors;
    std::string_view title;
    std::string_view description;
    std::chrono::hours from_now;  ///< negative: it is over
    minutes length;
    std::string_view rrule;
};

constexpr minutes days_ago(int days, int more = 0) {
    return minutes(days * 1440 + more);
}

std::vector<PlannedIncident> incidents() {
    using enum IncidentStatus;
    return {
        {"acme",
         {"Telephone"},
         "Callers hear music instead of us",
         Impact::kMinor,
         days_ago(38, 200),
         {{minutes(0), kInvestigating, "Calls are put on hold and stay there. We are looking."},
          {minutes(95),
           kResolved,
           "A queue had lost its members after an update. All of them are back."}}},
        {"acme",
         {"Frankfurt", "Virginia"},
         "Two regions unreachable",
         Impact::kCritical,
         days_ago(11, 75),
         {{minutes(0), kInvestigating, "Frankfurt and Virginia do not answer."},
          {minutes(12),
           kIdentified,
           "A wrong route was announced. We are withdrawing it with our carrier."},
          {minutes(48), kMonitoring, "Both regions answer again. We keep watching."},
          {minutes(110), kResolved, "Both regions have worked normally for an hour."}}},
        {"acme",
         {"Images"},
         "Product images missing",
         Impact::kMajor,
         days_ago(5, 310),
         {{minutes(0), kInvestigating, "Some product images do not load."},
          {minutes(73),
           kResolved,
           "A certificate had expired. It was replaced; **no image was lost**."}}},
        {"acme",
         {"Webhooks"},
         "Webhook deliveries delayed",
         Impact::kMinor,
         days_ago(3, 95),
         {{minutes(0), kInvestigating, "Webhooks arrive up to ten minutes late."},
          {minutes(42),
           kResolved,
           "A queue worker had stopped. It was restarted, and every delayed webhook was "
           "delivered."}}},
        {"acme",
         {"Search"},
         "Search answers slowly at times",
         Impact::kMinor,
         minutes(150),
         {{minutes(6),
           kInvestigating,
           "Searches have been slower than usual. We are looking for the cause."},
          {minutes(34),
           kIdentified,
           "One of three index nodes is short of memory. We are adding two more; until then a "
           "search may take up to a second. Progress:\n\n- new nodes ordered\n- index being "
           "copied"}}},
        {"initech",
         {"Printing"},
         "Druckaufträge bleiben hängen",
         Impact::kMajor,
         days_ago(2, 60),
         {{minutes(0),
           kInvestigating,
           "Druckaufträge bleiben in der Warteschlange. Wir suchen die Ursache."},
          {minutes(55), kResolved, "Der Druckserver meldete **PC LOAD LETTER**. Papier ist da."}}},
    };
}

std::vector<PlannedWindow> windows() {
    return {
        {"acme",
         {"Database (primary)", "Search"},
         "Primary database upgrade",
         "Writes may take up to two minutes while we switch over. Nothing is lost, and reads stay "
         "available.",
         std::chrono::hours(5 * 24 + 3),
         minutes(90),
         {}},
        {"acme",
         {"Object storage"},
         "New disks for object storage",
         "Reads may be slower.",
         std::chrono::hours(-9 * 24),
         minutes(120),
         {}},
        {"initech",
         {"Payroll"},
         "Wöchentliche Sicherung",
         "Die Lohnabrechnung ist währenddessen nicht erreichbar.",
         std::chrono::hours(-12 * 24 + 5),
         minutes(60),
         "FREQ=WEEKLY"},
    };
}

std::vector<MonitorId> monitors_of(const EventContext& context,
                                   std::string_view page,
                                   std::span<const std::string_view> names) {
    std::vector<MonitorId> ids;
    for (const std::string_view name : names) {
        ids.push_back(context.monitor(page, name));
    }
    return ids;
}

void tell(EventContext& context,
          const PlannedIncident& plan,
          std::vector<write::Command>& commands) {
    record::Incident incident;
    incident.id = context.ids.make<IncidentId>(context.now.time_since_epoch().count());
    incident.project = context.project;
    incident.started_at = context.now - plan.ago;
    incident.created_at = incident.started_at + plan.story.front().after;
    incident.impact = plan.impact;
    incident.title = plan.title;
    incident.monitors = monitors_of(context, plan.page, plan.monitors);
    bool first = true;
    for (const Told& told : plan.story) {
        const UnixMillis at = incident.started_at + told.after;
        const record::IncidentUpdate update{
            .id = context.ids.make<UpdateId>(at.time_since_epoch().count()),
            .status = told.status,
            .created_at = at,
            .message = std::string(told.message)};
        incident.status = told.status;
        incident.updated_at = at;
        if (told.status == IncidentStatus::kMonitoring) {
            incident.monitoring_at = at;
        } else if (told.status == IncidentStatus::kResolved) {
            incident.resolved_at = at;
        }
        if (std::exchange(first, false)) {
            commands.emplace_back(write::CreateIncident{
                .incident = incident, .first_update = update, .idempotency = std::nullopt});
        } else {
            commands.emplace_back(write::UpdateIncident{
                .incident = incident, .expected_version = incident.version, .update = update});
            ++incident.version;
        }
    }
}

}  // namespace

std::vector<write::Command> event_commands(EventContext& context) {
    std::vector<write::Command> commands;
    for (const PlannedIncident& plan : incidents()) {
        tell(context, plan, commands);
    }
    for (const PlannedWindow& plan : windows()) {
        record::Maintenance window;
        window.id = context.ids.make<MaintenanceId>(context.now.time_since_epoch().count());
        window.project = context.project;
        window.created_at = window.updated_at = context.now;
        window.starts_at =
            std::chrono::floor<std::chrono::hours>(context.now) + std::chrono::hours(plan.from_now);
        window.ends_at = window.starts_at + plan.length;
        window.rrule = plan.rrule;
        window.title = plan.title;
        window.description = plan.description;
        window.monitors = monitors_of(context, plan.page, plan.monitors);
        commands.emplace_back(
            write::CreateMaintenance{.window = std::move(window), .idempotency = std::nullopt});
    }
    return commands;
}

}  // namespace ks::demo
