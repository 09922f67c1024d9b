// SPDX-License-Identifier: Apache-2.0
// Heartbeats: silence is what counts, and it is only known once the grace has passed.
#include "core/model/region_line.hpp"

#include <algorithm>
#include <optional>

namespace ks::model {

using record::CheckStatus;
using record::ResultRun;
using record::Settings;
using record::State;

namespace {

State as_state(CheckStatus status) noexcept {
    switch (status) {
        case CheckStatus::kUp:
            return State::kUp;
        case CheckStatus::kDegraded:
            return State::kDegraded;
        case CheckStatus::kDown:
            break;
    }
    return State::kDown;
}

class HeartbeatWalk {
public:
    HeartbeatWalk(const SettingsLine& settings, const Scope& scope) noexcept
        : settings_(settings), scope_(scope) {}

    bool visit(const ResultRun& part, const Settings& settings) {
        silence_until(part.first);
        if (part.first >= scope_.to) {
            ended_ = true;
            return false;
        }
        const std::int64_t interval = settings.interval_s;
        const std::int64_t patience = interval + settings.grace_s;
        set_from(line_, part.first, as_state(part.status));
        if (part.status == CheckStatus::kDown) {
            ping_.reset();
            return true;
        }
        std::int64_t at = part.first;
        ping_ = Ping{at, interval, patience};
        if (part.count > 1 && part.step >= patience) {
            at = skip_to_scope(part, patience);
            ping_->at = at;
            while (at < part.last() && at < scope_.to) {
                at += part.step;
                silence_until(at);
                set_from(line_, at, as_state(part.status));
                ping_->at = at;
            }
        }
        ping_->at = part.last();
        return true;
    }

    [[nodiscard]] Line finish() && {
        if (!ended_) {
            silence_until(scope_.known);
        }
        return std::move(line_);
    }

private:
    struct Ping {
        std::int64_t at;
        std::int64_t interval;
        std::int64_t patience;  ///< interval + grace
    };

    /// The newest result of `part` whose deadline has passed when the scope begins.
    std::int64_t skip_to_scope(const ResultRun& part, std::int64_t patience) {
        if (scope_.from <= part.first + patience) {
            return part.first;
        }
        const std::int64_t skipped = std::min<std::int64_t>(
            (scope_.from - patience - part.first) / part.step, part.count - 1);
        const std::int64_t at = part.first + skipped * part.step;
        set_from(line_, at, as_state(part.status));
        return at;
    }

    /// No result came before `next`.
    void silence_until(std::int64_t next) {
        if (!ping_ || next < ping_->at + ping_->patience) {
            return;
        }
        const auto pause_end = settings_.pause_end(ping_->at + ping_->patience);
        if (!pause_end) {
            set_from(line_, ping_->at + ping_->interval, State::kDown);
        } else if (*pause_end != kNever) {
            set_from(line_, *pause_end, State::kNoData);
        }
    }

    const SettingsLine& settings_;
    Scope scope_;
    Line line_;
    std::optional<Ping> ping_;
    bool ended_ = false;  ///< a result beyond the scope ended the last silence
};

}  // namespace

Line heartbeat_line(std::span<const ResultRun> runs,
                    const SettingsLine& settings,
                    const Scope& scope) {
    HeartbeatWalk walk(settings, scope);
    settings.for_each_part(
        runs, scope.limit, [&walk](const ResultRun& part, const Settings& in_force) {
            return walk.visit(part, in_force);
        });
    return std::move(walk).finish();
}

std::int64_t heartbeat_deadline(std::span<const ResultRun> runs,
                                const SettingsLine& settings,
                                std::int64_t limit) {
    std::int64_t deadline = kNever;
    settings.for_each_part(
        runs, limit, [&deadline](const ResultRun& part, const Settings& in_force) {
            deadline = part.status == CheckStatus::kDown
                           ? kNever
                           : part.last() + std::int64_t{in_force.interval_s} + in_force.grace_s;
            return true;
        });
    return deadline;
}

}  // namespace ks::model
