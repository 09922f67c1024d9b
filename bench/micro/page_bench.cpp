// SPDX-License-Identifier: Apache-2.0
// A page visit without its connection: from the cache, and rendered through the store into the
// reply.
#include "edge/page/page_routes.hpp"
#include "storage/write/inline_writer.hpp"

#include <benchmark/benchmark.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>

namespace {

using namespace ks;

constexpr std::int64_t kNow_s = 1795435200;

class BenchClock final : public Clock {
public:
    [[nodiscard]] UnixMillis now() const noexcept override {
        return UnixMillis(std::chrono::seconds(kNow_s));
    }

    [[nodiscard]] Monotonic monotonic() const noexcept override { return {}; }
};

/// A store with one page of `monitors` entries, each with 90 days of history.
class World {
public:
    explicit World(std::size_t monitors) {
        std::string pattern =
            (std::filesystem::temp_directory_path() / "ks-page-bench-XXXXXX").string();
        directory_ = ::mkdtemp(pattern.data());
        store_ = *store::Store::open({.directory = directory_, .map_bytes = std::size_t{1} << 30U});
        writer_ = std::make_unique<write::InlineWriter>(*store_);
        const loop::Reactor::Parts parts{
            .clock = clock_, .store = *store_, .writer = *writer_, .seed_a = 1, .seed_b = 2};
        reactor_ = std::make_unique<loop::Reactor>(0, parts);
        site_ = std::make_unique<serve::Site>(serve::Site{*reactor_, facts_, check_soon_});
        fill(monitors);
    }

    World(const World&) = delete;
    World& operator=(const World&) = delete;

    ~World() {
        site_.reset();
        reactor_.reset();
        writer_.reset();
        store_.reset();
        std::filesystem::remove_all(directory_);
    }

    void visit(page::PageCache& cache, const http::FieldsView& fields) {
        const serve::Request request{.method = http::Method::kGet,
                                     .path = "/",
                                     .query = {},
                                     .host = "p.example.com",
                                     .fields = fields,
                                     .body = {},
                                     .peer = {},
                                     .secure = true};
        serve::Reply reply;
        (void)page::serve_page(*site_, cache, page_, request, reply);
        if (!reply.ready) {
            std::abort();
        }
        bytes_ = reply.ready->bytes.size();
    }

    /// The first monitor goes down, or up again.
    void change_one() {
        ++flips_;
        run(write::RecordResults{
            .project = {},
            .now = UnixSeconds(std::chrono::seconds(kNow_s)),
            .results = {
                {.monitor = first_,
                 .at = UnixSeconds(std::chrono::seconds(kNow_s - 3600 + flips_)),
                 .status = flips_ % 2 != 0 ? record::CheckStatus::kDown : record::CheckStatus::kUp,
                 .response_ms = 80}}});
    }

    [[nodiscard]] std::size_t bytes() const { return bytes_; }

private:
    void run(write::Command command) {
        if (writer_->run(std::move(command)).code != Errc::kOk) {
            std::abort();
        }
    }

    void fill(std::size_t monitors) {
        IdMaker ids(3, 4);
        record::Project project{.id = ids.make<ProjectId>(kNow_s * 1000), .name = "Bench"};
        run(write::CreateProject{
            .project = project,
            .first_key = {.id = ids.make<KeyId>(kNow_s * 1000), .project = project.id}});
        write::OwnedPage page{.id = ids.make<PageId>(kNow_s * 1000),
                              .project = project.id,
                              .name = "Bench",
                              .slug = "p"};
        for (std::size_t number = 0; number < monitors; ++number) {
            record::Monitor monitor{.id = ids.make<MonitorId>(kNow_s * 1000),
                                    .project = project.id,
                                    .type = record::MonitorType::kManual};
            monitor.name = "Service " + std::to_string(number);
            monitor.settings.front().interval_s = 3600;
            monitor.settings.front().confirmations = 1;
            const MonitorId id = monitor.id;
            first_ = number == 0 ? id : first_;
            run(write::CreateMonitor{.monitor = std::move(monitor), .idempotency = {}});
            run(history(id, number));
            page.entries.push_back({.monitor = id,
                                    .display_group = "Group " + std::to_string(number / 20),
                                    .display_name = {}});
        }
        page_ = page.id;
        run(write::CreatePage{.page = std::move(page), .idempotency = {}});
    }

