// SPDX-License-Identifier: Apache-2.0
#include "core/model/recurrence.hpp"

#include "core/model/rrule.hpp"
#include "core/record/result_log.hpp"

#include <algorithm>
#include <array>

namespace ks::model {
namespace {

constexpr std::int64_t kDay_s = 86400;

class Occurrences {
public:
    /// REQUIRES: `rule` is the window's.
    Occurrences(const record::Maintenance& window, const Rrule& rule, const Zone& zone)
        : zone_(zone),
          rule_(rule),
          start_(window.starts_at.time_since_epoch().count()),
          length_(window.ends_at.time_since_epoch().count() - start_),
          civil_(zone.civil(window.starts_at)),
          first_day_(static_cast<Day>(std::chrono::sys_days{std::chrono::year{civil_.year} /
                                                            std::chrono::month{civil_.month} /
                                                            std::chrono::day{civil_.day}}
                                          .time_since_epoch()
                                          .count())),
          second_((civil_.hour * 3600) + (civil_.minute * 60) + civil_.second),
          days_(rule, first_day_) {}

    std::vector<Interval> in(std::int64_t from, std::int64_t to, std::size_t limit) const {
        std::vector<Interval> found;
        // Two days for the zone's offset and for clocks that change.
        const std::int64_t earliest = std::max(from, start_) - length_ - (2 * kDay_s);
        Day day = rule_.count != 0 ? first_day_ : static_cast<Day>(earliest / kDay_s);
        std::int32_t counted = 0;
        while (found.size() < limit) {
            const auto next = days_.next(day);
            if (!next || (rule_.until_day && *next > *rule_.until_day)) {
                break;
            }
            day = *next + 1;
            const std::int64_t at = zone_.at(*next, second_).time_since_epoch().count();
            if (at >= to || (rule_.until && at > *rule_.until) ||
                (rule_.count != 0 && ++counted > rule_.count)) {
                break;
            }
            if (at + length_ > from) {
                found.push_back({at, at + length_});
            }
        }
        return found;
    }

private:
    const Zone& zone_;
    const Rrule& rule_;
    std::int64_t start_;
    std::int64_t length_;
    CivilTime civil_;
    Day first_day_;
    std::int32_t second_;
    RuleDays days_;
};

}  // namespace

std::vector<Interval> occurrences(const record::Maintenance& window,
                                  const Zone& zone,
                                  std::int64_t from,
                                  std::int64_t to,
                                  std::size_t limit) {
    from = std::max<std::int64_t>(from, 0);
    to = std::min(to, record::kResultTimeMax);
    if (from >= to) {
        return {};
    }
    const auto parsed = window.rrule.empty() ? RruleParse{} : parse_rrule(window.rrule);
    if (parsed.rule) {
        return Occurrences(window, *parsed.rule, zone).in(from, to, limit);
    }
    const Interval once{window.starts_at.time_since_epoch().count(),
                        window.ends_at.time_since_epoch().count()};
    std::vector<Interval> found;
    if (limit > 0 && once.from < to && once.to > from) {
        found.push_back(once);
    }
    return found;
}

std::optional<Interval> last_occurrence(const record::Maintenance& window,
                                        const Zone& zone,
                                        std::int64_t at) {
    // Ever further back, so that what recurs often costs little.
    constexpr std::array<std::int64_t, 4> kDaysBack{32, 370, 3700, 36600};
    for (const std::int64_t days : kDaysBack) {
        const auto found = occurrences(window, zone, at - (days * kDay_s), at + 1, SIZE_MAX);
        if (!found.empty()) {
            return found.back();
        }
    }
    return std::nullopt;
}

}  // namespace ks::model
