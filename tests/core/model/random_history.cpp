// SPDX-License-Identifier: Apache-2.0
// Steady checks with streaks, gaps, jitter and repeats; settings that change on the way; clocks
// that change.
#include "random_history.hpp"

#include <algorithm>
#include <array>
#include <sstream>
#include <tuple>

namespace ks::model {

using record::CheckStatus;
using record::MonitorType;
using record::Settings;

namespace {

/// Clock changes in Berlin, New York, Lord Howe (half an hour), and ordinary times.
constexpr std::array<std::int64_t, 6> kAnchors{
    1774746000, 1792890000, 1772953200, 1775314800, 1767225600, 1790000100};
constexpr std::array<const char*, 7> kZones{"UTC",
                                            "Europe/Berlin",
                                            "Asia/Kathmandu",
                                            "Australia/Lord_Howe",
                                            "America/St_Johns",
                                            "Pacific/Apia",
                                            "America/New_York"};

UnixSeconds instant(std::int64_t at) {
    return UnixSeconds(std::chrono::seconds(at));
}

class Maker {
public:
    explicit Maker(std::uint64_t seed) : dice_(seed) {}

    RandomHistory make() {
        constexpr std::array<std::int64_t, 5> kGrains{1, 5, 20, 60, 300};
        out_.zone_name = kZones.at(static_cast<std::size_t>(dice_.in(0, kZones.size() - 1)));
        const bool whole = dice_.one_in(16);
        out_.grain =
            whole ? 900 : kGrains.at(static_cast<std::size_t>(dice_.in(0, kGrains.size() - 1)));
        const std::int64_t anchor =
            kAnchors.at(static_cast<std::size_t>(dice_.in(0, kAnchors.size() - 1)));
        length_ = whole ? dice_.in(20, 120) * 96 : dice_.in(20, 1200);
        begin_ = aligned(anchor) - dice_.in(0, length_) * out_.grain;
        end_ = begin_ + length_ * out_.grain;
        make_settings();
        make_maintenance();
        make_results(whole);
        make_batches();
        make_looks();
        return std::move(out_);
    }

private:
    std::int64_t aligned(std::int64_t at) const { return at - at % 900; }

    std::int64_t any_time() { return begin_ + dice_.in(-10, length_ + 20) * out_.grain; }

    void make_settings() {
        const std::int64_t kind = dice_.in(0, 9);
        out_.monitor.type = kind < 3   ? MonitorType::kHeartbeat
                            : kind < 4 ? MonitorType::kManual
                                       : MonitorType::kHttp;
        std::vector<std::int64_t> times{any_time()};
        for (std::int64_t more = dice_.in(0, 3); more > 0; --more) {
            times.push_back(any_time());
        }
        std::ranges::sort(times);
        out_.monitor.settings.clear();
        for (const std::int64_t from : times) {
            Settings entry{.from = instant(from)};
            entry.interval_s = static_cast<std::uint32_t>(
                out_.grain * (dice_.one_in(3) ? dice_.in(1, 30) : dice_.in(1, 4)));
            const std::int64_t timeout_ms = dice_.in(0, 3) * out_.grain * 1000;
            // Whole seconds are rounded up to.
            entry.timeout_ms =
                static_cast<std::uint32_t>(timeout_ms > 0 ? timeout_ms - dice_.in(0, 1) * 400 : 0);
            entry.grace_s = static_cast<std::uint32_t>(out_.grain * dice_.in(0, 4));
            entry.confirmations = static_cast<std::uint16_t>(dice_.in(1, 5));
            entry.enabled = !dice_.one_in(6);
            out_.monitor.settings.push_back(entry);
        }
    }

    void make_maintenance() {
        for (std::int64_t more = dice_.in(-2, 3); more > 0; --more) {
            const std::int64_t from = any_time();
            out_.monitor.maintenance.push_back(
                {from, from + dice_.in(0, length_ / 4) * out_.grain});
        }
    }

    const Settings& in_force(std::int64_t at) const {
        const Settings* found = &out_.monitor.settings.front();
        for (const Settings& entry : out_.monitor.settings) {
            found = entry.from <= instant(at) ? &entry : found;
        }
        return *found;
    }

