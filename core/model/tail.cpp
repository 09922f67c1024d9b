// SPDX-License-Identifier: Apache-2.0
// For a heartbeat two futures are told apart: before the deadline of the next ping it passes for
// up, after it it was down since the ping was due. Steps of the second carry the deadline as the
// time from which they are known.
#include "core/model/tail.hpp"

#include "core/model/monitor_line.hpp"
#include "core/record/result_log.hpp"

#include <algorithm>

namespace ks::model {

using record::State;
using record::TailStep;

namespace {

class TailBuilder {
public:
    TailBuilder(std::int64_t since, std::int64_t deadline) noexcept
        : since_(since), deadline_(deadline) {}

    void start(const Segment& state) {
        push(std::max(state.from, since_), std::max(state.from, since_), state.state);
        early_ = late_ = state.state;
    }

    /// At `at` the state is `early` as long as the deadline has not passed, else `late`.
    void change(std::int64_t at, State early, State late) {
        if (at >= deadline_ || early == late) {
            if (late != late_ || (at < deadline_ && early != early_)) {
                push(at, at, late);
            }
        } else {
            const bool hides = early != early_;
            if (hides) {
                push(at, at, early);
            }
            if (hides || late != late_) {
                push(at, deadline_, late);
            }
        }
        early_ = early;
        late_ = late;
    }

    [[nodiscard]] std::vector<TailStep> take() && {
        const bool silent = tail_.size() == 1 && tail_.front().state == State::kNoData;
        return silent ? std::vector<TailStep>() : std::move(tail_);
    }

private:
    void push(std::int64_t at, std::int64_t known_at, State state) {
        if (at <= record::kResultTimeMax) {
            tail_.push_back({at, std::min<std::int64_t>(known_at, at + UINT32_MAX), state});
        }
    }

    std::int64_t since_;
    std::int64_t deadline_;
    State early_ = State::kNoData;
    State late_ = State::kNoData;
    std::vector<TailStep> tail_;
};

}  // namespace

Tail make_tail(const UptimeInput& input,
               std::int64_t since,
               std::int64_t settled,
               std::int64_t limit) {
    const std::int64_t deadline = silence_deadline(input, limit);
    Scope scope{.from = since, .limit = limit};
    const Line late = monitor_line(input, scope);
    scope.known = settled;
    const Line early = deadline == kNever ? late : monitor_line(input, scope);

    TailBuilder tail(since, deadline == kNever ? kAlways : deadline);
    const auto now = std::ranges::upper_bound(late, settled, {}, &Segment::from);
    tail.start(now == late.begin() ? Segment{kAlways, State::kNoData} : *std::prev(now));
    auto next_late = now;
    auto next_early = std::ranges::upper_bound(early, settled, {}, &Segment::from);
    while (next_late != late.end() || next_early != early.end()) {
        const std::int64_t at = std::min(next_late == late.end() ? kNever : next_late->from,
                                         next_early == early.end() ? kNever : next_early->from);
        tail.change(at, state_at(early, at), state_at(late, at));
        next_late += next_late != late.end() && next_late->from == at ? 1 : 0;
        next_early += next_early != early.end() && next_early->from == at ? 1 : 0;
    }
    return {.steps = std::move(tail).take(), .deadline = deadline};
}

}  // namespace ks::model
