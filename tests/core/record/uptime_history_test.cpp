// SPDX-License-Identifier: Apache-2.0
// The stored 90-day record: reads back exactly, stays small, and no bytes make it unsafe.
#include "core/record/uptime_history.hpp"

#include "core/record/result_log.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <random>

namespace ks::record {
namespace {

UptimeHistory all_up() {
    UptimeHistory history{.zone_epoch = 3,
                          .last_day = 20780,
                          .settled = 1795440000,
                          .last_checked = 1795440000,
                          .last_response_ms = 123};
    for (int day = 0; day < 90; ++day) {
        history.planes.up.set(day);
        history.planes.observed.set(day);
    }
    history.details = {{0, {.up = 4000}}, {89, {.up = 43200}}};
    history.tail = {{1795400000, 1795400000, State::kUp}, {1795440150, 1795440150, State::kNoData}};
    history.regions = {"local"};
    return history;
}

/// Every day written out with large figures, a full tail, sixteen regions.
UptimeHistory full() {
    UptimeHistory history = all_up();
    history.planes = {};
    history.details.clear();
    history.tail.clear();
    history.regions.assign(16, "eu-central-11");
    for (int day = 0; day < 90; ++day) {
        DayPlane* const cells[]{&history.planes.up, &history.planes.degraded, &history.planes.down};
        cells[day % 3]->set(day);
        history.planes.observed.set(day);
        history.details.push_back(
            {static_cast<std::uint8_t>(day), {90000, 131071, 262143, 200001}});
    }
    for (int step = 0; step < 40; ++step) {
        history.tail.push_back(
            {1795440000 + step, 1795440000 + step + 100 * step, static_cast<State>(step % 6)});
    }
    return history;
}

Errc read_error(const std::string& bytes) {
    const auto view = UptimeHistoryView::read(as_bytes(bytes));
    return view ? Errc::kOk : view.error().code;
}

TEST(UptimeHistoryCodec, ReadsBackBothWays) {
    for (const UptimeHistory& history : {UptimeHistory{}, all_up(), full()}) {
        const std::string bytes = encode(history);
        EXPECT_EQ(decode_uptime_history(as_bytes(bytes)).value(), history);
        const UptimeHistoryView view = UptimeHistoryView::read(as_bytes(bytes)).value();
        EXPECT_EQ(view.zone_epoch(), history.zone_epoch);
        EXPECT_EQ(view.last_day(), history.last_day);
        EXPECT_EQ(view.settled(), history.settled);
        EXPECT_EQ(view.last_checked(), history.last_checked);
        EXPECT_EQ(view.last_response_ms(), history.last_response_ms);
        EXPECT_EQ(view.planes(), history.planes);
        ASSERT_EQ(view.detail_count(), history.details.size());
        for (std::size_t i = 0; i < view.detail_count(); ++i) {
            EXPECT_EQ(view.detail(i), history.details[i]);
        }
        ASSERT_EQ(view.tail_count(), history.tail.size());
        for (std::size_t i = 0; i < view.tail_count(); ++i) {
            EXPECT_EQ(view.tail(i), history.tail[i]);
        }
    }
}

TEST(UptimeHistoryCodec, IsSmall) {
    EXPECT_LE(encode(all_up()).size(), 200U);
    EXPECT_LE(encode(full()).size(), limits::kValueBytes);
}

TEST(UptimeHistoryCodec, EveryTruncationIsRefused) {
    const std::string bytes = encode(full());
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        const auto part = as_bytes(bytes).first(size);
        ASSERT_FALSE(UptimeHistoryView::read(part)) << size;
        ASSERT_FALSE(decode_uptime_history(part)) << size;
    }
    EXPECT_EQ(UptimeHistoryView::read(as_bytes(bytes + "x")).error().code, Errc::kMalformed);
    std::string other = bytes;
    other[0] = 9;
    EXPECT_EQ(UptimeHistoryView::read(as_bytes(other)).error().code, Errc::kUnsupported);
}

TEST(UptimeHistoryCodec, RefusesWhatCannotBe) {
    struct Case {
        const char* what;
        std::function<void(UptimeHistory&)> damage;
    };

    const std::vector<Case> cases{
        {"two cells on a day", [](UptimeHistory& h) { h.planes.down.set(5); }},
        {"maintenance on an up day", [](UptimeHistory& h) { h.planes.maintenance.set(80); }},
        {"an up day not observed", [](UptimeHistory& h) { h.planes.observed.clear(7); }},
        {"observed without a cell", [](UptimeHistory& h) { h.planes.up.clear(7); }},
        {"days falling", [](UptimeHistory& h) { std::swap(h.details[0], h.details[1]); }},
        {"a day twice", [](UptimeHistory& h) { h.details[0].day = 89; }},
        {"day 90", [](UptimeHistory& h) { h.details[1].day = 90; }},
        {"an observed day without seconds",
         [](UptimeHistory& h) { h.details[1].seconds = {.maintenance = 5}; }},
        {"tail falling", [](UptimeHistory& h) { std::swap(h.tail[0], h.tail[1]); }},
        {"no such state", [](UptimeHistory& h) { h.tail[0].state = static_cast<State>(6); }},
        {"settled before 1970", [](UptimeHistory& h) { h.settled = -1; }},
        {"settled far away", [](UptimeHistory& h) { h.settled = INT64_MAX; }},
        {"last_checked far away", [](UptimeHistory& h) { h.last_checked = INT64_MAX; }},
        {"a day far away", [](UptimeHistory& h) { h.last_day = INT32_MAX; }},
        {"a day long ago", [](UptimeHistory& h) { h.last_day = INT32_MIN; }},
    };
    for (const Case& c : cases) {
        UptimeHistory history = all_up();
        c.damage(history);
        const std::string bytes = encode(history);
        EXPECT_EQ(read_error(bytes), Errc::kMalformed) << c.what;
        EXPECT_FALSE(decode_uptime_history(as_bytes(bytes))) << c.what;
    }
}

TEST(UptimeHistoryCodec, RefusesBitsBeyondTheWindow) {
    std::string bytes = encode(all_up());
    // The high word of the up plane follows 29 bytes of head and its low word.
    for (const std::size_t at : {29U + 8U + 3U, 29U + 4U * 12U + 8U + 3U}) {
        bytes[at] = static_cast<char>(bytes[at] | 4);
    }
    EXPECT_EQ(read_error(bytes), Errc::kMalformed);
}

TEST(UptimeHistoryCodec, FlippedBitsAreSafeToRead) {
    const std::string sound = encode(full());
    std::mt19937 engine(11);
    for (int i = 0; i < 30000; ++i) {
        std::string bytes = sound;
        for (unsigned flips = engine() % 4 + 1; flips > 0; --flips) {
            bytes[engine() % bytes.size()] ^= static_cast<char>(1U << engine() % 8);
        }
        const auto view = UptimeHistoryView::read(as_bytes(bytes));
        const auto value = decode_uptime_history(as_bytes(bytes));
        ASSERT_EQ(view.has_value(), value.has_value());
        if (value) {
            ASSERT_EQ(encode(*value), bytes);
        }
    }
}

}  // namespace
}  // namespace ks::record
