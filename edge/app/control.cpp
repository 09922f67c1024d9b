// SPDX-License-Identifier: Apache-2.0
#include "edge/app/control.hpp"

#include "core/base/version.hpp"
#include "edge/loop/log.hpp"
#include "storage/store/readers.hpp"
#include "storage/write/apply.hpp"

namespace ks::app {
namespace {

probe::Scheduler::Options check_options(const config::Config& config) {
    probe::Scheduler::Options options;
    options.region = config.probe.region;
    options.allow_private = config.probe.allow_private;
    options.ca_file = config.probe.ca_file;
    options.dns_servers = config.dns.servers;
    options.user_agent =
        "kamustatus/" + std::string(version()) + " (+https://" + config.base_domain + ")";
    return options;
}

probe::DomainCheck::Options domain_options(const config::Config& config) {
    probe::DomainCheck::Options options;
    options.base_domain = config.base_domain;
    options.public_addresses = config.public_addresses;
    options.dns_servers = config.dns.servers;
    return options;
}

}  // namespace

Control::Control(std::uint32_t number,
                 const loop::Reactor::Parts& parts,
                 const config::Config& config,
                 loop::SharedTally& tally)
    : store_(parts.store),
      tally_(tally),
      reactor_(number, parts),
      scheduler_(reactor_, check_options(config)) {
    if (config.dns.verify) {
        domains_.emplace(reactor_, domain_options(config));
    }
}

Control::~Control() {
    stop();
}

void Control::start() {
    scheduler_.start();
    if (domains_) {
        domains_->start();
    }
    reactor_.spawn(each_minute(), "each_minute");
    reactor_.spawn(hold_alerts(), "hold_alerts");
    thread_ = std::thread([this] { reactor_.run(); });
}

void Control::stop() {
    if (!thread_.joinable()) {
        return;
    }
    reactor_.post([this] { reactor_.spawn(end(), "control_end"); });
    thread_.join();
}

loop::Task<void> Control::end() {
    constexpr std::chrono::milliseconds kForLastResults{200};
    scheduler_.stop();
    if (domains_) {
        domains_->stop();
    }
    co_await reactor_.sleep(kForLastResults);
    reactor_.stop();
}

loop::Task<void> Control::hold_alerts() {
    constexpr std::size_t kSlice = 500;
    while (true) {
        co_await reactor_.sleep(std::chrono::seconds(1));
        const UnixSeconds now = reactor_.clock().now_seconds();
        auto due = reactor_.reader().read([now](const store::Snapshot& snapshot) {
            return store::due_alerts(snapshot, now, kSlice);
        });
        if (!due || due->empty()) {
            continue;
        }
        write::Command command(write::HoldAlerts{.now = now, .monitors = *std::move(due)});
        const write::Outcome outcome = co_await reactor_.write(std::move(command));
        if (outcome.code != Errc::kOk) {
            loop::log(
                loop::LogLevel::kWarning, "alerts_not_held", {{"code", info(outcome.code).name}});
        }
    }
}

loop::Task<void> Control::each_minute() {
    while (true) {
        write::Outcome outcome;
        do {
            write::Command command(write::Retain{.now = reactor_.clock().now_seconds()});
            outcome = co_await reactor_.write(std::move(command));
        } while (outcome.code == Errc::kOk && outcome.accepted >= write::kRetainSlice);
        if (outcome.code != Errc::kOk) {
            loop::log(
                loop::LogLevel::kWarning, "retention_failed", {{"code", info(outcome.code).name}});
        }
        store_.env().check_readers();
        tally_.sweep(reactor_.clock().monotonic());
        co_await reactor_.sleep(std::chrono::minutes(1));
    }
}

}  // namespace ks::app
