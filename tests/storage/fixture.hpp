// SPDX-License-Identifier: Apache-2.0
// A store in a directory of its own, with makers of projects, monitors, pages and results.
#pragma once

#include "core/base/id.hpp"
#include "storage/store/readers.hpp"
#include "storage/store/store.hpp"
#include "storage/write/inline_writer.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace ks::test {

/// 2026-11-20 12:00:00 UTC, a Friday.
inline constexpr std::int64_t kNow_s = 1795176000;
inline constexpr std::size_t kMapBytes = std::size_t{1} << 30U;

inline UnixSeconds at(std::int64_t seconds) {
    return UnixSeconds(std::chrono::seconds(seconds));
}

inline UnixMillis at_ms(std::int64_t seconds) {
    return UnixMillis(std::chrono::seconds(seconds));
}

/// Removed with all that is in it.
class TempDir {
public:
    TempDir();
    TempDir(const TempDir&) = delete;
    TempDir& operator=(const TempDir&) = delete;
    ~TempDir();

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

/// Every row: table name and raw key to raw value.
using Dump = std::map<std::string, std::string>;

class StoreFixture {
public:
    explicit StoreFixture(std::size_t map_bytes = kMapBytes, write::Applier::Options options = {});

    [[nodiscard]] store::Store& store() { return *store_; }

    /// Closes the store and opens it again.
    void reopen(std::size_t map_bytes = kMapBytes);

    write::Outcome run(write::Command command) { return writer_->run(std::move(command)); }

    [[nodiscard]] Dump dump();
    /// Rows of one table.
    [[nodiscard]] std::size_t count(std::string_view table);

    /// Reads on a fresh snapshot.
    template <class Fn>
    auto read(Fn&& fn) {
        store::Reader reader(*store_);
        return reader.read(std::forward<Fn>(fn));
    }

    [[nodiscard]] write::CreateProject new_project(std::string timezone = "UTC");
    /// Creates one.
    ProjectId add_project(std::string timezone = "UTC");
    [[nodiscard]] record::Monitor new_monitor(ProjectId project, std::string name = "web");
    MonitorId add_monitor(ProjectId project, std::string name = "web");
    [[nodiscard]] write::OwnedPage new_page(ProjectId project,
                                            std::string slug,
                                            std::vector<MonitorId> monitors = {});
    PageId add_page(ProjectId project, std::string slug, std::vector<MonitorId> monitors = {});

    [[nodiscard]] record::Monitor monitor(MonitorId id);
    [[nodiscard]] std::uint64_t page_version(PageId id);
    /// The stored bytes of a monitor's record; empty without one.
    [[nodiscard]] std::string history_bytes(MonitorId id);

    template <class AnyId>
    AnyId make() {
        return ids_.make<AnyId>(kNow_s * 1000);
    }

private:
    TempDir directory_;
    std::unique_ptr<store::Store> store_;
    write::Applier::Options options_;
    std::unique_ptr<write::InlineWriter> writer_;
    IdMaker ids_{1, 2};
    std::uint8_t keys_ = 0;
};

[[nodiscard]] record::CheckResult result(MonitorId monitor,
                                         std::int64_t seconds,
                                         record::CheckStatus status = record::CheckStatus::kUp,
                                         std::string region = "local");
[[nodiscard]] write::RecordResults results(std::vector<record::CheckResult> items,
                                           std::int64_t now_s = kNow_s);

}  // namespace ks::test
