// SPDX-License-Identifier: Apache-2.0
// Every result of a monitor in one region over 90 days, without loss: arithmetic runs of result
// times, so that checks on a steady grid cost a few bytes a month. Late results merge exactly,
// whatever order they arrive in.
#pragma once

#include "core/base/bytes.hpp"
#include "core/base/result.hpp"
#include "core/record/monitor.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace ks::record {

struct ResultPoint {
    std::int64_t at;  ///< Unix seconds
    CheckStatus status;
    friend bool operator==(const ResultPoint&, const ResultPoint&) = default;
};

/// `count` results of one status at first, first + step, ... `step` is 0 when count is 1.
struct ResultRun {
    std::int64_t first;
    std::uint32_t step;
    std::uint32_t count;
    CheckStatus status;

    [[nodiscard]] std::int64_t last() const noexcept {
        return first + static_cast<std::int64_t>(step) * (count - 1);
    }

    friend bool operator==(const ResultRun&, const ResultRun&) = default;
};

/// No result is earlier than 1970 or later than the year 9999.
inline constexpr std::int64_t kResultTimeMax = 253402300799;

/// Merges `points` (any order, repeats allowed) into `runs` (sorted, disjoint in their times).
/// Equal times keep the worst status once. Returns whether any result was new or got worse. Points
/// outside 0..kResultTimeMax are ignored.
bool merge(std::vector<ResultRun>& runs, std::span<const ResultPoint> points);

/// Forgets the results before `at`. Returns whether there were any.
bool drop_before(std::vector<ResultRun>& runs, std::int64_t at);

/// Chunks of at most limits::kValueBytes, each with the runs from its first time on; together all
/// of `runs`.
struct LogChunk {
    std::int64_t first;
    std::string bytes;
};

[[nodiscard]] std::vector<LogChunk> encode_log(std::span<const ResultRun> runs);
/// Appends the chunk's runs. kTruncated, kMalformed, kUnsupported; `runs` is then unchanged.
[[nodiscard]] Result<void> decode_log(Bytes chunk, std::vector<ResultRun>& runs);

}  // namespace ks::record
