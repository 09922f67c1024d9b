// SPDX-License-Identifier: Apache-2.0
// Rendering without the store: one bar, one row, pages of 20 and 1,000 monitors. Every tenth
// monitor is plainly up; the others had some bad days, so that bars have the usual few runs.
#include "render/asset/assets.hpp"
#include "render/fragment/monitor_row.hpp"
#include "render/page/status_page.hpp"
#include "render/svg/uptime_bar.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace {

using namespace ks;

/// A history with `bad` days of trouble spread over the 90.
model::UptimeNow history(unsigned bad, unsigned seed) {
    model::UptimeNow now;
    now.state = record::State::kUp;
    now.today = 20780;
    for (int day = 0; day < 90; ++day) {
        now.planes.observed.set(day);
        now.planes.up.set(day);
    }
    now.up_s = 90ULL * 86400;
    for (unsigned i = 0; i < bad; ++i) {
        const auto day = static_cast<int>((i * 90 + seed % 90) / bad);
        const bool down = (i + seed) % 3 == 0;
        const std::uint32_t seconds = down ? 2750 + seed : 300 + seed;
        now.planes.up.clear(day);
        (down ? now.planes.down : now.planes.degraded).set(day);
        now.details_[now.detail_count_++] = {static_cast<std::uint8_t>(day),
                                             {.up = 86400 - seconds, .down = seconds}};
        now.up_s -= seconds;
        now.down_s += seconds;
    }
    return now;
}

struct Page {
    explicit Page(std::size_t rows) : style(asset::style_path("#5b5bd6")) {
        for (unsigned i = 0; i < 10; ++i) {
            histories[i] = history(i % 5, i);
        }
        view.name = "Acme Status";
        view.homepage_url = "https://acme.example/";
        facts.page = &view;
        facts.zone_name = "UTC";
        facts.now = 1795426882;
        facts.today = 20780;
        facts.style_path = style;
        facts.script_path = asset::script_path();
        for (std::size_t i = 0; i < rows; ++i) {
            names.push_back("Service number " + std::to_string(i));
        }
        for (std::size_t i = 0; i < 20; ++i) {
            groups.push_back("Group " + std::to_string(i));
        }
        const std::size_t per_group = std::max<std::size_t>(rows / 20, 5);
        for (std::size_t i = 0; i < rows; ++i) {
            view::MonitorRow row{.name = names[i],
                                 .group = groups[i / per_group],
                                 .response_ms = static_cast<std::int32_t>(i % 400),
                                 .uptime = &histories[i % 10]};
            row.id.bytes[15] = std::byte(i & 255U);
            row.id.bytes[14] = std::byte(i >> 8U);
            all.push_back(row);
        }
    }

    std::string style;
    std::array<model::UptimeNow, 10> histories;
    record::PageView view;
    view::PageFacts facts;
    std::vector<std::string> names;
    std::vector<std::string> groups;
    std::vector<view::MonitorRow> all;
};

void one_bar(benchmark::State& state) {
    const model::UptimeNow uptime = history(static_cast<unsigned>(state.range(0)), 7);
    std::string text;
    for (auto _ : state) {
        text.clear();
        out::Html out(text);
        svg::uptime_bar(out, uptime, view::kEnglish);
        benchmark::DoNotOptimize(text.data());
    }
    state.counters["bytes"] = static_cast<double>(text.size());
}

void one_row(benchmark::State& state) {
    const Page page(20);
    std::string text;
    for (auto _ : state) {
        text.clear();
        out::Html out(text);
        fragment::monitor_row(out, page.facts, page.all[3]);
        benchmark::DoNotOptimize(text.data());
    }
    state.counters["bytes"] = static_cast<double>(text.size());
}

void whole_page(benchmark::State& state) {
    const Page page(static_cast<std::size_t>(state.range(0)));
    page_html::StatusPage builder;
    std::string text;
    for (auto _ : state) {
        text.clear();
        builder.begin(page.facts);
        for (const view::MonitorRow& row : page.all) {
            builder.row(row);
        }
        builder.end(text);
        benchmark::DoNotOptimize(text.data());
    }
    state.counters["bytes"] = static_cast<double>(text.size());
}

BENCHMARK(one_bar)->Arg(0)->Arg(3)->Arg(45);
BENCHMARK(one_row);
BENCHMARK(whole_page)->Arg(20)->Arg(1000)->Unit(benchmark::kMicrosecond);

}  // namespace

BENCHMARK_MAIN();
