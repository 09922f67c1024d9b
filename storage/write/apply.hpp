// SPDX-License-Identifier: Apache-2.0
// Every command's effect on the store, one function a command, in the files apply_*.cpp. Each
// checks first and writes then, so that a refused command (Outcome::code) changes nothing. An Error
// is the store's own: abort the transaction.
#pragma once

#include "core/time/zone.hpp"
#include "storage/rows/changes.hpp"
#include "storage/rows/history_rows.hpp"
#include "storage/write/command.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace ks::write {

/// Zones by name, looked up once a name.
class ZoneCache {
public:
    /// UTC for a name that this system does not know (any more).
    [[nodiscard]] const Zone& find(const std::string& name);

private:
    std::map<std::string, Zone, std::less<>> zones_;
};

/// What a command is applied through. It reads no clock and no random bytes.
struct Context {
    rows::Changes changes;
    ZoneCache& zones;
    std::vector<Command>& next;  ///< commands to queue once this one is committed
};

[[nodiscard]] Result<Outcome> apply(Context& context, const Command& command);

// apply_project.cpp
[[nodiscard]] Result<Outcome> apply_one(Context& context, const CreateProject& command);
[[nodiscard]] Result<Outcome> apply_one(Context& context, const UpdateProject& command);
[[nodiscard]] Result<Outcome> apply_one(Context& context, const CreateKey& command);
[[nodiscard]] Result<Outcome> apply_one(Context& context, const RevokeKey& command);
[[nodiscard]] Result<Outcome> apply_one(Context& context, const KeepSecret& command);
// apply_monitor.cpp
[[nodiscard]] Result<Outcome> apply_one(Context& context, const CreateMonitor& command);
[[nodiscard]] Result<Outcome> apply_one(Context& context, const UpdateMonitor& command);
[[nodiscard]] Result<Outcome> apply_one(Context& context, const DeleteMonitor& command);
// apply_page.cpp
[[nodiscard]] Result<Outcome> apply_one(Context& context, const CreatePage& command);
[[nodiscard]] Result<Outcome> apply_one(Context& context, const UpdatePage& command);
[[nodiscard]] Result<Outcome> apply_one(Context& context, const DeletePage& command);
[[nodiscard]] Result<Outcome> apply_one(Context& context, const SetDomainState& command);
// apply_certificate.cpp
[[nodiscard]] Result<Outcome> apply_one(Context& context, const TakeLease& command);
[[nodiscard]] Result<Outcome> apply_one(Context& context, const DropLease& command);
[[nodiscard]] Result<Outcome> apply_one(Context& context, const SaveWork& command);
[[nodiscard]] Result<Outcome> apply_one(Context& context, const BeginOrder& command);
[[nodiscard]] Result<Outcome> apply_one(Context& context, const StoreCertificate& command);
[[nodiscard]] Result<Outcome> apply_one(Context& context, const EnsureWork& command);
[[nodiscard]] Result<Outcome> apply_one(Context& context, const RenewHost& command);
[[nodiscard]] Result<Outcome> apply_one(Context& context, const PutChallenge& command);
[[nodiscard]] Result<Outcome> apply_one(Context& context, const DropChallenge& command);
[[nodiscard]] Result<Outcome> apply_one(Context& context, const SaveAccount& command);
// apply_incident.cpp
[[nodiscard]] Result<Outcome> apply_one(Context& context, const CreateIncident& command);
[[nodiscard]] Result<Outcome> apply_one(Context& context, const UpdateIncident& command);
[[nodiscard]] Result<Outcome> apply_one(Context& context, const DeleteIncident& command);
// apply_maintenance.cpp
[[nodiscard]] Result<Outcome> apply_one(Context& context, const CreateMaintenance& command);
[[nodiscard]] Result<Outcome> apply_one(Context& context, const UpdateMaintenance& command);
[[nodiscard]] Result<Outcome> apply_one(Context& context, const DeleteMaintenance& command);
// apply_subscriber.cpp
[[nodiscard]] Result<Outcome> apply_one(Context& context, const MakeTokenKey& command);
[[nodiscard]] Result<Outcome> apply_one(Context& context, const Subscribe& command);
[[nodiscard]] Result<Outcome> apply_one(Context& context, const ConfirmSubscriber& command);
[[nodiscard]] Result<Outcome> apply_one(Context& context, const ChooseMonitors& command);
[[nodiscard]] Result<Outcome> apply_one(Context& context, const RemoveSubscriber& command);
[[nodiscard]] Result<Outcome> apply_one(Context& context, const FinishDelivery& command);
// fan_out.cpp
[[nodiscard]] Result<Outcome> apply_one(Context& context, const FanOutSlice& command);
// apply_alert.cpp
[[nodiscard]] Result<Outcome> apply_one(Context& context, const CreateHook& command);
[[nodiscard]] Result<Outcome> apply_one(Context& context, const RevokeHook& command);
[[nodiscard]] Result<Outcome> apply_one(Context& context, const RecordAlerts& command);
[[nodiscard]] Result<Outcome> apply_one(Context& context, const HoldAlerts& command);
// apply_results.cpp
[[nodiscard]] Result<Outcome> apply_one(Context& context, const RecordResults& command);
// apply_wake.cpp
[[nodiscard]] Result<Outcome> apply_one(Context& context, const RecutMonitors& command);
[[nodiscard]] Result<Outcome> apply_one(Context& context, const Wake& command);
// apply_upkeep.cpp
[[nodiscard]] Result<Outcome> apply_one(Context& context, const Recut& command);
[[nodiscard]] Result<Outcome> apply_one(Context& context, const Retain& command);

