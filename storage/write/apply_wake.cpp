// SPDX-License-Identifier: Apache-2.0
// Monitors that are looked at though no result came: because their time has come, or because their
// maintenance changed.
#include "core/record/layout.hpp"
#include "storage/lmdb/cursor.hpp"
#include "storage/rows/page_rows.hpp"
#include "storage/rows/standing_rows.hpp"
#include "storage/store/key_buffer.hpp"
#include "storage/store/record_rows.hpp"
#include "storage/write/apply.hpp"
#include "storage/write/automatic_incidents.hpp"

#include <algorithm>

namespace ks::write {
namespace {

constexpr std::uint8_t kVersion = 1;

/// A row of monitor_recuts.
struct Due {
    MonitorId monitor;
    std::int64_t from = 0;
    std::int64_t now = 0;
};

Result<Due> decode_due(Bytes key, Bytes bytes) {
    if (key.size() != sizeof(MonitorId::bytes)) {
        return Errc::kMalformed;
    }
    KS_TRY(record::Decoder in, record::open_record(bytes, kVersion));
    Due due{.monitor = store::id_at<MonitorId>(key, 0)};
    due.from = in.i64();
    due.now = in.i64();
    KS_CHECK(in.finish());
    return due;
}

Result<void> put_due(const rows::Changes& changes, Due due) {
    const auto stored = changes.tables.monitor_recuts.get(changes.txn, due.monitor.key());
    if (!stored && stored.error().code != Errc::kNotFound) {
        return stored.error();
    }
    if (stored) {
        KS_TRY(const Due old, decode_due(due.monitor.key(), *stored));
        due.from = std::min(due.from, old.from);
        due.now = std::max(due.now, old.now);
    }
    record::Encoder out(kVersion);
    out.i64(due.from);
    out.i64(due.now);
    return changes.tables.monitor_recuts.put(
        changes.txn, due.monitor.key(), as_bytes(std::move(out).take()));
}

/// Looks at monitors one after the other and raises the pages' versions at the end.
class Looker {
public:
    Looker(Context& context, UnixSeconds now)
        : context_(context), changes_(context.changes), incidents_(context, now) {}

    /// Cuts the monitor's record anew from `from` on.
    Result<void> look(MonitorId id, std::int64_t from, std::int64_t now) {
        auto rules = store::monitor_rules(changes_.txn, changes_.tables, id);
        if (!rules) {
            return rules.error().code == Errc::kNotFound ? rows::erase_standing(changes_, id)
                                                         : Result<void>(rules.error());
        }
        KS_TRY(auto history, store::owned_history(changes_.txn, changes_.tables, id));
        KS_TRY(const rows::ProjectDays days, project_days(context_, rules->project));
        const rows::Cut cut{.monitor = id, .rules = *rules, .days = days, .now_s = now};
        KS_TRY(const auto refresh_at, rows::recut_from(changes_, cut, history, from));
        KS_TRY(const rows::Shown shown, rows::put_history(changes_, cut, history));
        if (shown.differs) {
            KS_TRY(const auto pages, rows::pages_of(changes_, id));
            changed_.insert(changed_.end(), pages.begin(), pages.end());
        }
        return incidents_.wake(cut, history, shown, refresh_at);
    }

    Result<void> finish() { return incidents_.finish(std::move(changed_)); }

private:
    Context& context_;
    const rows::Changes& changes_;
    AutomaticIncidents incidents_;
    std::vector<PageId> changed_;
};

/// Cuts the first kRecutSlice of those noted; returns how many.
Result<std::uint32_t> recut_slice(Context& context, UnixSeconds now) {
    const rows::Changes& changes = context.changes;
    std::vector<Due> slice;
    {
        lmdb::Cursor cursor(changes.txn, changes.tables.monitor_recuts);
        KS_TRY(bool found, cursor.first());
        while (found && slice.size() < kRecutSlice) {
            KS_TRY(const Due due, decode_due(cursor.key(), cursor.value()));
            slice.push_back(due);
            KS_TRY(found, cursor.erase(changes.txn));
        }
        if (found) {
            context.next.emplace_back(RecutMonitors{.now = now});
        }
    }
    std::int64_t newest = now.time_since_epoch().count();
    for (const Due& due : slice) {
        newest = std::max(newest, due.now);
    }
    Looker looker(context, UnixSeconds(std::chrono::seconds(newest)));
    for (const Due& due : slice) {
        KS_CHECK(looker.look(due.monitor, due.from, std::max(newest, due.now)));
    }
    KS_CHECK(looker.finish());
    return static_cast<std::uint32_t>(slice.size());
}

}  // namespace

Result<void> recut_monitors(Context& context,
                            const std::vector<MonitorId>& monitors,
                            std::int64_t from,
                            UnixSeconds now) {
    const std::int64_t now_s = now.time_since_epoch().count();
    for (const MonitorId& monitor : monitors) {
        KS_CHECK(put_due(context.changes, {.monitor = monitor, .from = from, .now = now_s}));
    }
    KS_CHECK(recut_slice(context, now));
    return {};
}

Result<Outcome> apply_one(Context& context, const RecutMonitors& command) {
    Outcome outcome;
    KS_TRY(outcome.accepted, recut_slice(context, command.now));
    return outcome;
}

Result<Outcome> apply_one(Context& context, const Wake& command) {
    const std::int64_t now = command.now.time_since_epoch().count();
    Outcome outcome;
    KS_TRY(const auto due, rows::due_wakes(context.changes, now, kWakeSlice));
    Looker looker(context, command.now);
    for (const MonitorId& monitor : due) {
        KS_CHECK(looker.look(monitor, INT64_MAX, now));
        ++outcome.accepted;
    }
    KS_CHECK(looker.finish());
    return outcome;
}

}  // namespace ks::write
