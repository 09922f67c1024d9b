// SPDX-License-Identifier: Apache-2.0
#include "core/model/recurrence.hpp"

namespace ks::model {

std::vector<Interval> occurrences(const record::Maintenance& window,
                                  const Zone& /*zone*/,
                                  std::int64_t from,
                                  std::int64_t to,
                                  std::size_t limit) {
    const Interval once{window.starts_at.time_since_epoch().count(),
                        window.ends_at.time_since_epoch().count()};
    std::vector<Interval> found;
    if (limit > 0 && once.from < to && once.to > from) {
        found.push_back(once);
    }
    return found;
}

}  // namespace ks::model
