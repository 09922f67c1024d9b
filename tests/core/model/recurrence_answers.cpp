// SPDX-License-Identifier: Apache-2.0
// Reads "starts ends from to limit zone rule" a line and writes the starts of the occurrences, so
// that recurrence_dateutil_test.py can hold them against another implementation.
#include "core/model/recurrence.hpp"
#include "core/model/rrule.hpp"

#include <chrono>
#include <iostream>
#include <string>

int main() {
    std::int64_t starts = 0;
    std::int64_t ends = 0;
    std::int64_t from = 0;
    std::int64_t to = 0;
    std::size_t limit = 0;
    std::string zone;
    std::string rule;
    while (std::cin >> starts >> ends >> from >> to >> limit >> zone >> rule) {
        const auto parsed = ks::model::parse_rrule(rule);
        if (!parsed.rule) {
            std::cout << "bad " << parsed.why << "\n";
            continue;
        }
        ks::record::Maintenance window;
        window.starts_at = ks::UnixSeconds(std::chrono::seconds(starts));
        window.ends_at = ks::UnixSeconds(std::chrono::seconds(ends));
        window.rrule = ks::model::format(*parsed.rule);
        for (const auto& when :
             ks::model::occurrences(window, ks::Zone::find(zone).value(), from, to, limit)) {
            std::cout << when.from << " ";
        }
        std::cout << "\n";
    }
}
