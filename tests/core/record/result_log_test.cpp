// SPDX-License-Identifier: Apache-2.0
// The result log keeps exactly the set of results, in few runs, and its chunks survive any bytes.
#include "core/record/result_log.hpp"

#include "core/base/limits.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

namespace ks::record {
namespace {

using enum CheckStatus;

using Runs = std::vector<ResultRun>;
using Points = std::vector<ResultPoint>;

Points points_of(const Runs& runs) {
    Points points;
    for (const ResultRun& run : runs) {
        for (std::uint32_t i = 0; i < run.count; ++i) {
            points.push_back({run.first + std::int64_t{run.step} * i, run.status});
        }
    }
    return points;
}

Runs decoded(std::span<const LogChunk> chunks) {
    Runs runs;
    for (const LogChunk& chunk : chunks) {
        EXPECT_TRUE(decode_log(as_bytes(chunk.bytes), runs));
    }
    return runs;
}

Points grid(std::int64_t first, std::int64_t step, int count, CheckStatus status = kUp) {
    Points points;
    for (int i = 0; i < count; ++i) {
        points.push_back({first + step * i, status});
    }
    return points;
}

TEST(ResultLogMerge, SteadyResultsAreOneRun) {
    Runs runs;
    for (const ResultPoint& point : grid(1000, 60, 5000)) {
        EXPECT_TRUE(merge(runs, {&point, 1}));
    }
    EXPECT_EQ(runs, (Runs{{1000, 60, 5000, kUp}}));
}

TEST(ResultLogMerge, AResultInsideARunSplitsIt) {
    struct Case {
        const char* what;
        ResultPoint point;
        bool changes;
        Runs runs;
    };

    const std::vector<Case> cases{
        {"same time, same status", {1060, kUp}, false, {{1000, 60, 4, kUp}}},
        {"same time, worse",
         {1060, kDown},
         true,
         {{1000, 0, 1, kUp}, {1060, 0, 1, kDown}, {1120, 60, 2, kUp}}},
        {"off the grid",
         {1070, kUp},
         true,
         {{1000, 60, 2, kUp}, {1070, 0, 1, kUp}, {1120, 60, 2, kUp}}},
        {"off the grid, other status",
         {1070, kDown},
         true,
         {{1000, 60, 2, kUp}, {1070, 0, 1, kDown}, {1120, 60, 2, kUp}}},
        {"before, on the grid", {940, kUp}, true, {{940, 60, 5, kUp}}},
        {"after, on the grid", {1240, kUp}, true, {{1000, 60, 5, kUp}}},
        {"before, off the grid", {900, kUp}, true, {{900, 0, 1, kUp}, {1000, 60, 4, kUp}}},
        {"worse at the first",
         {1000, kDegraded},
         true,
         {{1000, 0, 1, kDegraded}, {1060, 60, 3, kUp}}},
        {"worse at the last", {1180, kDown}, true, {{1000, 60, 3, kUp}, {1180, 0, 1, kDown}}},
    };
    for (const Case& c : cases) {
        Runs runs{{1000, 60, 4, kUp}};
        EXPECT_EQ(merge(runs, {&c.point, 1}), c.changes) << c.what;
        EXPECT_EQ(runs, c.runs) << c.what;
    }
}

TEST(ResultLogMerge, EqualTimesKeepTheWorst) {
    for (const CheckStatus first : {kUp, kDegraded, kDown}) {
        for (const CheckStatus second : {kUp, kDegraded, kDown}) {
            Runs runs;
            const Points points{{500, first}, {500, second}};
            EXPECT_TRUE(merge(runs, points));
            EXPECT_EQ(points_of(runs), (Points{{500, std::max(first, second)}}));
            EXPECT_EQ(merge(runs, grid(500, 1, 1, second)), false);
        }
    }
}

TEST(ResultLogMerge, IgnoresTimesThatNoResultCanHave) {
    Runs runs;
    EXPECT_FALSE(merge(runs, Points{{-1, kUp}}));
    EXPECT_FALSE(
        merge(runs, Points{{kResultTimeMax + 1, kUp}, {INT64_MAX, kUp}, {INT64_MIN, kUp}}));
    EXPECT_FALSE(merge(runs, Points{}));
    EXPECT_TRUE(runs.empty());
    EXPECT_TRUE(merge(runs, Points{{0, kUp}, {kResultTimeMax, kUp}}));
    EXPECT_EQ(points_of(runs), (Points{{0, kUp}, {kResultTimeMax, kUp}}));
}

TEST(ResultLogMerge, AFullGridIsOneRunInWhateverOrderItCame) {
    for (unsigned seed = 1; seed <= 60; ++seed) {
        std::mt19937 engine(seed);
        Points points = grid(100000, 30, 400);
        std::ranges::shuffle(points, engine);
        Runs runs;
        for (const ResultPoint& point : points) {
            merge(runs, {&point, 1});
        }
        EXPECT_EQ(runs, (Runs{{100000, 30, 400, kUp}})) << "seed " << seed;
    }
}

TEST(ResultLogMerge, OneOddResultCostsFewRuns) {
    Runs runs;
    merge(runs, grid(0, 60, 10000));
    merge(runs, Points{{60 * 5000 + 7, kUp}});
    EXPECT_LE(runs.size(), 4U);
    EXPECT_EQ(points_of(runs).size(), 10001U);
}

TEST(ResultLogMerge, KeepsExactlyTheSetInAnyOrderAndBatching) {
    for (unsigned seed = 1; seed <= 400; ++seed) {
        std::mt19937 engine(seed);
        const auto any = [&engine](unsigned n) { return static_cast<unsigned>(engine() % n); };
        std::map<std::int64_t, CheckStatus> set;
        Runs runs;
        const unsigned range = any(2) == 0 ? 60 : 600;
        const unsigned grain = any(3) == 0 ? 10 : 1;
        for (unsigned batch = 0; batch < 12; ++batch) {
            Points points;
            for (unsigned i = any(any(2) == 0 ? 2 : 40) + 1; i > 0; --i) {
                points.push_back({1000 + static_cast<std::int64_t>(any(range) * grain),
                                  static_cast<CheckStatus>(1 + any(3))});
            }
            bool news = false;
            for (const ResultPoint& point : points) {
                CheckStatus& known = set[point.at];
                news |= point.status > known;
                known = std::max(known, point.status);
            }
            ASSERT_EQ(merge(runs, points), news) << "seed " << seed;
            Points expected;
            for (const auto& [at, status] : set) {
                expected.push_back({at, status});
            }
            ASSERT_EQ(points_of(runs), expected) << "seed " << seed << " batch " << batch;
            for (const ResultRun& run : runs) {
                ASSERT_EQ(run.step == 0, run.count == 1) << "seed " << seed;
            }
            ASSERT_EQ(decoded(encode_log(runs)), runs) << "seed " << seed;
        }
    }
}

TEST(ResultLogDropBefore, CutsInsideARun) {
    const Runs before{{1000, 60, 4, kUp}, {1240, 0, 1, kDown}};

    struct Case {
        std::int64_t at;
        bool drops;
        Runs left;
    };

    for (const Case& c : {Case{1000, false, before},
                          Case{1001, true, {{1060, 60, 3, kUp}, {1240, 0, 1, kDown}}},
                          Case{1120, true, {{1120, 60, 2, kUp}, {1240, 0, 1, kDown}}},
                          Case{1180, true, {{1180, 0, 1, kUp}, {1240, 0, 1, kDown}}},
                          Case{1181, true, {{1240, 0, 1, kDown}}},
                          Case{1241, true, {}}}) {
        Runs runs = before;
        EXPECT_EQ(drop_before(runs, c.at), c.drops) << c.at;
        EXPECT_EQ(runs, c.left) << c.at;
    }
}

TEST(ResultLogCodec, NinetySteadyDaysAreAFewBytes) {
    Runs runs;
    merge(runs, grid(1767225600, 60, 90 * 1440));
    const auto chunks = encode_log(runs);
    ASSERT_EQ(chunks.size(), 1U);
    EXPECT_LE(chunks[0].bytes.size(), 12U);
    EXPECT_EQ(chunks[0].first, 1767225600);
    EXPECT_TRUE(encode_log({}).empty());
}

TEST(ResultLogCodec, ChunksAreBoundedAndStandAlone) {
    Runs runs;
    std::int64_t at = 1767225600;
    for (int i = 0; i < 4000; ++i, at += 61 + i % 7) {
        runs.push_back({at, 0, 1, i % 2 == 0 ? kUp : kDown});
    }
    const auto chunks = encode_log(runs);
    ASSERT_GT(chunks.size(), 3U);
    Runs all;
    for (const LogChunk& chunk : chunks) {
        EXPECT_LE(chunk.bytes.size(), limits::kValueBytes);
        EXPECT_GT(chunk.bytes.size() + 32, &chunk == &chunks.back() ? 0 : limits::kValueBytes);
        Runs alone;
        ASSERT_TRUE(decode_log(as_bytes(chunk.bytes), alone));
        EXPECT_EQ(alone.front().first, chunk.first);
        all.insert(all.end(), alone.begin(), alone.end());
    }
    EXPECT_EQ(all, runs);
}

TEST(ResultLogCodec, ARunTooLongForOneChunkIsCut) {
    const Runs runs{{1000, 1, 100'000'000, kUp}};
    const auto chunks = encode_log(runs);
    EXPECT_EQ(chunks.size(), 2U);
    const Runs back = decoded(chunks);
    EXPECT_EQ(back.front().first, 1000);
    EXPECT_EQ(back.back().last(), runs.front().last());
    EXPECT_EQ(back[0].last() + 1, back[1].first);
}

std::string bytes(std::initializer_list<int> values) {
    std::string out;
    for (const int value : values) {
        out.push_back(static_cast<char>(value));
    }
    return out;
}

TEST(ResultLogCodec, RefusesDamagedChunks) {
    const std::string huge_count = bytes({1, 0xfd, 0xff, 0xff, 0xff, 0x7f, 5, 1});

    struct Case {
        const char* what;
        std::string chunk;
        Errc error;
    };

    for (const Case& c : {Case{"empty", "", Errc::kTruncated},
                          Case{"other version", bytes({2, 5, 100}), Errc::kUnsupported},
                          Case{"no time", bytes({1, 5}), Errc::kTruncated},
                          Case{"no step", bytes({1, 9, 100}), Errc::kTruncated},
                          Case{"unfinished varint", bytes({1, 0x85}), Errc::kTruncated},
                          Case{"endless varint",
                               bytes({1, 5, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255}),
                               Errc::kMalformed},
                          Case{"status 0", bytes({1, 4, 100}), Errc::kMalformed},
                          Case{"count 0", bytes({1, 1, 100}), Errc::kMalformed},
                          Case{"step 0", bytes({1, 9, 100, 0}), Errc::kMalformed},
                          Case{"same time twice", bytes({1, 5, 100, 6, 0}), Errc::kMalformed},
                          Case{"too many results", huge_count, Errc::kMalformed},
                          Case{"after the year 9999",
                               bytes({1, 5, 0x80, 0xba, 0xb1, 0xd4, 0xbf, 0x0f}),
                               Errc::kMalformed}}) {
        Runs runs{{1, 0, 1, kUp}};
        const auto done = decode_log(as_bytes(c.chunk), runs);
        ASSERT_FALSE(done) << c.what;
        EXPECT_EQ(done.error().code, c.error) << c.what;
        EXPECT_EQ(runs, (Runs{{1, 0, 1, kUp}})) << c.what;
    }
}

TEST(ResultLogCodec, AChunkMustFollowTheOneBefore) {
    Runs runs{{1, 100, 2, kUp}};
    EXPECT_FALSE(decode_log(as_bytes(bytes({1, 5, 101})), runs));
    EXPECT_TRUE(decode_log(as_bytes(bytes({1, 5, 102})), runs));
    EXPECT_EQ(points_of(runs).size(), 3U);
}

TEST(ResultLogCodec, AnyBytesAreSafe) {
    std::mt19937 engine(7);
    for (int i = 0; i < 20000; ++i) {
        std::string chunk(engine() % 40, '\0');
        std::ranges::generate(chunk, [&engine] { return static_cast<char>(engine()); });
        if (!chunk.empty()) {
            chunk[0] = 1;
        }
        Runs runs;
        if (decode_log(as_bytes(chunk), runs)) {
            EXPECT_TRUE(std::ranges::is_sorted(runs, {}, &ResultRun::first));
            EXPECT_EQ(decoded(encode_log(runs)), runs);
        }
    }
}

}  // namespace
}  // namespace ks::record
