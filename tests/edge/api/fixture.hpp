// SPDX-License-Identifier: Apache-2.0
// The API over a real store in a directory of its own, an inline writer, a clock that stands still
// and a reactor that runs on the test's thread.
#pragma once

#include "edge/api/api.hpp"
#include "edge/loop/reactor.hpp"
#include "storage/store/store.hpp"
#include "storage/write/inline_writer.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ks::test {

/// 2026-11-23 12:00:00 UTC.
inline constexpr std::int64_t kNow_s = 1795435200;

class StandingClock final : public Clock {
public:
    [[nodiscard]] UnixMillis now() const noexcept override {
        return UnixMillis(std::chrono::seconds(seconds));
    }

    [[nodiscard]] Monotonic monotonic() const noexcept override {
        return Monotonic(std::chrono::seconds(seconds));
    }

    std::int64_t seconds = kNow_s;
};

/// An inline writer with something to do before each command, such as another's write.
class WatchedWriter final : public write::StoreWriter {
public:
    explicit WatchedWriter(write::StoreWriter& next) : next_(next) {}

    void submit(write::Command command, write::Completion done) override {
        if (before) {
            before(command);
        }
        next_.submit(std::move(command), std::move(done));
    }

    std::function<void(const write::Command&)> before;

private:
    write::StoreWriter& next_;
};

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

using Fields = std::vector<std::pair<std::string, std::string>>;

struct Answer {
    std::uint16_t status = 0;
    std::map<std::string, std::string> fields;  ///< by the name as it was set
    std::string body;                           ///< a streamed one collected

    /// The value at "monitors.0.displayGroup" in words: a string's content, "null", "true", "12",
    /// "[2]" for an array of two, "{3}"; "absent" if it is not there.
    [[nodiscard]] std::string at(std::string_view path) const;
    [[nodiscard]] std::string field(const std::string& name) const;
};

struct Ask {
    std::string method = "GET";
    std::string path;  ///< with its query
    std::string body{};
    Fields fields{};  ///< added to the key and, with a body, Content-Type: application/json
    bool with_key = true;
};

class ApiTest : public ::testing::Test {
protected:
    ApiTest();
    ~ApiTest() override;

    Answer ask(const Ask& request);

    Answer get(std::string path) { return ask({.path = std::move(path)}); }

    Answer post(std::string path, std::string body) {
        return ask({.method = "POST", .path = std::move(path), .body = std::move(body)});
    }

    Answer patch(std::string path, std::string body) {
        return ask({.method = "PATCH", .path = std::move(path), .body = std::move(body)});
    }

    Answer del(std::string path) { return ask({.method = "DELETE", .path = std::move(path)}); }

    /// Creates and returns the id.
    std::string add_monitor(
        const std::string& body = R"({"name":"web","url":"https://example.com/"})");
    std::string add_page(const std::string& body);
    /// Another project with its own key.
    std::string add_project();

    TempDir directory_;
    StandingClock clock_;
    std::unique_ptr<store::Store> store_;
    std::unique_ptr<write::InlineWriter> inline_writer_;
    std::unique_ptr<WatchedWriter> writer_;  ///< what the API writes through
    std::unique_ptr<loop::Reactor> reactor_;
    serve::SiteFacts facts_{.base_domain = "example.com"};
    std::vector<MonitorId> checked_soon_;
    std::function<void(MonitorId)> check_soon_;
    std::unique_ptr<serve::Site> site_;
    std::string key_;
    std::string admin_key_;
    ProjectId project_;
    int commit_error_ = 0;  ///< what the next commits fail with
    IdMaker ids_{7, 9};
};

/// Runs one request to its end on the reactor.
Answer run_request(loop::Reactor& reactor, serve::Site& site, const serve::Request& request);

/// The answer to a reply, its stream collected.
Answer collect(serve::Reply& reply);

}  // namespace ks::test
