// SPDX-License-Identifier: Apache-2.0
// A control reactor with an empty store, on the test's own thread, to run one check at a time.
#pragma once

#include "edge/loop/reactor.hpp"
#include "edge/loop/wall_clock.hpp"
#include "edge/probe/curl_multi.hpp"
#include "edge/probe/dns_client.hpp"
#include "edge/probe/probe.hpp"
#include "edge/probe/table.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <unistd.h>

namespace ks::probe::test {

/// For reactors that write nothing.
class NoWriter final : public write::StoreWriter {
public:
    void submit(write::Command /*command*/, write::Completion done) override {
        write::Outcome outcome;
        outcome.code = Errc::kStoreUnavailable;
        done(std::move(outcome));
    }
};

class ProbeTest : public ::testing::Test {
protected:
    ProbeTest() {
        std::string pattern = (std::filesystem::temp_directory_path() / "ks-probe-XXXXXX").string();
        directory_ = ::mkdtemp(pattern.data());
        lmdb::Env::Options options;
        options.directory = directory_ / "store";
        options.map_bytes = std::size_t{64} << 20U;
        auto opened = store::Store::open(options);
        EXPECT_TRUE(opened.has_value());
        store_ = *std::move(opened);
        options_.guard = nullptr;
        options_.user_agent = "kamustatus/test";
    }

    ~ProbeTest() override {
        store_.reset();
        std::filesystem::remove_all(directory_);
    }

    /// One check of `monitor`, as the table has it.
    record::CheckResult check(const record::Monitor& monitor) {
        loop::Reactor reactor(0, {clock_, *store_, writer_, 1, 2});
        CurlMulti curl(reactor);
        DnsClient dns(reactor, {});
        ProbeContext context{reactor, curl, dns, options_};
        record::CheckResult result;
        reactor.spawn(run(context, monitor, result), "test");
        reactor.run();
        return result;
    }

    static loop::Task<void> run(ProbeContext& context,
                                const record::Monitor& monitor,
                                record::CheckResult& result) {
        result = co_await find(monitor.type)->check(context, monitor);
        context.reactor.stop();
    }

    static record::Monitor http(const std::string& url) {
        record::Monitor monitor;
        monitor.type = record::MonitorType::kHttp;
        monitor.target = url;
        monitor.settings.front().timeout_ms = 5000;
        return monitor;
    }

    static record::Monitor tcp(const std::string& host, std::uint16_t port) {
        record::Monitor monitor;
        monitor.type = record::MonitorType::kTcp;
        monitor.target = host;
        monitor.port = port;
        monitor.settings.front().timeout_ms = 5000;
        return monitor;
    }

    std::string write_file(const std::string& name, const std::string& text) const {
        std::ofstream(directory_ / name) << text;
        return directory_ / name;
    }

    std::filesystem::path directory_;
    loop::WallClock clock_;
    NoWriter writer_;
    std::unique_ptr<store::Store> store_;
    ProbeOptions options_;
};

}  // namespace ks::probe::test
