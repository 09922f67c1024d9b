// SPDX-License-Identifier: Apache-2.0
// Looks settings up by time. The first entry covers everything before it; of entries with one time
// the last counts.
#include "core/model/settings_line.hpp"

namespace ks::model {

using record::ResultRun;
using record::Settings;
using record::State;

namespace {

const Settings kDefaults{};

std::int64_t begin_of(const Settings& settings) noexcept {
    return settings.from.time_since_epoch().count();
}

}  // namespace

SettingsLine::SettingsLine(std::span<const Settings> entries) noexcept
    : entries_(entries.empty() ? std::span<const Settings>(&kDefaults, 1) : entries) {}

SettingsLine::InForce SettingsLine::at(std::int64_t at) const noexcept {
    auto next = std::ranges::upper_bound(entries_, at, {}, begin_of);
    if (next == entries_.begin()) {
        // The times before the first entry are its own, up to the first later one.
        const std::int64_t first = begin_of(*next);
        next = std::ranges::upper_bound(entries_, first, {}, begin_of);
    }
    return {&*std::prev(next), next == entries_.end() ? kNever : begin_of(*next)};
}

Line SettingsLine::paused() const {
    Line line;
    std::int64_t from = kAlways;
    while (from != kNever) {
        const InForce entry = at(from);
        set_from(line, from, entry.settings->enabled ? State::kNoData : State::kPaused);
        from = entry.until;
    }
    return line;
}

std::optional<std::int64_t> SettingsLine::pause_end(std::int64_t at) const noexcept {
    InForce entry = this->at(at);
    if (entry.settings->enabled) {
        return std::nullopt;
    }
    while (entry.until != kNever && !entry.settings->enabled) {
        const std::int64_t next = entry.until;
        entry = this->at(next);
        if (entry.settings->enabled) {
            return next;
        }
    }
    return kNever;
}

ResultRun SettingsLine::head(const ResultRun& run, std::int64_t end) noexcept {
    ResultRun part = run;
    if (run.step > 0 && run.last() >= end) {
        part.count = static_cast<std::uint32_t>((end - run.first + run.step - 1) / run.step);
    }
    part.step = part.count > 1 ? part.step : 0;
    return part;
}

}  // namespace ks::model
