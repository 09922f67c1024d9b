// SPDX-License-Identifier: Apache-2.0
// The store's hot paths: applying results in order (CPU only: transactions are aborted, nothing is
// synced), and reading what a page shows.
#include "storage/store/readers.hpp"
#include "storage/store/store.hpp"
#include "storage/write/inline_writer.hpp"

#include <benchmark/benchmark.h>

#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <stdlib.h>  // NOLINT(modernize-deprecated-headers): mkdtemp
#include <string>
#include <vector>

namespace {

using namespace ks;  // NOLINT(google-build-using-namespace): a program of one file

constexpr std::int64_t kNow_s = 1795176000;
constexpr int kMonitors = 1000;
constexpr int kEntries = 20;

UnixSeconds at(std::int64_t seconds) {
    return UnixSeconds(std::chrono::seconds(seconds));
}

/// A project of kMonitors with 30 days of results on a grid, and a page of kEntries of them.
class World {
public:
    World() {
        std::string name = "/tmp/ks-bench-XXXXXX";
        directory_ = ::mkdtemp(name.data());
        store_ = store::Store::open({.directory = directory_, .map_bytes = std::size_t{8} << 30U})
                     .value();
        writer_ = std::make_unique<write::InlineWriter>(*store_);
        write::CreateProject project;
        project.project.id = ids_.make<ProjectId>(1);
        run(project);
        write::CreatePage page;
        page.page.id = page_ = ids_.make<PageId>(1);
        page.page.project = project.project.id;
        page.page.slug = "bench";
        for (int i = 0; i < kMonitors; ++i) {
            add_monitor(project.project.id);
            if (i < kEntries) {
                page.page.entries.push_back(
                    {.monitor = monitors_.back(), .display_group = "", .display_name = ""});
            }
        }
        run(page);
    }

    World(const World&) = delete;
    World& operator=(const World&) = delete;

    ~World() {
        writer_.reset();
        store_.reset();
        std::filesystem::remove_all(directory_);
    }

    void run(write::Command command) {
        if (writer_->run(std::move(command)).code != Errc::kOk) {
            throw std::runtime_error("refused");
        }
    }

    static record::CheckResult result(MonitorId monitor, std::int64_t seconds, bool down = false) {
        record::CheckResult one;
        one.monitor = monitor;
        one.at = at(seconds);
        one.status = down ? record::CheckStatus::kDown : record::CheckStatus::kUp;
        one.response_ms = 40;
        return one;
    }

    store::Store& store() { return *store_; }

    [[nodiscard]] const std::vector<MonitorId>& monitors() const { return monitors_; }

private:
    void add_monitor(ProjectId project) {
        write::CreateMonitor command;
        command.monitor.id = ids_.make<MonitorId>(1);
        command.monitor.project = project;
        command.monitor.name = "monitor " + std::to_string(monitors_.size());
        command.monitor.settings.front().interval_s = 300;
        monitors_.push_back(command.monitor.id);
        run(command);
        write::RecordResults history{.project = {}, .now = at(kNow_s), .results = {}};
        for (std::int64_t t = kNow_s - 30 * 86400; t < kNow_s; t += 300) {
            history.results.push_back(result(monitors_.back(), t, t % 86400 == 0));
        }
        run(std::move(history));
    }

    std::string directory_;
    std::unique_ptr<store::Store> store_;
    std::unique_ptr<write::InlineWriter> writer_;
    IdMaker ids_{1, 2};
    std::vector<MonitorId> monitors_;
    PageId page_{};
};

World& world() {
    static World shared;
    return shared;
}

/// Applies `command` in a transaction of its own, which is aborted.
void apply_once(const write::Command& command) {
    lmdb::WriteTxn txn;
    (void)txn.begin(world().store().env());
    write::ZoneCache zones;
    std::vector<write::Command> next;
    write::Context context{
        .changes = {.txn = txn, .tables = world().store().tables()}, .zones = zones, .next = next};
    benchmark::DoNotOptimize(write::apply(context, command));
}

/// Results of many monitors, one each, as the prober's batches are.
void apply_in_order(benchmark::State& state) {
    write::RecordResults batch{.project = {}, .now = at(kNow_s), .results = {}};
    for (int i = 0; i < state.range(0); ++i) {
        batch.results.push_back(
            World::result(world().monitors()[static_cast<std::size_t>(i)], kNow_s));
    }
    const write::Command command(std::move(batch));
    for (auto _ : state) {
        apply_once(command);
    }
    state.SetItemsProcessed(state.iterations() * state.range(0));
}

/// Results of one monitor in bulk, a second apart.
void apply_bulk_of_one(benchmark::State& state) {
    write::RecordResults batch{.project = {}, .now = at(kNow_s + 20000), .results = {}};
    for (int i = 0; i < state.range(0); ++i) {
        batch.results.push_back(World::result(world().monitors().front(), kNow_s + i));
    }
    const write::Command command(std::move(batch));
    for (auto _ : state) {
        apply_once(command);
    }
    state.SetItemsProcessed(state.iterations() * state.range(0));
}

/// A result that comes 20 days late.
void apply_late(benchmark::State& state) {
    const write::Command command(write::RecordResults{
        .project = {},
        .now = at(kNow_s),
        .results = {World::result(world().monitors().front(), kNow_s - 20 * 86400 + 7, true)}});
    for (auto _ : state) {
        apply_once(command);
    }
}

void read_page(benchmark::State& state) {
    store::Reader reader(world().store());
    std::vector<record::EntryView> entries;
    for (auto _ : state) {
        auto done = reader.read([&](const store::Snapshot& snapshot) -> Result<std::uint64_t> {
            entries.clear();
            KS_TRY(const PageId id, store::page_by_slug(snapshot, "bench"));
            KS_TRY(const record::PageView page, store::page(snapshot, id));
            KS_CHECK(store::page_entries(snapshot, id, entries));
            std::uint64_t sum = page.version;
            for (const record::EntryView& entry : entries) {
                KS_TRY(const auto face, store::monitor_face(snapshot, entry.monitor));
                KS_TRY(const auto history, store::history(snapshot, entry.monitor));
                sum += face.name.size() + history.detail_count();
            }
            return sum;
        });
        benchmark::DoNotOptimize(done);
    }
}

void read_page_version(benchmark::State& state) {
    store::Reader reader(world().store());
    for (auto _ : state) {
        benchmark::DoNotOptimize(
            reader.read([&](const store::Snapshot& snapshot) -> Result<std::uint64_t> {
                KS_TRY(const PageId id, store::page_by_slug(snapshot, "bench"));
                return store::page_version(snapshot, id);
            }));
    }
}

BENCHMARK(apply_in_order)->Arg(1)->Arg(100)->Arg(1000);
BENCHMARK(apply_bulk_of_one)->Arg(20000);
BENCHMARK(apply_late);
BENCHMARK(read_page);
BENCHMARK(read_page_version);

}  // namespace

BENCHMARK_MAIN();
