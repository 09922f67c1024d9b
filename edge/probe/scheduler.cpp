// SPDX-License-Identifier: Apache-2.0
#include "edge/probe/scheduler.hpp"

#include "core/base/version.hpp"
#include "edge/loop/log.hpp"
#include "edge/probe/table.hpp"
#include "storage/store/readers.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>

namespace ks::probe {
namespace {

using namespace std::chrono_literals;

/// A stall longer than this loses checks instead of starting a flood of late ones.
constexpr std::chrono::seconds kCatchUp{10};
/// A check that starts later than this after its second carries the time of its start instead.
constexpr std::chrono::seconds kLateMax{2};
constexpr auto kTick = 250ms;
constexpr auto kGather = 20ms;
constexpr auto kRetry = 1000ms;
constexpr std::size_t kQueueMax = 100'000;
constexpr std::size_t kFoundMax = 100'000;
/// Small enough that one commit stays well under a second.
constexpr std::size_t kBatchMax = 1000;

ProbeOptions common(const Scheduler::Options& options) {
    ProbeOptions shared;
    shared.region = options.region;
    shared.guard = options.allow_private ? nullptr : &forbidden_range;
    shared.ca_file = options.ca_file;
    shared.user_agent =
        options.user_agent.empty() ? "kamustatus/" + std::string(version()) : options.user_agent;
    return shared;
}

DnsClient::Options dns_options(const Scheduler::Options& options) {
    DnsClient::Options dns;
    dns.servers = options.dns_servers;
    return dns;
}

bool writable_later(Errc code) noexcept {
    return code == Errc::kStoreFull || code == Errc::kBusy || code == Errc::kStoreUnavailable;
}

}  // namespace

Scheduler::Scheduler(loop::Reactor& control, Options options)
    : control_(control),
      max_concurrent_(std::max<std::size_t>(options.max_concurrent, 1)),
      options_(common(options)),
      curl_(control),
      dns_(control, dns_options(options)),
      context_{control, curl_, dns_, options_} {}

Scheduler::~Scheduler() = default;

void Scheduler::start() {
    control_.post([this] {
        if (!running_) {
            running_ = true;
            control_.spawn(tick_loop(), "probe.ticks");
        }
    });
}

void Scheduler::stop() {
    control_.post([this] {
        running_ = false;
        for (const Job& job : queue_) {
            busy_.erase(job.monitor);
        }
        queue_.clear();
    });
}

void Scheduler::check_soon(MonitorId id) {
    control_.post([this, id] {
        if (!running_) {
            return;
        }
        if (const auto found = busy_.find(id); found != busy_.end()) {
            found->second.again = true;
        } else {
            enqueue(id, control_.clock().now_seconds());
            start_queued();
        }
    });
}

loop::Task<void> Scheduler::tick_loop() {
    while (running_) {
        schedule_due(control_.clock().now_seconds());
        start_queued();
        co_await control_.sleep(kTick);
    }
    last_tick_.reset();
}

void Scheduler::schedule_due(UnixSeconds now) {
    if (!last_tick_ || now < *last_tick_) {
        // At the start, or the clock was set back: go on from here. Seconds that come a second time
        // only repeat checks, and two results of one second count once.
        last_tick_ = now - 1s;
    }
    if (now - *last_tick_ > kCatchUp) {
        counters_.seconds_lost +=
            static_cast<std::uint64_t>((now - *last_tick_ - kCatchUp).count());
        last_tick_ = now - kCatchUp;
    }
    for (UnixSeconds second = *last_tick_ + 1s; second <= now; second += 1s) {
        std::vector<MonitorId> due;
        const auto read = control_.reader().read([&](const store::Snapshot& snapshot) {
            return store::due_checks(snapshot, second, [&due](MonitorId id) { due.push_back(id); });
        });
        if (!read) {
            loop::log(loop::LogLevel::kError,
                      "due_checks_failed",
                      {{"code", info(read.error().code).name}});
            return;  // the same second is asked for again
        }
        for (const MonitorId& id : due) {
            enqueue(id, second);
        }
        last_tick_ = second;
    }
}

void Scheduler::enqueue(MonitorId id, UnixSeconds at) {
    if (queue_.size() >= kQueueMax) {
        ++counters_.skipped_full;
        return;
    }
    if (!busy_.try_emplace(id).second) {
        ++counters_.skipped_busy;
        return;
    }
    queue_.push_back(Job{id, at});
}

void Scheduler::start_queued() {
    if (starting_) {
        return;  // a check that ended at once calls back into here: the loop below goes on by
                 // itself
    }
    starting_ = true;
    while (under_way_ < max_concurrent_ && !queue_.empty()) {
        const Job job = queue_.front();
        queue_.pop_front();
        ++under_way_;
        control_.spawn(run(job), "probe.check");
    }
    starting_ = false;
}

std::optional<record::Monitor> Scheduler::checkable(MonitorId id) {
    auto read = control_.reader().read(
        [id](const store::Snapshot& snapshot) { return store::monitor(snapshot, id); });
    if (!read || !read->now().enabled || find(read->type) == nullptr) {
        return std::nullopt;  // deleted, paused or changed since it was queued
    }
    const std::vector<std::string>& regions = read->regions;
    if (!regions.empty() && std::ranges::find(regions, options_.region) == regions.end()) {
        return std::nullopt;
    }
    return *std::move(read);
}

loop::Task<void> Scheduler::run(Job job) {
    const std::optional<record::Monitor> monitor = checkable(job.monitor);
    if (monitor) {
        ++counters_.started;
        const UnixSeconds begun = control_.clock().now_seconds();
        record::CheckResult result = co_await find(monitor->type)->check(context_, *monitor);
        result.monitor = job.monitor;
        result.at = begun - job.at > kLateMax ? begun : job.at;
        result.region = options_.region;
        keep(std::move(result));
    }
    finish(job.monitor);
}

void Scheduler::finish(MonitorId id) {
    --under_way_;
    const auto done = busy_.extract(id);
    if (running_ && !done.empty() && done.mapped().again) {
        enqueue(id, control_.clock().now_seconds());
    }
    start_queued();
}

void Scheduler::keep(record::CheckResult result) {
    if (found_.size() >= kFoundMax) {
        found_.pop_front();
        ++counters_.results_lost;
    }
    found_.push_back(std::move(result));
    if (!flushing_) {
        flushing_ = true;
        control_.spawn(flush_loop(), "probe.results");
    }
}

std::vector<record::CheckResult> Scheduler::take_batch() {
    const auto end =
        found_.begin() + static_cast<std::ptrdiff_t>(std::min(found_.size(), kBatchMax));
    std::vector<record::CheckResult> batch(std::move_iterator(found_.begin()),
                                           std::move_iterator(end));
    found_.erase(found_.begin(), end);
    return batch;
}

/// To the front, where the oldest are; the newest of all stay when there is not room for all.
void Scheduler::put_back(const std::vector<record::CheckResult>& batch) {
    const std::size_t kept = std::min(kFoundMax - found_.size(), batch.size());
    counters_.results_lost += batch.size() - kept;
    found_.insert(found_.begin(), batch.end() - static_cast<std::ptrdiff_t>(kept), batch.end());
}

loop::Task<void> Scheduler::flush_loop() {
    while (!found_.empty()) {
        co_await control_.sleep(kGather);
        const std::vector<record::CheckResult> batch = take_batch();
        write::Command command = write::RecordResults{
            .project = std::nullopt, .now = control_.clock().now_seconds(), .results = batch};
        const write::Outcome outcome = co_await control_.write(std::move(command));
        if (writable_later(outcome.code)) {
            put_back(batch);
            loop::log(
                loop::LogLevel::kWarning, "results_wait", {{"code", info(outcome.code).name}});
            co_await control_.sleep(kRetry);
        } else if (outcome.code != Errc::kOk) {
            counters_.results_lost += batch.size();
            loop::log(loop::LogLevel::kError, "results_lost", {{"code", info(outcome.code).name}});
        }
    }
    flushing_ = false;
}

}  // namespace ks::probe
