// SPDX-License-Identifier: Apache-2.0
#include "seed.hpp"

#include "events.hpp"
#include "history.hpp"
#include "plan.hpp"

#include "edge/api/auth.hpp"
#include "edge/loop/wall_clock.hpp"
#include "edge/tls/digest.hpp"
#include "edge/tls/files.hpp"
#include "storage/store/readers.hpp"
#include "storage/write/applier.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <map>
#include <optional>
#include <span>
#include <utility>

namespace ks::demo {
namespace {

using record::MonitorType;

constexpr std::uint64_t kSeed = 0x6b616d75;
/// Commands of one group. Results of one monitor are up to 3 MB, so few of those wait at a time.
constexpr std::size_t kGroup = 256;
constexpr std::size_t kHistoryGroup = 16;

std::string words(const write::Outcome& outcome) {
    return std::string(info(outcome.code).text) +
           (outcome.subject.empty() ? "" : " (" + outcome.subject + ")");
}

/// Commits many commands with few syncs to disk.
class Batch {
public:
    explicit Batch(store::Store& store)
        : applier_(store, {.group_time = std::chrono::seconds(2), .before_commit = {}}) {}

    Said<void> add(write::Command command, std::size_t group) {
        jobs_.push_back(write::Job{std::move(command), {}, {}});
        return jobs_.size() >= group ? flush() : Said<void>();
    }

    Said<void> flush() {
        std::span<write::Job> left(jobs_);
        while (!left.empty()) {
            left = left.subspan(applier_.run(left));
        }
        for (const write::Job& job : jobs_) {
            const write::Outcome& outcome = job.outcome;
            if (outcome.code != Errc::kOk || !outcome.rejected.empty()) {
                return std::unexpected(
                    "the demo could not be written: " +
                    (outcome.code != Errc::kOk ? words(outcome) : "a result was rejected"));
            }
        }
        jobs_.clear();
        return {};
    }

private:
    write::Applier applier_;
    std::vector<write::Job> jobs_;
};

#define KS_SAID(expr)                                       \
    if (auto ks_said = (expr); !ks_said) {                  \
        return std::unexpected(std::move(ks_said).error()); \
    }

std::string target_of(const PlannedMonitor& plan, const Ports& ports) {
    switch (plan.type) {
        case MonitorType::kHttp:
            return "http://127.0.0.1:" + std::to_string(ports.http) + plan.path;
        case MonitorType::kTcp:
            return "127.0.0.1";
        default:
            return {};
    }
}

/// Everything that one run of make_demo makes, in the order in which it is written.
class Maker {
public:
    Maker(store::Store& store, const Ports& ports)
        : batch_(store),
          ports_(ports),
          ids_(tls::random_u64(), tls::random_u64()),
          now_(clock_.now()) {}

    Said<Seeded> run() {
        KS_SAID(make_project());
        for (const PlannedPage& page : pages()) {
            KS_SAID(make_page(page));
        }
        for (const auto& [plan, monitor] : made_) {
            write::RecordResults results;
            results.now = seconds();
            results.results = past_results(plan, monitor.id, results.now, kSeed + number_++);
            KS_SAID(batch_.add(std::move(results), kHistoryGroup));
        }
        KS_SAID(batch_.flush());
        for (auto& [plan, monitor] : made_) {
            KS_SAID(make_live(plan, std::move(monitor)));
        }
        KS_SAID(batch_.flush());
        KS_SAID(make_events());
        return std::move(seeded_);
    }

private:
    [[nodiscard]] UnixSeconds seconds() const {
        return std::chrono::floor<std::chrono::seconds>(now_);
    }

    template <class AnyId>
    AnyId id() {
        return ids_.make<AnyId>(now_.time_since_epoch().count());
    }

    Said<void> make_project() {
        write::CreateProject command;
        record::Project& project = command.project;
        project.id = project_ = id<ProjectId>();
        project.name = "Demo";
        project.created_at = project.updated_at = now_;
        auto key = api::make_key(record::KeyScope::kProject, project_, id<KeyId>(), now_);
        command.first_key = key.record;
        seeded_.api_key = std::move(key.text);
        return batch_.add(std::move(command), 1);
    }

    Said<void> make_page(const PlannedPage& plan) {
        write::CreatePage command;
        write::OwnedPage& page = command.page;
        page.id = id<PageId>();
        page.project = project_;
        page.created_at = page.updated_at = now_;
        page.name = plan.name;
        page.slug = plan.slug;
        page.description = plan.description;
        page.custom_domain = plan.custom_domain;
        page.locale = plan.locale;
        page.timezone = plan.timezone;
        for (const PlannedMonitor& planned : plan.monitors) {
            record::Monitor monitor = make_monitor(planned);
            page.entries.push_back({.monitor = monitor.id,
                                    .display_group = {},
                                    .display_name = {},
                                    .group_set = false});
            KS_SAID(batch_.add(
                write::CreateMonitor{.monitor = monitor, .idempotency = std::nullopt}, kGroup));
            by_name_.emplace(std::pair(plan.slug, planned.name), monitor.id);
            made_.emplace_back(planned, std::move(monitor));
        }
        KS_SAID(batch_.flush());
        return batch_.add(std::move(command), 1);
    }

    Said<void> make_events() {
        EventContext context{.project = project_,
                             .now = now_,
                             .ids = ids_,
                             .monitor = [this](std::string_view page, std::string_view name) {
                                 return by_name_.at({std::string(page), std::string(name)});
                             }};
        for (write::Command& command : event_commands(context)) {
            KS_SAID(batch_.add(std::move(command), 1));
        }
        return {};
    }

