// SPDX-License-Identifier: Apache-2.0
#include "storage/rows/log_rows.hpp"

#include "core/base/limits.hpp"
#include "storage/store/key_buffer.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace ks::rows {
namespace {

using record::LogChunk;
using record::ResultPoint;
using record::ResultRun;
using store::KeyBuffer;

/// A day more than results are accepted for, so that a chunk never goes while a result could still
/// fall into it.
constexpr std::int64_t kLogKept_s = limits::kResultAgeMax_s + 86400;

/// The log of one monitor in one region.
struct Log {
    const Changes& changes;
    KeyBuffer prefix;

    [[nodiscard]] KeyBuffer key(std::int64_t first) const noexcept {
        return KeyBuffer(prefix).add(static_cast<std::uint64_t>(first));
    }
};

/// A stored chunk and where the next one begins.
struct Chunk {
    std::int64_t first = 0;
    std::optional<std::int64_t> next;
    std::vector<ResultRun> runs;
};

std::int64_t first_of(Bytes key, const Log& log) noexcept {
    return static_cast<std::int64_t>(
        load_be<std::uint64_t>(key.data() + log.prefix.bytes().size()));
}

/// The chunk that a result at `at` belongs to: the one that covers it, else the first; nothing in
/// an empty log.
Result<std::optional<Chunk>> chunk_for(const Log& log, std::int64_t at) {
    lmdb::Cursor cursor(log.changes.txn, log.changes.tables.result_log);
    KS_TRY(bool found, cursor.seek_le(log.key(at).bytes()));
    if (!found || !store::starts_with(cursor.key(), log.prefix.bytes())) {
        KS_TRY(found, cursor.seek_ge(log.prefix.bytes()));
    }
    if (!found || !store::starts_with(cursor.key(), log.prefix.bytes())) {
        return std::optional<Chunk>();
    }
    Chunk chunk;
    chunk.first = first_of(cursor.key(), log);
    KS_CHECK(record::decode_log(cursor.value(), chunk.runs));
    KS_TRY(found, cursor.next());
    if (found && store::starts_with(cursor.key(), log.prefix.bytes())) {
        chunk.next = first_of(cursor.key(), log);
    }
    return std::optional(std::move(chunk));
}

/// One chunk that outgrew its size in the middle of the log is halved, else every later result
/// there would leave another sliver; at the end the full one is complete and the new one grows.
std::vector<LogChunk> cut(const Chunk& chunk) {
    std::vector<LogChunk> chunks = record::encode_log(chunk.runs);
    if (chunks.size() != 2 || !chunk.next) {
        return chunks;
    }
    const std::span<const ResultRun> runs(chunk.runs);
    chunks = record::encode_log(runs.first(runs.size() / 2));
    for (LogChunk& second : record::encode_log(runs.subspan(runs.size() / 2))) {
        chunks.push_back(std::move(second));
    }
    return chunks;
}

/// Writes the chunk back; returns into how many it was cut.
Result<std::size_t> put_chunk(const Log& log, const Chunk& chunk, bool is_new) {
    const std::vector<LogChunk> chunks = cut(chunk);
    if (!is_new && chunks.front().first != chunk.first) {
        KS_CHECK(
            log.changes.tables.result_log.erase(log.changes.txn, log.key(chunk.first).bytes()));
    }
    for (const LogChunk& part : chunks) {
        KS_CHECK(log.changes.tables.result_log.put(
            log.changes.txn, log.key(part.first).bytes(), as_bytes(part.bytes)));
    }
    return chunks.size();
}

/// Drops chunks that ended before `before`, but the newest of them: an outage at the edge is
/// decided by what came before it.
Result<void> drop_old(const Log& log, std::int64_t before) {
    lmdb::Cursor cursor(log.changes.txn, log.changes.tables.result_log);
    while (true) {
        // The chunk after the second one begins before the limit: the first two ended before it.
        KS_TRY(bool found, cursor.seek_ge(log.prefix.bytes()));
        for (int step = 0; found && step < 2; ++step) {
            KS_TRY(found, cursor.next());
        }
        if (!found || !store::starts_with(cursor.key(), log.prefix.bytes()) ||
            first_of(cursor.key(), log) > before) {
            return {};
        }
        KS_CHECK(cursor.seek_ge(log.prefix.bytes()));
        KS_CHECK(cursor.erase(log.changes.txn));
    }
}

KeyBuffer raw_key(const record::CheckResult& result, std::uint16_t region) noexcept {
    const auto at = static_cast<std::uint32_t>(result.at.time_since_epoch().count());
    return KeyBuffer().add(at / 3600U).add(result.monitor).add(at).add(region);
}

}  // namespace

Result<Merged> merge_points(const Changes& changes,
                            MonitorId monitor,
                            std::uint16_t region,
                            std::span<const ResultPoint> points,
                            std::int64_t now_s) {
    const Log log{.changes = changes, .prefix = KeyBuffer(monitor).add(region)};
    Merged merged;
    bool grown = false;
    while (!points.empty()) {
        KS_TRY(std::optional<Chunk> stored, chunk_for(log, points.front().at));
        Chunk chunk = stored ? *std::move(stored) : Chunk();
        const auto end = chunk.next
                             ? std::ranges::lower_bound(points, *chunk.next, {}, &ResultPoint::at)
                             : points.end();
        const auto taken = points.first(static_cast<std::size_t>(end - points.begin()));
        points = points.subspan(taken.size());
        if (!record::merge(chunk.runs, taken)) {
            continue;
        }
        KS_TRY(const std::size_t parts, put_chunk(log, chunk, !stored));
        grown = grown || parts > 1;
        if (!merged.changed) {
            merged = {.changed = true, .earliest = taken.front().at};
        }
    }
    if (grown) {
        KS_CHECK(drop_old(log, now_s - kLogKept_s));
    }
    return merged;
}

RawRows::RawRows(const Changes& changes) noexcept
    : txn_(changes.txn), cursor_(changes.txn, changes.tables.raw_results) {}

Result<void> RawRows::put(const record::CheckResult& result, std::uint16_t region) {
    const KeyBuffer key = raw_key(result, region);
    KS_TRY(const bool found, cursor_.seek_ge(key.bytes()));
    if (found && std::ranges::equal(cursor_.key(), key.bytes())) {
        KS_TRY(const record::RawResultView old, record::read_raw(cursor_.value()));
        const bool better = result.status != old.status ? result.status < old.status
                                                        : result.response_ms <= old.response_ms;
        if (better) {
            return {};
        }
    }
    return cursor_.put(txn_, key.bytes(), as_bytes(record::encode_raw(result)));
}

}  // namespace ks::rows
