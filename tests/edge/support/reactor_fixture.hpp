// SPDX-License-Identifier: Apache-2.0
// A reactor over a store in a temporary directory, with a clock that tests may move.
#pragma once

#include "edge/loop/reactor.hpp"
#include "storage/store/store.hpp"
#include "storage/write/inline_writer.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <memory>
#include <string>

namespace ks::test {

/// Real time plus what the test adds.
class ShiftedClock final : public Clock {
public:
    [[nodiscard]] UnixMillis now() const noexcept override {
        return std::chrono::time_point_cast<std::chrono::milliseconds>(
                   std::chrono::system_clock::now()) +
               shift();
    }

    [[nodiscard]] Monotonic monotonic() const noexcept override {
        return std::chrono::time_point_cast<std::chrono::milliseconds>(
                   std::chrono::steady_clock::now()) +
               shift();
    }

    void advance(std::chrono::milliseconds by) noexcept { shift_ms_ += by.count(); }

private:
    [[nodiscard]] std::chrono::milliseconds shift() const noexcept {
        return std::chrono::milliseconds(shift_ms_.load());
    }

    std::atomic<std::int64_t> shift_ms_{0};
};

/// A directory that is gone afterwards.
class TemporaryDirectory {
public:
    TemporaryDirectory() {
        std::string pattern = (std::filesystem::temp_directory_path() / "ks-test-XXXXXX").string();
        path_ = ::mkdtemp(pattern.data());
    }

    TemporaryDirectory(const TemporaryDirectory&) = delete;
    TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

    ~TemporaryDirectory() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }

    [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

private:
    std::filesystem::path path_;
};

class ReactorFixture : public ::testing::Test {
protected:
    ReactorFixture() {
        lmdb::Env::Options options;
        options.directory = directory_.path();
        options.map_bytes = std::size_t{1} << 28U;
        auto opened = store::Store::open(options);
        EXPECT_TRUE(opened.has_value());
        store_ = *std::move(opened);
        writer_ = std::make_unique<write::InlineWriter>(*store_);
        reactor_ = std::make_unique<loop::Reactor>(
            0, loop::Reactor::Parts{clock_, *store_, *writer_, 1, 2});
    }

    /// Runs the reactor until `task` has ended.
    void run(loop::Task<void> task) {
        reactor_->spawn(then_stop(std::move(task)), "test");
        reactor_->run();
        reactor_->io().restart();
    }

    TemporaryDirectory directory_;
    ShiftedClock clock_;
    std::unique_ptr<store::Store> store_;
    std::unique_ptr<write::InlineWriter> writer_;
    std::unique_ptr<loop::Reactor> reactor_;

private:
    loop::Task<void> then_stop(loop::Task<void> task) {
        co_await std::move(task);
        reactor_->stop();
    }
};

}  // namespace ks::test
