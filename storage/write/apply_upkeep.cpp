// SPDX-License-Identifier: Apache-2.0
// Long work in slices, so that other writes pass between them: re-cutting after a change of zone,
// and retention.
#include "core/base/limits.hpp"
#include "core/record/layout.hpp"
#include "storage/lmdb/cursor.hpp"
#include "storage/rows/page_rows.hpp"
#include "storage/rows/subscriber_rows.hpp"
#include "storage/store/key_buffer.hpp"
#include "storage/store/record_rows.hpp"
#include "storage/write/apply.hpp"
#include "storage/write/automatic_incidents.hpp"
#include "storage/write/idempotency.hpp"

#include <algorithm>

namespace ks::write {
namespace {

constexpr std::uint8_t kRecutVersion = 1;
constexpr std::int64_t kHour_s = 3600;

std::string encode(const Recut& recut) {
    record::Encoder out(kRecutVersion);
    out.i64(recut.now.time_since_epoch().count());
    out.id(recut.after);
    return std::move(out).take();
}

Result<Recut> decode_recut(Bytes project, Bytes bytes) {
    if (project.size() != sizeof(ProjectId::bytes)) {
        return Errc::kMalformed;
    }
    KS_TRY(record::Decoder in, record::open_record(bytes, kRecutVersion));
    Recut recut{.project = store::id_at<ProjectId>(project, 0)};
    recut.now = UnixSeconds(std::chrono::seconds(in.i64()));
    recut.after = in.id<MonitorId>();
    KS_CHECK(in.finish());
    return recut;
}

Result<void> put_recut(Context& context, const Recut& recut) {
    const rows::Changes& changes = context.changes;
    KS_CHECK(changes.tables.recuts.put(changes.txn, recut.project.key(), as_bytes(encode(recut))));
    context.next.emplace_back(recut);
    return {};
}

/// Whether the slice is the one that the store waits for. Another change of zone starts anew and
/// leaves slices of the first behind in the queue.
Result<bool> is_awaited(const rows::Changes& changes, const Recut& recut) {
    const auto bytes = changes.tables.recuts.get(changes.txn, recut.project.key());
    if (!bytes) {
        return bytes.error().code == Errc::kNotFound ? Result<bool>(false)
                                                     : Result<bool>(bytes.error());
    }
    KS_TRY(const Recut stored, decode_recut(recut.project.key(), *bytes));
    return stored.after == recut.after;
}

/// Returns whether pages that show the monitor look different now.
Result<bool> recut_monitor(const rows::Changes& changes,
                           AutomaticIncidents& incidents,
                           const rows::ProjectDays& days,
                           MonitorId id,
                           UnixSeconds now) {
    KS_TRY(auto history, store::owned_history(changes.txn, changes.tables, id));
    if (history.zone_epoch == days.epoch || (history.settled == 0 && history.tail.empty())) {
        return false;  // cut by a result since, or nothing to cut
    }
    KS_TRY(const record::MonitorRules rules, store::monitor_rules(changes.txn, changes.tables, id));
    // Results that came after the change of zone are known by now.
    const std::int64_t now_s = std::max(now.time_since_epoch().count(), history.settled);
    const rows::Cut cut{.monitor = id, .rules = rules, .days = days, .now_s = now_s};
    KS_TRY(const auto refresh_at, rows::recut_all(changes, cut, history));
    KS_TRY(const rows::Shown shown, rows::put_history(changes, cut, history));
    KS_CHECK(incidents.look(cut, history, shown, refresh_at));
    return shown.differs;
}

/// Deletes whole hours of raw results, up to `limit` rows.
Result<std::uint32_t> drop_old_rows(const rows::Changes& changes,
                                    UnixSeconds now,
                                    std::uint32_t limit) {
    const std::int64_t kept_from =
        (now.time_since_epoch().count() - limits::kRawResults_s) / kHour_s;
    std::uint32_t dropped = 0;
    lmdb::Cursor cursor(changes.txn, changes.tables.raw_results);
    KS_TRY(bool found, cursor.first());
    while (found && dropped < limit && load_be<std::uint32_t>(cursor.key().data()) < kept_from) {
        KS_TRY(found, cursor.erase(changes.txn));
        ++dropped;
    }
    return dropped;
}

}  // namespace

Result<void> start_recut(Context& context, ProjectId project, UnixSeconds now) {
    return put_recut(context, {.project = project, .now = now, .after = {}});
}

Result<std::vector<Command>> unfinished_work(const lmdb::Txn& txn, const store::Tables& tables) {
    std::vector<Command> commands;
    lmdb::Cursor cursor(txn, tables.recuts);
    KS_TRY(bool found, cursor.first());
    while (found) {
        KS_TRY(const Recut recut, decode_recut(cursor.key(), cursor.value()));
        commands.emplace_back(recut);
        KS_TRY(found, cursor.next());
    }
    lmdb::Cursor fan_outs(txn, tables.fan_outs);
    KS_TRY(found, fan_outs.first());
    while (found) {
        if (fan_outs.key().size() != sizeof(RawId::bytes)) {
            return Errc::kMalformed;
        }
        commands.emplace_back(FanOutSlice{.event = store::id_at<RawId>(fan_outs.key(), 0)});
        KS_TRY(found, fan_outs.next());
    }
    KS_TRY(const std::size_t monitors, tables.monitor_recuts.size(txn));
    if (monitors > 0) {
        commands.emplace_back(RecutMonitors{});
    }
    return commands;
}

Result<Outcome> apply_one(Context& context, const Recut& command) {
    const rows::Changes& changes = context.changes;
    Outcome outcome;
    KS_TRY(const bool awaited, is_awaited(changes, command));
    if (!awaited) {
        return outcome;
    }
    KS_TRY(const rows::ProjectDays days, project_days(context, command.project));
    KS_TRY(const auto ids,
           store::indexed_ids(changes.txn,
                              changes.tables.project_monitors,
                              command.project,
                              command.after,
                              kRecutSlice));
    std::vector<PageId> changed;
    AutomaticIncidents incidents(context, command.now);
    for (const RawId& id : ids) {
        KS_TRY(const bool visible,
               recut_monitor(changes, incidents, days, MonitorId{id}, command.now));
        if (visible) {
            KS_TRY(const auto pages, rows::pages_of(changes, MonitorId{id}));
            changed.insert(changed.end(), pages.begin(), pages.end());
        }
        ++outcome.accepted;
    }
    KS_CHECK(incidents.finish(std::move(changed)));
    if (ids.size() < kRecutSlice) {
        KS_CHECK(changes.tables.recuts.erase(changes.txn, command.project.key()));
    } else {
        KS_CHECK(put_recut(
            context,
            {.project = command.project, .now = command.now, .after = MonitorId{ids.back()}}));
    }
    return outcome;
}

Result<Outcome> apply_one(Context& context, const Retain& command) {
    Outcome outcome;
    KS_TRY(outcome.accepted, drop_old_rows(context.changes, command.now, kRetainSlice));
    KS_TRY(const std::uint32_t answers,
           drop_expired_answers(context.changes, command.now, kRetainSlice - outcome.accepted));
    outcome.accepted += answers;
    KS_TRY(const std::uint32_t challenges,
           drop_expired_challenges(context.changes, command.now, kRetainSlice));
    outcome.accepted += challenges;
    const UnixMillis asked_before =
        UnixMillis(command.now) - std::chrono::seconds(limits::kPending_s);
    KS_TRY(const std::uint32_t pending,
           rows::drop_pending(context.changes, asked_before, kRetainSlice - outcome.accepted));
    outcome.accepted += pending;
    return outcome;
}

}  // namespace ks::write
