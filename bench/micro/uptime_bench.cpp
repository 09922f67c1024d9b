// SPDX-License-Identifier: Apache-2.0
// The hot paths of uptime: a row of a page, the record after a result, the log after a result.
#include "core/model/uptime_now.hpp"

#include <benchmark/benchmark.h>

namespace {

using namespace ks;

constexpr std::int64_t kEnd = 1795440000 + 43200;

/// 90 days of a check a minute in one region, all up.
std::vector<std::vector<record::ResultRun>> steady_runs() {
    constexpr std::uint32_t kCount = 90 * 1440;
    return {{{kEnd - std::int64_t{60} * (kCount - 1), 60, kCount, record::CheckStatus::kUp}}};
}

struct Steady {
    std::vector<std::vector<record::ResultRun>> regions = steady_runs();
    std::vector<record::Settings> settings{record::Settings{}};
    Zone zone = Zone::find("Europe/Berlin").value();
    record::UptimeHistory history;

    Steady() { cut(0); }

    void cut(Day first_day) {
        const model::UptimeInput input{record::MonitorType::kHttp, settings, {}, regions};
        model::recut(history, input, zone, first_day, kEnd + 86400);
    }
};

void uptime_at_today(benchmark::State& state) {
    const Steady steady;
    const std::string bytes = record::encode(steady.history);
    const auto view = record::UptimeHistoryView::read(as_bytes(bytes)).value();
    const model::TodayBounds bounds = model::today_bounds(kEnd + 30, steady.zone);
    model::UptimeNow now;
    for (auto _ : state) {
        model::uptime_at(now, view, bounds, steady.zone);
        benchmark::DoNotOptimize(now.up_s);
    }
}

BENCHMARK(uptime_at_today);

void read_and_uptime_at_today(benchmark::State& state) {
    const Steady steady;
    const std::string bytes = record::encode(steady.history);
    const model::TodayBounds bounds = model::today_bounds(kEnd + 30, steady.zone);
    model::UptimeNow now;
    for (auto _ : state) {
        const auto view = record::UptimeHistoryView::read(as_bytes(bytes));
        model::uptime_at(now, *view, bounds, steady.zone);
        benchmark::DoNotOptimize(now.up_s);
    }
}

BENCHMARK(read_and_uptime_at_today);

void recut_one_day_after_a_result(benchmark::State& state) {
    Steady steady;
    const Day today = steady.history.last_day;
    for (auto _ : state) {
        record::ResultRun& run = steady.regions[0].back();
        run.count = 90 * 1440 + 1 + run.count % 2;
        steady.cut(today);
        benchmark::DoNotOptimize(steady.history.settled);
    }
}

BENCHMARK(recut_one_day_after_a_result);

void encode_record(benchmark::State& state) {
    const Steady steady;
    for (auto _ : state) {
        benchmark::DoNotOptimize(record::encode(steady.history));
    }
}

BENCHMARK(encode_record);

void merge_append(benchmark::State& state) {
    auto runs = steady_runs().front();
    record::ResultPoint point{runs.back().last(), record::CheckStatus::kUp};
    for (auto _ : state) {
        point.at += 60;
        benchmark::DoNotOptimize(record::merge(runs, {&point, 1}));
    }
}

BENCHMARK(merge_append);

}  // namespace

BENCHMARK_MAIN();
