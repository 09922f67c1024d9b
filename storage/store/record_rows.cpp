// SPDX-License-Identifier: Apache-2.0
#include "storage/store/record_rows.hpp"

#include "core/base/limits.hpp"
#include "storage/lmdb/cursor.hpp"
#include "storage/store/key_buffer.hpp"

namespace ks::store {

Result<Bytes> joined_pieces(const lmdb::Txn& txn,
                            lmdb::Table table,
                            Bytes prefix,
                            std::string& scratch) {
    KS_TRY(const Bytes first,
           table.get(txn, KeyBuffer().add(prefix).add(std::uint16_t{0}).bytes()));
    if (first.size() < limits::kValueBytes) {
        return first;  // only a full piece is followed by another
    }
    scratch.assign(as_text(first));
    for (std::uint16_t number = 1;; ++number) {
        const auto piece = table.get(txn, KeyBuffer().add(prefix).add(number).bytes());
        if (!piece) {
            return piece.error().code == Errc::kNotFound ? Result<Bytes>(as_bytes(scratch)) : piece;
        }
        scratch.append(as_text(*piece));
    }
}

Result<record::Project> project(const lmdb::Txn& txn, const Tables& tables, ProjectId id) {
    KS_TRY(const Bytes bytes, tables.projects.get(txn, id.key()));
    return record::decode_project(bytes);
}

Result<record::PageView> page(const lmdb::Txn& txn, const Tables& tables, PageId id) {
    KS_TRY(const Bytes bytes, tables.pages.get(txn, id.key()));
    return record::read_page(bytes);
}

Result<void> page_entries(const lmdb::Txn& txn,
                          const Tables& tables,
                          PageId id,
                          std::vector<record::EntryView>& out,
                          std::size_t offset,
                          std::size_t limit) {
    const std::size_t before = out.size();
    for (std::uint16_t number = 0; limit > 0; ++number) {
        const auto piece = tables.page_entries.get(txn, KeyBuffer(id).add(number).bytes());
        if (!piece) {
            return piece.error().code == Errc::kNotFound ? Result<void>()
                                                         : Result<void>(piece.error());
        }
        const std::size_t start = out.size();
        KS_CHECK(record::read_entries(*piece, out));
        const std::size_t skipped = std::min(offset, out.size() - start);
        out.erase(out.begin() + static_cast<std::ptrdiff_t>(start),
                  out.begin() + static_cast<std::ptrdiff_t>(start + skipped));
        offset -= skipped;
        if (out.size() - before >= limit) {
            out.resize(before + limit);
            break;
        }
    }
    return {};
}

Result<record::Monitor> monitor(const lmdb::Txn& txn, const Tables& tables, MonitorId id) {
    std::string scratch;
    KS_TRY(const Bytes bytes, joined_pieces(txn, tables.monitors, id.key(), scratch));
    return record::decode_monitor(bytes);
}

Result<record::MonitorFace> monitor_face(const lmdb::Txn& txn, const Tables& tables, MonitorId id) {
    // The face leads the record and a name is at most 120 characters: it is always inside the first
    // piece.
    KS_TRY(const Bytes bytes,
           tables.monitors.get(txn, KeyBuffer(id).add(std::uint16_t{0}).bytes()));
    return record::read_monitor_face(bytes);
}

Result<record::MonitorRules> monitor_rules(const lmdb::Txn& txn,
                                           const Tables& tables,
                                           MonitorId id) {
    KS_TRY(const Bytes first,
           tables.monitors.get(txn, KeyBuffer(id).add(std::uint16_t{0}).bytes()));
    auto rules = record::read_monitor_rules(first);
    if (rules || rules.error().code != Errc::kTruncated) {
        return rules;
    }
    std::string scratch;  // a long timeline runs into the second piece
    KS_TRY(const Bytes bytes, joined_pieces(txn, tables.monitors, id.key(), scratch));
    return record::read_monitor_rules(bytes);
}

Result<record::UptimeHistoryView> history(const lmdb::Txn& txn,
                                          const Tables& tables,
                                          MonitorId id) {
    const auto bytes = tables.histories.get(txn, id.key());
    if (!bytes) {
        return bytes.error().code == Errc::kNotFound
                   ? Result<record::UptimeHistoryView>(record::UptimeHistoryView::empty())
                   : Result<record::UptimeHistoryView>(bytes.error());
    }
    return record::UptimeHistoryView::read(*bytes);
}

Result<record::UptimeHistory> owned_history(const lmdb::Txn& txn,
                                            const Tables& tables,
                                            MonitorId id) {
    const auto bytes = tables.histories.get(txn, id.key());
    if (!bytes) {
        return bytes.error().code == Errc::kNotFound
                   ? Result<record::UptimeHistory>(record::UptimeHistory{})
                   : Result<record::UptimeHistory>(bytes.error());
    }
    return record::decode_uptime_history(*bytes);
}

Result<std::vector<record::ResultRun>> result_runs(const lmdb::Txn& txn,
                                                   const Tables& tables,
                                                   MonitorId id,
                                                   std::uint16_t region,
                                                   std::int64_t from,
                                                   std::size_t lookback) {
    std::vector<std::vector<record::ResultRun>> chunks;  // newest first
    const KeyBuffer prefix = KeyBuffer(id).add(region);
    lmdb::Cursor cursor(txn, tables.result_log);
    KS_TRY(bool found, cursor.seek_le(KeyBuffer(prefix).add(UINT64_MAX).bytes()));
    std::size_t before = 0;
    std::size_t all = 0;
    while (found && before < lookback + 1 && starts_with(cursor.key(), prefix.bytes())) {
        std::vector<record::ResultRun>& runs = chunks.emplace_back();
        KS_CHECK(record::decode_log(cursor.value(), runs));
        for (const record::ResultRun& run : runs) {
            before += run.last() < from ? run.count : 0;
        }
        all += runs.size();
        KS_TRY(found, cursor.prev());
    }
    if (chunks.size() == 1) {
        return std::move(chunks.front());
    }
    std::vector<record::ResultRun> runs;
    runs.reserve(all);
    for (std::size_t i = chunks.size(); i-- > 0;) {
        runs.insert(runs.end(), chunks[i].begin(), chunks[i].end());
    }
    return runs;
}

Result<std::vector<RawId>> indexed_ids(const lmdb::Txn& txn,
                                       lmdb::Table table,
                                       const RawId& owner,
                                       const RawId& after,
                                       std::size_t limit) {
    std::vector<RawId> ids;
    if (limit == 0) {
        return ids;
    }
    const KeyBuffer start = KeyBuffer(owner).add(after);
    lmdb::Cursor cursor(txn, table);
    KS_TRY(bool found, cursor.seek_ge(start.bytes()));
    if (found && std::ranges::equal(cursor.key(), start.bytes())) {
        KS_TRY(found, cursor.next());
    }
    while (found && ids.size() < limit && starts_with(cursor.key(), owner.bytes)) {
        ids.push_back(id_at<RawId>(cursor.key(), owner.bytes.size()));
        KS_TRY(found, cursor.next());
    }
    return ids;
}

}  // namespace ks::store