    record::Monitor make_monitor(const PlannedMonitor& plan) {
        record::Monitor monitor;
        monitor.id = id<MonitorId>();
        monitor.project = project_;
        monitor.created_at = monitor.updated_at = now_;
        monitor.type = plan.type;
        monitor.name = plan.name;
        monitor.display_group = plan.group;
        monitor.target = target_of(plan, ports_);
        monitor.degraded_above_ms = plan.degraded_above_ms;
        monitor.settings.front().interval_s = plan.past_interval_s;
        monitor.settings.front().timeout_ms = 10000;
        if (plan.type == MonitorType::kTcp) {
            monitor.port = ports_.tcp[static_cast<std::size_t>(plan.tcp)];
        }
        if (plan.type == MonitorType::kHeartbeat) {
            std::array<std::byte, 16> random{};
            tls::random_bytes(random);
            monitor.token = tls::hex(random);
            seeded_.heartbeat_tokens.push_back(monitor.token);
        }
        if (plan.name == kManualName) {
            seeded_.manual_id = monitor.id.text();
        }
        return monitor;
    }

    /// From now on at the interval of the live services, as a PATCH would do it.
    Said<void> make_live(const PlannedMonitor& plan, record::Monitor monitor) {
        record::Settings live = monitor.now();
        live.from = seconds();
        live.interval_s = plan.live_interval_s;
        live.timeout_ms = std::min(plan.live_interval_s * 1000, std::uint32_t{10000});
        live.grace_s = 15;
        monitor.settings.push_back(live);
        const std::uint64_t expected = monitor.version;
        return batch_.add(
            write::UpdateMonitor{.monitor = std::move(monitor), .expected_version = expected},
            kGroup);
    }

    Batch batch_;
    Ports ports_;
    loop::WallClock clock_;
    IdMaker ids_;
    UnixMillis now_;
    ProjectId project_;
    Seeded seeded_;
    std::vector<std::pair<PlannedMonitor, record::Monitor>> made_;
    std::map<std::pair<std::string, std::string>, MonitorId> by_name_;  ///< page's slug, own name
    std::uint64_t number_ = 0;
};

std::filesystem::path key_file(const std::filesystem::path& data_dir) {
    return data_dir / "demo-key";
}

/// True when the monitor's address was another.
bool point_at(record::Monitor& monitor, const Ports& ports) {
    const record::Monitor before = monitor;
    if (monitor.type == MonitorType::kHttp) {
        const std::size_t path = monitor.target.find('/', monitor.target.find("://") + 3);
        if (monitor.target.starts_with("http://127.0.0.1:") && path != std::string::npos) {
            monitor.target =
                "http://127.0.0.1:" + std::to_string(ports.http) + monitor.target.substr(path);
        }
    } else if (monitor.type == MonitorType::kTcp && monitor.target == "127.0.0.1") {
        monitor.port = ports.tcp[monitor.name.contains("replica") ? 1 : 0];
    }
    return monitor.target != before.target || monitor.port != before.port;
}

}  // namespace

Said<Seeded> make_demo(store::Store& store,
                       const std::filesystem::path& data_dir,
                       const Ports& ports) {
    auto seeded = Maker(store, ports).run();
    if (seeded && !tls::write_file(key_file(data_dir), seeded->api_key + "\n", 0600)) {
        return std::unexpected("cannot write " + key_file(data_dir).string());
    }
    return seeded;
}

Said<Seeded> reopen_demo(store::Store& store,
                         const std::filesystem::path& data_dir,
                         const Ports& ports) {
    Seeded seeded;
    auto key = tls::read_file(key_file(data_dir));
    if (!key) {
        return std::unexpected(
            "there is a store in " + data_dir.string() +
            " but no demo-key beside it: choose another --data-dir for the demo");
    }
    seeded.api_key = key->substr(0, key->find('\n'));
    const loop::WallClock clock;
    std::vector<record::Monitor> moved;
    store::Reader reader(store);
    const auto read = reader.read([&](const store::Snapshot& snapshot) -> Result<void> {
        KS_TRY(const record::ApiKey known,
               store::key_by_hash(snapshot, tls::sha256(seeded.api_key)));
        KS_TRY(const std::vector<MonitorId> ids,
               store::project_monitors(snapshot, known.project, MonitorId{}, SIZE_MAX));
        for (const MonitorId& id : ids) {
            KS_TRY(record::Monitor monitor, store::monitor(snapshot, id));
            if (monitor.type == MonitorType::kHeartbeat) {
                seeded.heartbeat_tokens.push_back(monitor.token);
            }
            if (monitor.name == kManualName) {
                seeded.manual_id = id.text();
            }
            if (point_at(monitor, ports)) {
                monitor.updated_at = clock.now();
                moved.push_back(std::move(monitor));
            }
        }
        return {};
    });
    if (!read) {
        return std::unexpected("the demo in " + data_dir.string() +
                               " cannot be read: " + std::string(info(read.error().code).text) +
                               " Remove that directory to start anew.");
    }
    Batch batch(store);
    for (record::Monitor& monitor : moved) {
        const std::uint64_t expected = monitor.version;
        KS_SAID(batch.add(
            write::UpdateMonitor{.monitor = std::move(monitor), .expected_version = expected},
            kGroup));
    }
    KS_SAID(batch.flush());
    return seeded;
}

}  // namespace ks::demo
