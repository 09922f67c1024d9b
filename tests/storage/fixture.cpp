// SPDX-License-Identifier: Apache-2.0
#include "fixture.hpp"

#include "storage/lmdb/cursor.hpp"

#include <cstdlib>
#include <stdexcept>
#include <unistd.h>

namespace ks::test {
namespace {

template <class T>
T must(Result<T> result) {
    if (!result) {
        throw std::runtime_error(std::string(info(result.error().code).name));
    }
    return *std::move(result);
}

void must_be_ok(const write::Outcome& outcome) {
    if (outcome.code != Errc::kOk) {
        throw std::runtime_error(std::string(info(outcome.code).name) + " " + outcome.subject);
    }
}

}  // namespace

TempDir::TempDir() {
    // In memory where there is such a file system: thousands of commits need no disk to be tested.
    const std::filesystem::path memory = "/dev/shm";
    const bool in_memory = ::access(memory.c_str(), W_OK) == 0;
    std::string name =
        ((in_memory ? memory : std::filesystem::temp_directory_path()) / "ks-store-XXXXXX")
            .string();
    if (::mkdtemp(name.data()) == nullptr) {
        throw std::runtime_error("mkdtemp failed");
    }
    path_ = name;
}

TempDir::~TempDir() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

StoreFixture::StoreFixture(std::size_t map_bytes, write::Applier::Options options)
    : options_(std::move(options)) {
    reopen(map_bytes);
}

void StoreFixture::reopen(std::size_t map_bytes) {
    writer_.reset();
    store_.reset();
    store_ =
        must(store::Store::open({.directory = directory_.path() / "data", .map_bytes = map_bytes}));
    writer_ = std::make_unique<write::InlineWriter>(*store_, options_);
}

Dump StoreFixture::dump() {
    return must(read([](const store::Snapshot& snapshot) -> Result<Dump> {
        Dump dump;
        for (const store::TableName& table : store::kTables) {
            lmdb::Cursor cursor(snapshot.txn(), snapshot.tables().*table.member);
            KS_TRY(bool found, cursor.first());
            while (found) {
                dump[std::string(table.name) + "/" + std::string(as_text(cursor.key()))] =
                    as_text(cursor.value());
                KS_TRY(found, cursor.next());
            }
        }
        return dump;
    }));
}

std::size_t StoreFixture::count(std::string_view table) {
    std::size_t rows = 0;
    for (const auto& [key, value] : dump()) {
        rows += key.starts_with(std::string(table) + "/") ? 1 : 0;
    }
    return rows;
}

write::CreateProject StoreFixture::new_project(std::string timezone) {
    write::CreateProject command;
    command.project = {.id = make<ProjectId>(),
                       .created_at = at_ms(kNow_s),
                       .name = "acme",
                       .timezone = std::move(timezone)};
    command.first_key = {.id = make<KeyId>(), .project = command.project.id};
    command.first_key.hash.fill(std::byte{++keys_});
    return command;
}

ProjectId StoreFixture::add_project(std::string timezone) {
    const write::CreateProject command = new_project(std::move(timezone));
    must_be_ok(run(command));
    return command.project.id;
}

record::Monitor StoreFixture::new_monitor(ProjectId project, std::string name) {
    record::Monitor monitor;
    monitor.id = make<MonitorId>();
    monitor.project = project;
    monitor.name = std::move(name);
    monitor.target = "https://example.com/";
    monitor.created_at = monitor.updated_at = at_ms(kNow_s - 100 * 86400);
    monitor.settings.front().from = at(kNow_s - 100 * 86400);
    return monitor;
}

MonitorId StoreFixture::add_monitor(ProjectId project, std::string name) {
    const record::Monitor monitor = new_monitor(project, std::move(name));
    must_be_ok(run(write::CreateMonitor{.monitor = monitor, .idempotency = {}}));
    return monitor.id;
}

write::OwnedPage StoreFixture::new_page(ProjectId project,
                                        std::string slug,
                                        std::vector<MonitorId> monitors) {
    write::OwnedPage page;
    page.id = make<PageId>();
    page.project = project;
    page.name = "Status of " + slug;
    page.slug = std::move(slug);
    page.created_at = page.updated_at = at_ms(kNow_s);
    for (const MonitorId id : monitors) {
        page.entries.push_back({.monitor = id, .display_group = "", .display_name = ""});
    }
    return page;
}

PageId StoreFixture::add_page(ProjectId project,
                              std::string slug,
                              std::vector<MonitorId> monitors) {
    const write::OwnedPage page = new_page(project, std::move(slug), std::move(monitors));
    must_be_ok(run(write::CreatePage{.page = page, .idempotency = {}}));
    return page.id;
}

record::Monitor StoreFixture::monitor(MonitorId id) {
    return must(
        read([&](const store::Snapshot& snapshot) { return store::monitor(snapshot, id); }));
}

std::uint64_t StoreFixture::page_version(PageId id) {
    return must(
        read([&](const store::Snapshot& snapshot) { return store::page_version(snapshot, id); }));
}

std::string StoreFixture::history_bytes(MonitorId id) {
    const Dump rows = dump();
    const auto found = rows.find("histories/" + std::string(as_text(id.key())));
    return found == rows.end() ? "" : found->second;
}

record::CheckResult result(MonitorId monitor,
                           std::int64_t seconds,
                           record::CheckStatus status,
                           std::string region) {
    record::CheckResult one;
    one.monitor = monitor;
    one.at = at(seconds);
    one.status = status;
    one.response_ms = 12;
    one.region = std::move(region);
    return one;
}

write::RecordResults results(std::vector<record::CheckResult> items, std::int64_t now_s) {
    return {.project = {}, .now = at(now_s), .results = std::move(items)};
}

}  // namespace ks::test
