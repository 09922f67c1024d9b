// SPDX-License-Identifier: Apache-2.0
// Fills a store with very many monitors and some pages through the real write path:
//   bench_seed DATA_DIR MONITORS PAGES
#include "core/base/id.hpp"
#include "storage/store/store.hpp"
#include "storage/write/applier.hpp"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <span>
#include <string>
#include <vector>

namespace {

using namespace ks;

constexpr std::size_t kEntriesPerPage = 20;
constexpr std::size_t kBatch = 2000;

[[noreturn]] void fail(const char* what) {
    std::fprintf(stderr, "bench_seed: %s\n", what);
    std::exit(1);
}

/// Commits all commands together; none may fail.
void run(write::Applier& applier, std::vector<write::Command> commands) {
    std::vector<write::Job> jobs;
    for (auto& command : commands) {
        jobs.push_back({.command = std::move(command), .done = {}, .outcome = {}});
    }
    for (std::span<write::Job> rest = jobs; !rest.empty();) {
        const std::size_t finished = applier.run(rest);
        for (const auto& job : rest.first(finished)) {
            if (job.outcome.code != Errc::kOk) {
                fail(info(job.outcome.code).text.data());
            }
        }
        rest = rest.subspan(finished);
    }
}

record::Monitor make_monitor(IdMaker& ids, ProjectId project, UnixMillis now, std::size_t number) {
    record::Monitor monitor;
    monitor.id = ids.make<MonitorId>(now.time_since_epoch().count());
    monitor.project = project;
    monitor.created_at = monitor.updated_at = now;
    monitor.type = record::MonitorType::kManual;
    monitor.name = "Service " + std::to_string(number);
    monitor.settings.front().interval_s = 3600;
    return monitor;
}

void append_results(write::RecordResults& command, MonitorId monitor, std::size_t number) {
    constexpr int kHours = 48;
    for (int hour = kHours; hour > 0; --hour) {
        record::CheckResult result;
        result.monitor = monitor;
        // Older than what is kept raw, but for the newest: the log and the 90-day record are what
        // scales.
        result.at = command.now - std::chrono::hours(hour == 1 ? 0 : hour + 24 * 30);
        result.status = (number * 7 + static_cast<std::size_t>(hour)) % 97 == 0
                            ? record::CheckStatus::kDown
                            : record::CheckStatus::kUp;
        result.response_ms = 20 + static_cast<std::int32_t>(number % 200);
        command.results.push_back(std::move(result));
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 4) {
        fail("usage: bench_seed DATA_DIR MONITORS PAGES");
    }
    const std::size_t monitors = std::strtoull(argv[2], nullptr, 10);
    const std::size_t pages = std::strtoull(argv[3], nullptr, 10);
    auto store = store::Store::open({.directory = argv[1]});
    if (!store) {
        fail("the store cannot be opened");
    }
    write::Applier applier(**store, {.group_time = std::chrono::minutes(1), .before_commit = {}});
    const auto now =
        std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    IdMaker ids(0x1234, 0x5678);
    write::CreateProject project;
    project.project.id = ids.make<ProjectId>(now.time_since_epoch().count());
    project.project.name = "Scale";
    project.project.created_at = project.project.updated_at = now;
    project.first_key.id = ids.make<KeyId>(now.time_since_epoch().count());
    project.first_key.project = project.project.id;
    const ProjectId owner = project.project.id;
    std::vector<write::Command> commands;
    commands.emplace_back(std::move(project));
    run(applier, std::move(commands));

    std::vector<MonitorId> first;
    for (std::size_t done = 0; done < monitors;) {
        commands.clear();
        write::RecordResults results{
            .project = owner, .now = std::chrono::floor<std::chrono::seconds>(now), .results = {}};
        for (; commands.size() < kBatch && done < monitors; ++done) {
            auto monitor = make_monitor(ids, owner, now, done);
            if (first.size() < pages * kEntriesPerPage) {
                first.push_back(monitor.id);
            }
            append_results(results, monitor.id, done);
            commands.emplace_back(
                write::CreateMonitor{.monitor = std::move(monitor), .idempotency = {}});
        }
        commands.emplace_back(std::move(results));
        run(applier, std::move(commands));
    }
    commands.clear();
    for (std::size_t n = 0; n < pages; ++n) {
        write::CreatePage page;
        page.page.id = ids.make<PageId>(now.time_since_epoch().count());
        page.page.project = owner;
        page.page.name = "Page " + std::to_string(n);
        page.page.slug = "p" + std::to_string(n);
        page.page.created_at = page.page.updated_at = now;
        for (std::size_t i = 0; i < kEntriesPerPage; ++i) {
            page.page.entries.push_back({.monitor = first[(n * kEntriesPerPage + i) % first.size()],
                                         .display_group = "Group " + std::to_string(i / 5),
                                         .display_name = {},
                                         .group_set = true});
        }
        commands.emplace_back(std::move(page));
    }
    run(applier, std::move(commands));
    return 0;
}