    CheckStatus status() {
        constexpr std::array<CheckStatus, 4> kStatuses{
            CheckStatus::kUp, CheckStatus::kUp, CheckStatus::kDegraded, CheckStatus::kDown};
        return kStatuses.at(static_cast<std::size_t>(dice_.in(0, 3)));
    }

    void make_results(bool whole) {
        const bool heartbeat = out_.monitor.type == MonitorType::kHeartbeat;
        out_.monitor.regions.resize(static_cast<std::size_t>(heartbeat ? 1 : dice_.in(1, 4)));
        for (std::size_t region = 0; region < out_.monitor.regions.size(); ++region) {
            std::int64_t at =
                begin_ + dice_.in(0, dice_.one_in(3) ? length_ : length_ / 4) * out_.grain;
            CheckStatus now = status();
            const std::int64_t steadiness = dice_.in(1, 12);
            for (std::int64_t left = dice_.in(0, whole ? 60 : 250); left > 0 && at < end_; --left) {
                put(region, at, now);
                if (dice_.one_in(20)) {
                    put(region, at, status());
                }
                now = dice_.one_in(steadiness) ? status() : now;
                at += in_force(at).interval_s;
                if (dice_.one_in(15)) {
                    at += dice_.in(0, 8) * out_.grain;
                }
                if (dice_.one_in(whole ? 6 : 40)) {
                    at += dice_.in(0, length_ / 3) * out_.grain;
                }
            }
        }
    }

    void put(std::size_t region, std::int64_t at, CheckStatus status) {
        out_.arrivals.push_back({0, region, {at, status}});
    }

    void make_batches() {
        auto& arrivals = out_.arrivals;
        std::ranges::sort(arrivals, {}, [](const Arrival& arrival) {
            return std::tuple(arrival.point.at, arrival.region, arrival.point.status);
        });
        if (dice_.one_in(3)) {
            std::ranges::shuffle(arrivals, dice_.engine());
        } else if (!arrivals.empty()) {
            for (std::int64_t late = dice_.in(0, 10); late > 0; --late) {
                const auto last = static_cast<std::int64_t>(arrivals.size()) - 1;
                std::swap(arrivals[static_cast<std::size_t>(dice_.in(0, last))],
                          arrivals[static_cast<std::size_t>(dice_.in(0, last))]);
            }
        }
        const std::int64_t size = std::max<std::int64_t>(
            1,
            static_cast<std::int64_t>(arrivals.size()) / dice_.in(1, dice_.one_in(4) ? 200 : 15));
        std::size_t batch = 0;
        for (Arrival& arrival : arrivals) {
            arrival.batch = batch;
            batch += dice_.one_in(size) ? 1 : 0;
        }
    }

    void make_looks() {
        out_.looks.push_back(end_ + dice_.in(0, 4) * out_.grain);
        out_.looks.push_back(any_time());
        // Long after the last result; for coarse times up to 100 days.
        if (dice_.one_in(2)) {
            out_.looks.push_back(end_ + dice_.in(0, out_.grain >= 900 ? 9600 : 1500) * out_.grain);
        }
    }

    Dice dice_;
    RandomHistory out_;
    std::int64_t begin_ = 0;
    std::int64_t end_ = 0;
    std::int64_t length_ = 0;
};

}  // namespace

RandomHistory random_history(std::uint64_t seed) {
    return Maker(seed).make();
}

std::string describe(const RandomHistory& history) {
    std::ostringstream out;
    out << "zone " << history.zone_name << " grain " << history.grain << " type "
        << static_cast<int>(history.monitor.type) << "\n";
    for (const Settings& entry : history.monitor.settings) {
        out << "settings from " << entry.from.time_since_epoch().count() << " interval "
            << entry.interval_s << " timeout_ms " << entry.timeout_ms << " hold " << entry.hold_s()
            << " grace " << entry.grace_s << " confirmations " << entry.confirmations
            << (entry.enabled ? "" : " PAUSED") << "\n";
    }
    for (const Interval& window : history.monitor.maintenance) {
        out << "maintenance " << window.from << " to " << window.to << "\n";
    }
    for (const Arrival& arrival : history.arrivals) {
        out << "batch " << arrival.batch << " region " << arrival.region << " at "
            << arrival.point.at << " " << static_cast<int>(arrival.point.status) << "\n";
    }
    for (const std::int64_t look : history.looks) {
        out << "look at " << look << "\n";
    }
    return std::move(out).str();
}

}  // namespace ks::model
