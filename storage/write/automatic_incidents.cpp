// SPDX-License-Identifier: Apache-2.0
#include "storage/write/automatic_incidents.hpp"

#include "core/base/limits.hpp"
#include "storage/rows/incident_rows.hpp"
#include "storage/rows/page_rows.hpp"
#include "storage/rows/standing_rows.hpp"
#include "storage/store/record_rows.hpp"
#include "storage/write/incident_story.hpp"

#include <algorithm>
#include <utility>

namespace ks::write {
namespace {

using record::Incident;
using record::IncidentStatus;
using record::Standing;
using record::State;

/// How many monitors a message names.
constexpr std::size_t kNamed = 10;

constexpr UnixMillis millis(std::int64_t seconds) noexcept {
    return UnixMillis(std::chrono::seconds(seconds));
}

std::int64_t count(UnixMillis at) noexcept {
    return at.time_since_epoch().count();
}

bool is_good(State state) noexcept {
    return state == State::kUp || state == State::kDegraded;
}

bool is_near(UnixMillis a, UnixMillis b) noexcept {
    return std::chrono::abs(a - b) <= std::chrono::seconds(AutomaticIncidents::kTogether_s);
}

/// When, after `now`, time alone makes it fail or, once `down`, recover; 0: not by itself.
std::int64_t next_turn(const record::UptimeHistory& history, bool down, std::int64_t now) noexcept {
    std::int64_t turn = 0;
    for (const record::TailStep& step : history.tail) {
        const std::int64_t at = std::max(step.at, step.known_at);
        const bool turns =
            down ? is_good(step.state) || step.state == State::kPaused : step.state == State::kDown;
        if (turns && at > now && (turn == 0 || at < turn)) {
            turn = at;
        }
    }
    return turn;
}

std::int64_t sooner(std::int64_t a, std::int64_t b) noexcept {
    return a == 0 || b == 0 ? std::max(a, b) : std::min(a, b);
}

}  // namespace

Result<void> AutomaticIncidents::look(const rows::Cut& cut,
                                      const record::UptimeHistory& history,
                                      const rows::Shown& shown,
                                      rows::RefreshAt refresh_at) {
    const bool turned = shown.before != shown.after;
    if (!turned && refresh_at == rows::kNoRefresh && next_turn(history, false, cut.now_s) == 0) {
        return {};  // most results by far
    }
    return wake(cut, history, shown, refresh_at);
}

Result<void> AutomaticIncidents::wake(const rows::Cut& cut,
                                      const record::UptimeHistory& history,
                                      const rows::Shown& shown,
                                      rows::RefreshAt refresh_at) {
    KS_TRY(const Standing old, store::standing(changes_.txn, changes_.tables, cut.monitor));
    Standing standing = old;
    if (shown.after == State::kDown && !standing.down) {
        KS_CHECK(fail(cut, history, standing));
    } else if (standing.down && (is_good(shown.after) || shown.after == State::kPaused)) {
        const bool left = shown.after == State::kPaused;
        KS_CHECK(recover(cut.monitor, left ? cut.now_s : shown.since, left, standing));
    }
    const std::int64_t wanted = sooner(next_turn(history, standing.down, cut.now_s), refresh_at);
    // A wake-up that comes too early only looks and waits again; moving it with every result would
    // cost two writes each.
    if (standing.wake_at <= cut.now_s || (wanted != 0 && wanted < standing.wake_at)) {
        standing.wake_at = wanted;
    }
    return rows::put_standing(changes_, cut.monitor, old, standing);
}

Result<void> AutomaticIncidents::forget(MonitorId monitor) {
    KS_TRY(Standing standing, store::standing(changes_.txn, changes_.tables, monitor));
    return standing.down ? recover(monitor, now_.time_since_epoch().count(), true, standing)
                         : Result<void>();
}

Result<void> AutomaticIncidents::fail(const rows::Cut& cut,
                                      const record::UptimeHistory& history,
                                      Standing& standing) {
    KS_TRY(const auto project, store::project(changes_.txn, changes_.tables, cut.rules.project));
    if (!project.automatic_incidents) {
        return {};
    }
    KS_TRY(const std::int64_t start_s, rows::outage_start(changes_, cut, history));
    const UnixMillis start = millis(start_s);
    KS_TRY(Work * work, earlier_work(standing, start));
    if (work == nullptr) {
        KS_TRY(work, open_work(cut.rules.project, start));
    }
    if (work == nullptr) {
        work = &new_work(cut, start);
    }
    Incident& incident = work->incident;
    if (!incident.open()) {
        work->reopened = true;
        incident.status = IncidentStatus::kInvestigating;
        incident.resolved_at = {};
        incident.resolved_itself = false;
    }
    if (std::ranges::find(incident.monitors, cut.monitor) == incident.monitors.end()) {
        incident.monitors.push_back(cut.monitor);
        work->joined = true;
    }
    incident.started_at = std::min(incident.started_at, start);
    work->failed.push_back(cut.monitor);
    standing.down = true;
    standing.incident = incident.id;
    return rows::put_down(changes_, incident.id, cut.monitor);
}

Result<void> AutomaticIncidents::recover(MonitorId monitor,
                                         std::int64_t at,
                                         bool left,
                                         Standing& standing) {
    standing.down = false;
    KS_TRY(const bool others, rows::erase_down(changes_, standing.incident, monitor));
    KS_TRY(Work* const work, work_of(standing.incident));
    if (work == nullptr || others || !work->incident.open()) {
        return {};
    }
    Incident& incident = work->incident;
    incident.status = IncidentStatus::kResolved;
    incident.resolved_at =
        std::clamp(millis(at),
                   incident.started_at,
                   std::max(millis(now_.time_since_epoch().count()), incident.started_at));
    incident.resolved_itself = true;
    work->left = left;
    return {};
}

/// Nothing for one that is gone or is not automatic.
Result<AutomaticIncidents::Work*> AutomaticIncidents::work_of(IncidentId id) {
    const auto known = works_.find(id);
    if (known != works_.end()) {
        return known->second ? &*known->second : nullptr;
    }
    auto found = store::incident(changes_.txn, changes_.tables, id);
    if (!found && found.error().code != Errc::kNotFound) {
        return found.error();
    }
    std::optional<Work>& work = works_[id];
    if (found && found->automatic) {
        work.emplace(Work{.incident = *found, .stored = *found, .failed = {}});
    }
    return work ? &*work : nullptr;
}

/// The incident that the monitor was part of last, if it goes on or shall be opened again.
Result<AutomaticIncidents::Work*> AutomaticIncidents::earlier_work(const Standing& standing,
                                                                   UnixMillis start) {
    if (standing.incident == IncidentId{}) {
        return nullptr;
    }
    KS_TRY(Work* const work, work_of(standing.incident));
    const bool goes_on = work != nullptr && work->incident.open();
    const bool again = work != nullptr && work->incident.resolved_itself &&
                       is_near(start, work->incident.resolved_at);
    if (!again || goes_on) {
        return goes_on ? work : nullptr;
    }
    KS_TRY(const auto updates,
           store::incident_updates(changes_.txn, changes_.tables, work->incident.id));
    return updates.size() < limits::kIncidentUpdates ? work : nullptr;
}

/// The project's automatic incident that began close to `start`.
Result<AutomaticIncidents::Work*> AutomaticIncidents::open_work(ProjectId project,
                                                                UnixMillis start) {
    if (loaded_.insert(project).second) {
        KS_TRY(const auto ids,
               store::indexed_ids(
                   changes_.txn, changes_.tables.open_incidents, project, {}, SIZE_MAX));
        for (const RawId& id : ids) {
            KS_CHECK(work_of(IncidentId{id}));
        }
    }
    for (auto& [id, work] : works_) {
        if (work && work->incident.project == project && work->incident.open() &&
            is_near(work->incident.started_at, start) &&
            work->incident.monitors.size() < limits::kEntriesPerPage) {
            return &*work;
        }
    }
    return nullptr;
}

AutomaticIncidents::Work& AutomaticIncidents::new_work(const rows::Cut& cut, UnixMillis start) {
    const UnixMillis now = millis(now_.time_since_epoch().count());
    Incident incident;
    incident.id = IncidentId{derived_id(
        count(now), cut.monitor, StoryPart::kIncident, static_cast<std::uint64_t>(count(start)))};
    incident.project = cut.rules.project;
    incident.created_at = now;
    incident.started_at = start;
    incident.impact = record::Impact::kMajor;
    incident.automatic = true;
    std::optional<Work>& work = works_[incident.id];
    work.emplace(Work{.incident = incident, .stored = std::nullopt, .failed = {}});
    return *work;
}

Result<void> AutomaticIncidents::finish(std::vector<PageId> changed) {
    for (auto& [id, work] : works_) {
        const bool to_write = work && (!work->stored || !work->failed.empty() ||
                                       work->stored->status != work->incident.status);
        if (to_write) {
            KS_CHECK(write(*work));
        }
    }
    works_.clear();
    loaded_.clear();
    changed.insert(changed.end(), pages_.begin(), pages_.end());
    pages_.clear();
    return rows::raise_versions(changes_, std::move(changed));
}

Result<void> AutomaticIncidents::write(Work& work) {
    Incident& incident = work.incident;
    incident.updated_at = millis(now_.time_since_epoch().count());
    KS_TRY(const std::string now_title, title(incident.monitors));
    if (!work.stored) {
        incident.title = now_title;
        KS_CHECK(rows::put_incident(changes_, incident));
    } else {
        KS_TRY(const std::string old_title, title(work.stored->monitors));
        if (work.stored->title == old_title) {  // not a person's
            incident.title = now_title;
        }
        incident.version = work.stored->version + 1;
        KS_CHECK(rows::replace_incident(changes_, *work.stored, incident));
    }
    KS_CHECK(say(work));
    KS_TRY(const auto pages, note_event(changes_, incident.project, incident.monitors));
    pages_.insert(pages_.end(), pages.begin(), pages.end());
    return {};
}

/// Appends the update, or says more in the last one where it told of others that joined.
Result<void> AutomaticIncidents::say(Work& work) {
    const Incident& incident = work.incident;
    const bool resolved = !incident.open();
    if (work.stored && !resolved && !work.reopened && !work.joined) {
        return {};  // one that failed before fails again, while others are still down
    }
    KS_TRY(const auto told, store::incident_updates(changes_.txn, changes_.tables, incident.id));
    KS_TRY(const auto all, names(incident.monitors));
    KS_TRY(const auto failed, names(work.failed));
    const std::size_t size = incident.monitors.size();
    record::IncidentUpdate update{
        .id = {}, .status = incident.status, .created_at = incident.updated_at, .message = {}};
    StoryPart part = StoryPart::kOpened;
    if (resolved) {
        part = StoryPart::kResolved;
        update.message = work.left ? left_message(all, size) : up_message(all, size);
    } else if (work.reopened) {
        part = StoryPart::kReopened;
        update.message = again_message(failed, work.failed.size());
    } else {
        part = work.stored ? StoryPart::kJoined : StoryPart::kOpened;
        update.message = down_message(all, size, incident.started_at);
    }
    std::int64_t at = count(incident.updated_at);
    if (!told.empty()) {
        at = std::max(at, id_millis(told.back().id) + 1);
    }
    update.id = UpdateId{derived_id(at, incident.id, part, 0)};
    if (part == StoryPart::kJoined && !told.empty()) {
        if (same_origin(told.back().id, update.id)) {
            update.id = told.back().id;
            // Subscribers were told of it; who joined since stands on the page.
            return rows::put_update(changes_, incident.id, update);
        }
        if (told.size() >= limits::kIncidentUpdates) {
            return {};
        }
    }
    KS_CHECK(rows::put_update(changes_, incident.id, update));
    return announce(context_, incident, update);
}

Result<std::vector<std::string>> AutomaticIncidents::names(
    const std::vector<MonitorId>& monitors) const {
    std::vector<std::string> found;
    for (const MonitorId& monitor : monitors) {
        if (found.size() == kNamed) {
            break;
        }
        const auto face = store::monitor_face(changes_.txn, changes_.tables, monitor);
        if (!face && face.error().code != Errc::kNotFound) {
            return face.error();
        }
        found.emplace_back(face ? std::string(face->name) : std::string("a deleted monitor"));
    }
    return found;
}

Result<std::string> AutomaticIncidents::title(const std::vector<MonitorId>& monitors) const {
    if (monitors.empty()) {
        return std::string();
    }
    KS_TRY(const auto first, names({monitors.front()}));
    return down_title(first.front(), monitors.size());
}

}  // namespace ks::write
