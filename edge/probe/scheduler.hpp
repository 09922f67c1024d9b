// SPDX-License-Identifier: Apache-2.0
// Starts the checks that are due and records what they find. Lives on the control reactor. Nothing
// is kept a monitor: the store says each second which are due (store::due_checks), so start-up and
// memory do not grow with their number.
#pragma once

#include "core/record/check_result.hpp"
#include "edge/loop/reactor.hpp"
#include "edge/probe/curl_multi.hpp"
#include "edge/probe/dns_client.hpp"
#include "edge/probe/probe.hpp"

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace ks::probe {

class Scheduler {
public:
    struct Options {
        std::string region = "local";
        bool allow_private = false;
        std::string ca_file;
        std::size_t max_concurrent = 512;      ///< checks under way at once
        std::string user_agent;                ///< empty: "kamustatus/<version>"
        std::vector<std::string> dns_servers;  ///< empty: the system's
    };

    /// Plain counts; read on the control reactor.
    struct Counters {
        std::uint64_t started = 0;
        std::uint64_t skipped_busy =
            0;  ///< due while the check before was still queued or under way
        std::uint64_t skipped_full = 0;  ///< due while the queue was full
        std::uint64_t results_lost = 0;  ///< the store could not be written for too long
        std::uint64_t seconds_lost = 0;  ///< stalls longer than the catch-up
    };

    Scheduler(loop::Reactor& control, Options options);
    Scheduler(const Scheduler&) = delete;
    Scheduler& operator=(const Scheduler&) = delete;
    /// REQUIRES: the control reactor does not run any more.
    ~Scheduler();

    /// Any thread. Checks that are due from now on are run.
    void start();
    /// Any thread. Runs a check of this monitor at once, after the one under way if there is one.
    void check_soon(MonitorId id);
    /// Any thread. Starts nothing more and sends what was found to the store.
    void stop();

    [[nodiscard]] const Counters& counters() const noexcept { return counters_; }

private:
    struct Job {
        MonitorId monitor;
        UnixSeconds at;
    };

    /// A monitor that is queued or being checked.
    struct Busy {
        bool again = false;  ///< asked for once more meanwhile
    };

    [[nodiscard]] loop::Task<void> tick_loop();
    [[nodiscard]] loop::Task<void> run(Job job);
    [[nodiscard]] loop::Task<void> flush_loop();
    void schedule_due(UnixSeconds now);
    void enqueue(MonitorId id, UnixSeconds at);
    void start_queued();
    void finish(MonitorId id);
    void keep(record::CheckResult result);
    [[nodiscard]] std::vector<record::CheckResult> take_batch();
    void put_back(const std::vector<record::CheckResult>& batch);
    [[nodiscard]] std::optional<record::Monitor> checkable(MonitorId id);

    loop::Reactor& control_;
    std::size_t max_concurrent_;
    ProbeOptions options_;
    CurlMulti curl_;
    DnsClient dns_;
    ProbeContext context_;
    Counters counters_;
    bool running_ = false;
    bool starting_ = false;
    std::optional<UnixSeconds> last_tick_;
    std::deque<Job> queue_;
    std::unordered_map<MonitorId, Busy> busy_;
    std::size_t under_way_ = 0;
    std::deque<record::CheckResult> found_;
    bool flushing_ = false;
};

}  // namespace ks::probe
