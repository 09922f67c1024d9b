// SPDX-License-Identifier: Apache-2.0
// Readers of results. Raw rows: hour u32, monitor id, second u32, region u16: written almost in
// order, deleted by whole hours; one monitor's newest rows cost a seek an hour.
#include "storage/lmdb/cursor.hpp"
#include "storage/store/key_buffer.hpp"
#include "storage/store/readers.hpp"
#include "storage/store/record_rows.hpp"

#include <algorithm>

namespace ks::store {
namespace {

constexpr std::int64_t kHour_s = 3600;
constexpr std::size_t kSecondOffset = 4 + 16;

/// The hours that have rows at all; `none` is set when there are no rows.
struct Hours {
    std::uint32_t first = 0;
    std::uint32_t last = 0;
    bool none = true;
};

Result<Hours> stored_hours(lmdb::Cursor& cursor) {
    Hours hours;
    KS_TRY(const bool some, cursor.first());
    if (some) {
        hours.none = false;
        hours.first = load_be<std::uint32_t>(cursor.key().data());
        KS_CHECK(cursor.last());
        hours.last = load_be<std::uint32_t>(cursor.key().data());
    }
    return hours;
}

/// The rows of one hour before second `to` and from `from` on, newest first, until `rows` holds
/// `limit`.
Result<void> rows_of_hour(lmdb::Cursor& cursor,
                          const KeyBuffer& prefix,
                          std::int64_t from,
                          std::int64_t to,
                          std::vector<RawRow>& rows,
                          std::size_t limit) {
    // (second to - 1, highest region) is the last key that can belong to the range.
    const auto newest = static_cast<std::uint32_t>(std::clamp<std::int64_t>(to - 1, 0, UINT32_MAX));
    KS_TRY(bool found,
           cursor.seek_le(KeyBuffer(prefix).add(newest).add(std::uint16_t{UINT16_MAX}).bytes()));
    while (found && rows.size() < limit && starts_with(cursor.key(), prefix.bytes())) {
        const auto at = load_be<std::uint32_t>(cursor.key().data() + kSecondOffset);
        if (at < from) {
            break;
        }
        KS_TRY(const auto result, record::read_raw(cursor.value()));
        rows.push_back({.at = UnixSeconds(std::chrono::seconds(at)), .result = result});
        KS_TRY(found, cursor.prev());
    }
    return {};
}

}  // namespace

Result<std::vector<RawRow>> raw_results(
    const Snapshot& snapshot, MonitorId id, UnixSeconds from, UnixSeconds to, std::size_t limit) {
    std::vector<RawRow> rows;
    const std::int64_t first_s = std::max<std::int64_t>(from.time_since_epoch().count(), 0);
    const std::int64_t end_s = to.time_since_epoch().count();
    lmdb::Cursor cursor(snapshot.txn(), snapshot.tables().raw_results);
    KS_TRY(const Hours hours, stored_hours(cursor));
    if (hours.none || end_s <= first_s) {
        return rows;
    }
    const std::int64_t oldest = std::max<std::int64_t>(first_s / kHour_s, hours.first);
    for (std::int64_t hour = std::min<std::int64_t>((end_s - 1) / kHour_s, hours.last);
         hour >= oldest;
         --hour) {
        if (rows.size() >= limit) {
            break;
        }
        const KeyBuffer prefix = KeyBuffer().add(static_cast<std::uint32_t>(hour)).add(id);
        KS_CHECK(rows_of_hour(cursor, prefix, first_s, end_s, rows, limit));
    }
    return rows;
}

Result<std::vector<record::ResultRun>> result_runs(const Snapshot& snapshot,
                                                   MonitorId id,
                                                   std::uint16_t region,
                                                   std::int64_t from,
                                                   std::size_t lookback) {
    return result_runs(snapshot.txn(), snapshot.tables(), id, region, from, lookback);
}

}  // namespace ks::store
