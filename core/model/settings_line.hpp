// SPDX-License-Identifier: Apache-2.0
// The settings timeline of a monitor: what was in force when, and when it was paused.
#pragma once

#include "core/model/line.hpp"
#include "core/record/monitor.hpp"
#include "core/record/result_log.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>

namespace ks::model {

class SettingsLine {
public:
    /// REQUIRES: `entries` is sorted by `from`; it outlives the line. Empty: the default settings.
    explicit SettingsLine(std::span<const record::Settings> entries) noexcept;

    /// The entry in force at `at`, and when the next one begins (kNever: none).
    struct InForce {
        const record::Settings* settings;
        std::int64_t until;
    };

    [[nodiscard]] InForce at(std::int64_t at) const noexcept;

    /// kPaused where checking is off.
    [[nodiscard]] Line paused() const;
    /// The end of the pause that `at` lies in (kNever: open); nullopt when not paused at `at`.
    [[nodiscard]] std::optional<std::int64_t> pause_end(std::int64_t at) const noexcept;

    /// Hands `visit(part, settings)` the runs up to `limit` (inclusive), cut where the settings
    /// change, until it returns false.
    template <class Visit>
    void for_each_part(std::span<const record::ResultRun> runs,
                       std::int64_t limit,
                       Visit visit) const {
        for (record::ResultRun run : runs) {
            while (run.count > 0 && run.first <= limit) {
                const InForce in_force = at(run.first);
                const std::int64_t end = limit < in_force.until ? limit + 1 : in_force.until;
                const record::ResultRun part = head(run, end);
                if (!visit(part, *in_force.settings)) {
                    return;
                }
                run.first += std::int64_t{run.step} * part.count;
                run.count -= part.count;
            }
            if (run.count > 0) {
                return;
            }
        }
    }

private:
    /// The results of `run` before `end`. REQUIRES: run.first < end.
    static record::ResultRun head(const record::ResultRun& run, std::int64_t end) noexcept;

    std::span<const record::Settings> entries_;
};

}  // namespace ks::model