    static write::RecordResults history(MonitorId id, std::size_t number) {
        write::RecordResults results{
            .project = {}, .now = UnixSeconds(std::chrono::seconds(kNow_s)), .results = {}};
        // The first one has its last hour still before it, for change_one().
        for (std::int64_t hour = 89 * 24; hour >= (number == 0 ? 1 : 0); --hour) {
            const bool down = (static_cast<std::size_t>(hour) + number * 37) % 701 == 0;
            results.results.push_back(
                {.monitor = id,
                 .at = results.now - std::chrono::hours(hour),
                 .status = down ? record::CheckStatus::kDown : record::CheckStatus::kUp,
                 .response_ms = 80});
        }
        return results;
    }

    BenchClock clock_;
    std::filesystem::path directory_;
    std::unique_ptr<store::Store> store_;
    std::unique_ptr<write::InlineWriter> writer_;
    std::unique_ptr<loop::Reactor> reactor_;
    serve::SiteFacts facts_{.base_domain = "example.com"};
    std::function<void(MonitorId)> check_soon_ = [](MonitorId) {};
    std::unique_ptr<serve::Site> site_;
    PageId page_;
    MonitorId first_;
    std::int64_t flips_ = 0;
    std::size_t bytes_ = 0;
};

/// Made once: a benchmark's function is called several times, and filling takes longer than
/// measuring.
World& world_of(std::size_t monitors) {
    static std::map<std::size_t, std::unique_ptr<World>> worlds;
    auto& world = worlds[monitors];
    if (!world) {
        world = std::make_unique<World>(monitors);
    }
    return *world;
}

void report(benchmark::State& state, const World& world) {
    state.counters["bytes"] = static_cast<double>(world.bytes());
}

void serve_cached(benchmark::State& state) {
    World& world = world_of(20);
    page::PageCache cache;
    http::FieldsView fields;
    fields.add("Accept-Encoding", "gzip, br");
    for (auto _ : state) {
        world.visit(cache, fields);
    }
    report(state, world);
}

void render_uncached(benchmark::State& state, const char* accept_encoding) {
    World& world = world_of(static_cast<std::size_t>(state.range(0)));
    page::PageCache cache(1);  // keeps nothing
    http::FieldsView fields;
    fields.add("Accept-Encoding", accept_encoding);
    for (auto _ : state) {
        world.visit(cache, fields);
    }
    report(state, world);
}

/// The first rendering of a page by a reactor: its index of all entries is made.
void render_cold(benchmark::State& state) {
    World& world = world_of(static_cast<std::size_t>(state.range(0)));
    const http::FieldsView fields;
    for (auto _ : state) {
        page::PageCache cache(1);
        world.visit(cache, fields);
    }
    report(state, world);
}

/// The first rendering after one monitor of the page has changed its state.
void render_after_change(benchmark::State& state) {
    World& world = world_of(static_cast<std::size_t>(state.range(0)));
    page::PageCache cache(1);
    const http::FieldsView fields;
    world.visit(cache, fields);
    for (auto _ : state) {
        state.PauseTiming();
        world.change_one();
        state.ResumeTiming();
        world.visit(cache, fields);
    }
    report(state, world);
}

BENCHMARK(serve_cached);
BENCHMARK_CAPTURE(render_uncached, identity, "identity")
    ->Arg(20)
    ->Arg(25)
    ->Arg(1000)
    ->Arg(2000)
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(render_uncached, gzip, "gzip")->Arg(25)->Arg(2000)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(render_uncached, brotli, "br")->Arg(25)->Arg(2000)->Unit(benchmark::kMicrosecond);
BENCHMARK(render_cold)->Arg(25)->Arg(2000)->Unit(benchmark::kMicrosecond);
BENCHMARK(render_after_change)->Arg(25)->Arg(2000)->Iterations(500)->Unit(benchmark::kMicrosecond);

}  // namespace

BENCHMARK_MAIN();
