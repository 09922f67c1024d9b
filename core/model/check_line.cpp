// SPDX-License-Identifier: Apache-2.0
// Checked monitors: staleness, confirmation and back-dating in one walk over the runs.
#include "core/model/region_line.hpp"

#include <algorithm>
#include <optional>

namespace ks::model {

using record::CheckStatus;
using record::ResultRun;
using record::Settings;
using record::State;

namespace {

class CheckWalk {
public:
    explicit CheckWalk(const Scope& scope) noexcept : scope_(scope) {}

    /// False once nothing later can matter.
    bool visit(const ResultRun& part, const Settings& settings) {
        if (part.first >= scope_.to && (failures_ == 0 || confirmed_ || run_first_ >= scope_.to)) {
            return false;
        }
        const std::int64_t hold = settings.hold_s();
        expire_before(part.first);
        if (part.step <= hold) {
            unbroken(part, settings);
        } else {
            scattered(part, settings);
        }
        last_ = Held{part.last(), hold};
        return true;
    }

    [[nodiscard]] Line finish() && {
        expire_before(kNever);
        return std::move(line_);
    }

private:
    struct Held {
        std::int64_t at;
        std::int64_t hold;
    };

    void expire_before(std::int64_t next) {
        if (last_ && next - last_->at > last_->hold) {
            set_from(line_, last_->at + last_->hold, State::kNoData);
            failures_ = 0;
        }
    }

    /// Results that each hold at least until the next.
    void unbroken(const ResultRun& part, const Settings& settings) {
        if (part.status != CheckStatus::kDown) {
            failures_ = 0;
            set_from(
                line_, part.first, part.status == CheckStatus::kUp ? State::kUp : State::kDegraded);
            return;
        }
        if (failures_ == 0) {
            run_first_ = part.first;
            confirmed_ = false;
        }
        failures_ += part.count;
        if (!confirmed_ && failures_ >= settings.confirmations) {
            confirmed_ = true;
            // Nothing was said since the run began, so this back-dates.
            set_from(line_, run_first_, State::kDown);
        }
    }

    /// Results that all go stale before the next.
    void scattered(const ResultRun& part, const Settings& settings) {
        const auto one = [&part](std::int64_t at) {
            return ResultRun{.first = at, .step = 0, .count = 1, .status = part.status};
        };
        const std::int64_t hold = settings.hold_s();
        unbroken(one(part.first), settings);
        std::int64_t at = part.first;
        if (part.status == CheckStatus::kDown && settings.confirmations > 1) {
            // One failure alone confirms nothing, and after the first nothing is in force that it
            // could keep.
            last_ = Held{at, hold};
            expire_before(part.last());
            unbroken(one(part.last()), settings);
            return;
        }
        if (scope_.from > at + hold) {
            const std::int64_t skipped =
                std::min<std::int64_t>((scope_.from - hold - at) / part.step, part.count - 1);
            last_ = Held{at, hold};
            expire_before(kNever);
            at += skipped * part.step;
            unbroken(one(at), settings);
        }
        while (at < part.last() && at < scope_.to) {
            last_ = Held{at, hold};
            at += part.step;
            expire_before(at);
            unbroken(one(at), settings);
        }
    }

    Scope scope_;
    Line line_;
    std::optional<Held> last_;
    std::uint64_t failures_ = 0;  ///< length of the failing run at the end of what was seen
    std::int64_t run_first_ = 0;
    bool confirmed_ = false;
};

}  // namespace

Line check_line(std::span<const ResultRun> runs, const SettingsLine& settings, const Scope& scope) {
    CheckWalk walk(scope);
    settings.for_each_part(
        runs, scope.limit, [&walk](const ResultRun& part, const Settings& in_force) {
            return walk.visit(part, in_force);
        });
    return std::move(walk).finish();
}

}  // namespace ks::model
