// SPDX-License-Identifier: Apache-2.0
#include "edge/app/control.hpp"

#include "core/base/version.hpp"
#include "edge/app/certificate_options.hpp"
#include "edge/loop/log.hpp"
#include "edge/tls/digest.hpp"
#include "storage/store/events.hpp"
#include "storage/store/readers.hpp"
#include "storage/write/apply.hpp"

#include <array>
#include <utility>

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

}  // namespace

Control::Control(std::uint32_t number,
                 const loop::Reactor::Parts& parts,
                 const config::Config& config,
                 notify::Sender::Options sender,
                 loop::SharedTally& tally,
                 const tls::Sealer& sealer)
    : store_(parts.store),
      tally_(tally),
      reactor_(number, parts),
      scheduler_(reactor_, check_options(config)),
      certificates_(reactor_, sealer, certificate_options(config)),
      sender_(reactor_, std::move(sender)) {}

Control::~Control() {
    stop();
}

void Control::start() {
    scheduler_.start();
    certificates_.start();
    std::array<std::byte, 32> token_key{};
    tls::random_bytes(token_key);
    reactor_.write_and_forget(write::MakeTokenKey{.key = token_key}, "token_key");
    sender_.start();
    reactor_.spawn(each_minute(), "each_minute");
    reactor_.spawn(each_second(), "each_second");
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
    constexpr std::chrono::milliseconds kForMessages{5'000};
    scheduler_.stop();
    certificates_.stop();
    co_await sender_.stop(kForMessages);
    co_await reactor_.sleep(kForLastResults);
    reactor_.stop();
}

loop::Task<void> Control::each_second() {
    while (true) {
        const UnixSeconds now = reactor_.clock().now_seconds();
        const auto due = reactor_.reader().read(
            [](const store::Snapshot& snapshot) { return store::next_wake(snapshot); });
        if (due && *due && **due <= now.time_since_epoch().count()) {
            write::Outcome outcome;
            do {
                write::Command command(write::Wake{.now = now});
                outcome = co_await reactor_.write(std::move(command));
            } while (outcome.code == Errc::kOk && outcome.accepted >= write::kWakeSlice);
        }
        co_await reactor_.sleep(std::chrono::seconds(1));
    }
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
