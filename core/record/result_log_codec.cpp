// SPDX-License-Identifier: Apache-2.0
// The stored form of a result log. A chunk: a version byte, then a run after another as varints:
// count and status in one, the distance from the run before (the first: the time itself), the step
// where the count is above 1.
#include "core/base/limits.hpp"
#include "core/record/result_log.hpp"

#include <algorithm>
#include <optional>

namespace ks::record {
namespace {

constexpr std::uint8_t kVersion = 1;
/// More than two years of a result a second; a chunk that claims more is damaged.
constexpr std::uint32_t kChunkResultsMax = 1U << 26;
/// The longest run: three varints of 34, 38 and 32 bits.
constexpr std::size_t kRunBytesMax = 5 + 6 + 5;

void put_varint(std::string& out, std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) {
        out.push_back(static_cast<char>(value | 0x80));
    }
    out.push_back(static_cast<char>(value));
}

class VarintReader {
public:
    explicit VarintReader(Bytes bytes) noexcept : rest_(bytes) {}

    [[nodiscard]] bool done() const noexcept { return rest_.empty(); }

    /// kTruncated; kMalformed above 63 bits.
    [[nodiscard]] Result<std::uint64_t> next() noexcept {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 63; shift += 7) {
            if (rest_.empty()) {
                return Errc::kTruncated;
            }
            const auto byte = std::to_integer<std::uint64_t>(rest_.front());
            rest_ = rest_.subspan(1);
            value |= (byte & 0x7f) << shift;
            if (byte < 0x80) {
                return value;
            }
        }
        return Errc::kMalformed;
    }

private:
    Bytes rest_;
};

class ChunkWriter {
public:
    void add(const ResultRun& run) {
        if (chunks_.empty() || results_ + run.count > kChunkResultsMax ||
            chunks_.back().bytes.size() + kRunBytesMax > limits::kValueBytes) {
            chunks_.push_back({run.first, std::string(1, static_cast<char>(kVersion))});
            results_ = 0;
            last_ = 0;
        }
        std::string& out = chunks_.back().bytes;
        put_varint(out, std::uint64_t{run.count} << 2 | static_cast<std::uint64_t>(run.status));
        put_varint(out, static_cast<std::uint64_t>(run.first - last_));
        if (run.count > 1) {
            put_varint(out, run.step);
        }
        results_ += run.count;
        last_ = run.last();
    }

    [[nodiscard]] std::vector<LogChunk> take() && { return std::move(chunks_); }

private:
    std::vector<LogChunk> chunks_;
    std::uint64_t results_ = 0;
    std::int64_t last_ = 0;
};

/// `after`: the last time before the run; nothing for the first of all.
Result<ResultRun> read_run(VarintReader& in, std::int64_t base, std::optional<std::int64_t> after) {
    KS_TRY(const std::uint64_t head, in.next());
    KS_TRY(const std::uint64_t distance, in.next());
    const std::uint64_t count = head >> 2;
    const auto status = static_cast<std::uint8_t>(head & 3);
    if (status == 0 || count == 0 || count > kChunkResultsMax || distance > kResultTimeMax) {
        return Errc::kMalformed;
    }
    std::uint64_t step = 0;
    if (count > 1) {
        KS_TRY(step, in.next());
        if (step == 0 || step > UINT32_MAX) {
            return Errc::kMalformed;
        }
    }
    const ResultRun run{.first = base + static_cast<std::int64_t>(distance),
                        .step = static_cast<std::uint32_t>(step),
                        .count = static_cast<std::uint32_t>(count),
                        .status = static_cast<CheckStatus>(status)};
    if ((after && run.first <= *after) || run.last() > kResultTimeMax) {
        return Errc::kMalformed;
    }
    return run;
}

Result<void> read_runs(Bytes chunk, std::vector<ResultRun>& runs) {
    if (chunk.empty()) {
        return Errc::kTruncated;
    }
    if (std::to_integer<std::uint8_t>(chunk.front()) != kVersion) {
        return Errc::kUnsupported;
    }
    VarintReader in(chunk.subspan(1));
    std::int64_t base = 0;
    std::uint64_t results = 0;
    while (!in.done()) {
        const auto after = runs.empty() ? std::nullopt : std::optional(runs.back().last());
        KS_TRY(const ResultRun run, read_run(in, base, after));
        results += run.count;
        if (results > kChunkResultsMax) {
            return Errc::kMalformed;
        }
        runs.push_back(run);
        base = run.last();
    }
    return {};
}

}  // namespace

std::vector<LogChunk> encode_log(std::span<const ResultRun> runs) {
    ChunkWriter writer;
    for (ResultRun run : runs) {
        for (; run.count > kChunkResultsMax; run.count -= kChunkResultsMax) {
            writer.add({run.first, run.step, kChunkResultsMax, run.status});
            run.first += std::int64_t{run.step} * kChunkResultsMax;
        }
        run.step = run.count > 1 ? run.step : 0;
        writer.add(run);
    }
    return std::move(writer).take();
}

Result<void> decode_log(Bytes chunk, std::vector<ResultRun>& runs) {
    const std::size_t before = runs.size();
    auto done = read_runs(chunk, runs);
    if (!done) {
        runs.resize(before);
    }
    return done;
}

}  // namespace ks::record