/// Rows that one Retain deletes at most; fewer accepted: nothing is left to delete.
inline constexpr std::uint32_t kRetainSlice = 2000;
/// Monitors that one Recut cuts.
inline constexpr std::size_t kRecutSlice = 200;

/// Monitors that one Wake looks at; fewer accepted: nobody else's time has come.
inline constexpr std::uint32_t kWakeSlice = 200;

/// Notes that the records of these monitors are to be cut anew from `from` on, and cuts the first
/// kRecutSlice of them at once.
[[nodiscard]] Result<void> recut_monitors(Context& context,
                                          const std::vector<MonitorId>& monitors,
                                          std::int64_t from,
                                          UnixSeconds now);

/// Deletes answers to challenges that nobody waits for any more.
[[nodiscard]] Result<std::uint32_t> drop_expired_challenges(const rows::Changes& changes,
                                                            UnixSeconds now,
                                                            std::uint32_t limit);

/// Subscribers that one FanOutSlice looks at.
inline constexpr std::size_t kFanOutSlice = 200;

/// Tells the subscribers of every page that shows the incident: once for each update, in the same
/// transaction as the update's rows. Whoever writes an update calls it.
[[nodiscard]] Result<void> announce(Context& context,
                                    const record::Incident& incident,
                                    const record::IncidentUpdate& update);
/// The same for a new window.
[[nodiscard]] Result<void> announce(Context& context, const record::Maintenance& window);
/// Removes a page's subscribers after it.
[[nodiscard]] Result<void> forget_subscribers(Context& context, ProjectId project, PageId page);

/// Re-cuts and announcements that were begun and not ended, e.g. by a process that stopped: to be
/// queued at start.
[[nodiscard]] Result<std::vector<Command>> unfinished_work(const lmdb::Txn& txn,
                                                           const store::Tables& tables);
/// Stores that a project's histories are to be re-cut from the first monitor on, and queues the
/// first slice.
[[nodiscard]] Result<void> start_recut(Context& context, ProjectId project, UnixSeconds now);

/// kUnknownMonitor, naming it, unless every monitor is one of the project's; kInvalidValue for one
/// that is there twice.
[[nodiscard]] Result<Outcome> check_monitors(const rows::Changes& changes,
                                             ProjectId project,
                                             const std::vector<MonitorId>& monitors);
/// Notes a change of an event that names these monitors for every page that shows it
/// (store/events.hpp); returns those pages, whose versions the caller raises.
[[nodiscard]] Result<std::vector<PageId>> note_event(const rows::Changes& changes,
                                                     ProjectId project,
                                                     const std::vector<MonitorId>& monitors);
/// The same, with their versions raised.
[[nodiscard]] Result<void> touch_pages(const rows::Changes& changes,
                                       ProjectId project,
                                       const std::vector<MonitorId>& monitors);

/// The project's zone and epoch.
[[nodiscard]] Result<rows::ProjectDays> project_days(Context& context, ProjectId project);
/// An outcome that changed nothing.
[[nodiscard]] Outcome refused(Errc code, std::string subject = {});

}  // namespace ks::write
