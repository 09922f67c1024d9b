// SPDX-License-Identifier: Apache-2.0
#include "storage/rows/monitor_rows.hpp"

#include "storage/rows/change_rows.hpp"
#include "storage/rows/page_rows.hpp"
#include "storage/rows/standing_rows.hpp"
#include "storage/store/key_buffer.hpp"
#include "storage/store/readers.hpp"

namespace ks::rows {
namespace {

using record::Monitor;
using store::KeyBuffer;

/// Whether the server itself checks it on a schedule.
bool is_scheduled(const Monitor& monitor) noexcept {
    return monitor.now().enabled && record::info(monitor.type).scheduled();
}

KeyBuffer schedule_key(const Monitor& monitor) noexcept {
    const std::uint32_t interval = monitor.now().interval_s;
    return KeyBuffer().add(interval).add(store::check_phase(monitor.id, interval)).add(monitor.id);
}

Result<void> put_indexes(const Changes& changes, const Monitor& monitor) {
    if (!monitor.token.empty()) {
        KS_CHECK(changes.tables.tokens.put(changes.txn, as_bytes(monitor.token), monitor.id.key()));
    }
    if (is_scheduled(monitor)) {
        KS_CHECK(changes.tables.schedule.put(changes.txn, schedule_key(monitor).bytes(), {}));
    }
    return {};
}

Result<void> erase_indexes(const Changes& changes, const Monitor& monitor) {
    if (!monitor.token.empty()) {
        KS_CHECK(changes.tables.tokens.erase(changes.txn, as_bytes(monitor.token)));
    }
    if (is_scheduled(monitor)) {
        KS_CHECK(changes.tables.schedule.erase(changes.txn, schedule_key(monitor).bytes()));
    }
    return {};
}

}  // namespace

Result<void> put_monitor(const Changes& changes, const Monitor& monitor) {
    KS_CHECK(put_in_pieces(
        changes, changes.tables.monitors, monitor.id.key(), as_bytes(record::encode(monitor))));
    const KeyBuffer index = KeyBuffer(monitor.project).add(monitor.id);
    KS_CHECK(changes.tables.project_monitors.put(changes.txn, index.bytes(), {}));
    return put_indexes(changes, monitor);
}

Result<void> replace_monitor(const Changes& changes, const Monitor& old, const Monitor& monitor) {
    KS_CHECK(erase_indexes(changes, old));
    KS_CHECK(put_in_pieces(
        changes, changes.tables.monitors, monitor.id.key(), as_bytes(record::encode(monitor))));
    return put_indexes(changes, monitor);
}

Result<void> erase_monitor(const Changes& changes, const Monitor& monitor) {
    KS_TRY(const auto pages, pages_of(changes, monitor.id));
    for (const PageId page : pages) {
        KS_CHECK(remove_entry(changes, page, monitor.id));
    }
    KS_CHECK(erase_indexes(changes, monitor));
    KS_CHECK(erase_pieces(changes, changes.tables.monitors, monitor.id.key()));
    const KeyBuffer index = KeyBuffer(monitor.project).add(monitor.id);
    KS_CHECK(changes.tables.project_monitors.erase(changes.txn, index.bytes()));
    KS_CHECK(changes.tables.histories.erase(changes.txn, monitor.id.key()));
    KS_CHECK(forget_monitor_changes(changes, monitor.id));
    KS_CHECK(changes.tables.certificates_seen.erase(changes.txn, monitor.id.key()));
    KS_CHECK(erase_standing(changes, monitor.id));
    KS_CHECK(changes.tables.monitor_recuts.erase(changes.txn, monitor.id.key()));
    KS_CHECK(erase_prefix(changes, changes.tables.monitor_maintenance, monitor.id.key()));
    return erase_prefix(changes, changes.tables.result_log, monitor.id.key());
}

}  // namespace ks::rows
