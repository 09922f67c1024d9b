// SPDX-License-Identifier: Apache-2.0
// Results in the store: the lossless log of every region in chunks, and raw rows for a limited
// time.
#pragma once

#include "core/record/check_result.hpp"
#include "core/record/result_log.hpp"
#include "storage/lmdb/cursor.hpp"
#include "storage/rows/changes.hpp"

#include <cstdint>
#include <span>

namespace ks::rows {

/// What merging did: the earliest time that can be new or worse; `changed` false when all was known
/// already.
struct Merged {
    bool changed = false;
    std::int64_t earliest = 0;
};

/// Merges `points` (rising times) into the log of a region. Only the chunks that they fall into are
/// read and written. Chunks that can matter to no day any more at `now_s` are dropped when a new
/// one is begun.
[[nodiscard]] Result<Merged> merge_points(const Changes& changes,
                                          MonitorId monitor,
                                          std::uint16_t region,
                                          std::span<const record::ResultPoint> points,
                                          std::int64_t now_s);

/// Writes raw rows. Of two results at one time in one region the worse one stays, of two equal ones
/// the slower.
class RawRows {
public:
    explicit RawRows(const Changes& changes) noexcept;

    [[nodiscard]] Result<void> put(const record::CheckResult& result, std::uint16_t region);

private:
    lmdb::WriteTxn& txn_;
    lmdb::Cursor cursor_;
};

}  // namespace ks::rows
