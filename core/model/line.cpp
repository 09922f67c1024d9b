// SPDX-License-Identifier: Apache-2.0
// Lines are built front to back; combining walks all of them at once, change by change.
#include "core/model/line.hpp"

#include <algorithm>

namespace ks::model {

using record::State;

void set_from(Line& line, std::int64_t at, State state) {
    while (!line.empty() && line.back().from >= at) {
        line.pop_back();
    }
    const State before = line.empty() ? State::kNoData : line.back().state;
    if (state != before) {
        line.push_back({at, state});
    }
}

State state_at(const Line& line, std::int64_t at) noexcept {
    const auto next = std::ranges::upper_bound(line, at, {}, &Segment::from);
    return next == line.begin() ? State::kNoData : std::prev(next)->state;
}

Line combine(std::span<const Line> lines, Rule rule) {
    Line out;
    std::vector<std::size_t> next(lines.size(), 0);
    std::vector<State> states(lines.size(), State::kNoData);
    // What the lines say together before any of them begins.
    set_from(out, kAlways, rule(states));
    for (;;) {
        std::int64_t at = kNever;
        for (std::size_t i = 0; i < lines.size(); ++i) {
            at = next[i] < lines[i].size() ? std::min(at, lines[i][next[i]].from) : at;
        }
        if (at == kNever) {
            return out;
        }
        for (std::size_t i = 0; i < lines.size(); ++i) {
            if (next[i] < lines[i].size() && lines[i][next[i]].from == at) {
                states[i] = lines[i][next[i]].state;
                ++next[i];
            }
        }
        set_from(out, at, rule(states));
    }
}

Line clip(const Line& line, std::int64_t from, std::int64_t to) {
    Line out{{from, state_at(line, from)}};
    for (auto next = std::ranges::upper_bound(line, from, {}, &Segment::from);
         next != line.end() && next->from < to;
         ++next) {
        out.push_back(*next);
    }
    return out;
}

}  // namespace ks::model
