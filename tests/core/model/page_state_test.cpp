// SPDX-License-Identifier: Apache-2.0
// The page's state and its sentence.
#include "core/model/page_state.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace ks::model {
namespace {

using enum record::State;

TEST(PageState, IsTheWorstOfItsEntries) {
    struct Case {
        std::vector<record::State> entries;
        std::string_view title;
    };

    for (const Case& c : {Case{{}, "No Data Yet"},
                          Case{{kNoData, kPaused}, "No Data Yet"},
                          Case{{kUp, kNoData}, "All Systems Operational"},
                          Case{{kUp, kPaused}, "All Systems Operational"},
                          Case{{kUp, kMaintenance}, "Service Under Maintenance"},
                          Case{{kMaintenance}, "Service Under Maintenance"},
                          Case{{kMaintenance, kDegraded, kUp}, "Partially Degraded Service"},
                          Case{{kDegraded}, "Partially Degraded Service"},
                          Case{{kDown, kUp}, "Partial System Outage"},
                          Case{{kDown, kMaintenance}, "Partial System Outage"},
                          Case{{kDown, kDegraded}, "Partial System Outage"},
                          Case{{kDown, kDown}, "Major Service Outage"},
                          Case{{kDown, kNoData, kPaused}, "Major Service Outage"}}) {
        PageTally tally;
        for (const record::State state : c.entries) {
            tally.add(state);
        }
        EXPECT_EQ(title(tally.state()), c.title);
        EXPECT_EQ(tally.all(), c.entries.size());
    }
}

TEST(PageState, AnOpenIncidentRaisesItToItsImpactAndNeverLowersIt) {
    using enum PageState;
    using record::Impact;

    struct Case {
        PageState state;
        Impact impact;
        PageState raised;
    };

    for (const Case& c : {Case{kOperational, Impact::kNone, kOperational},
                          Case{kNoData, Impact::kNone, kNoData},
                          Case{kOperational, Impact::kMinor, kDegraded},
                          Case{kNoData, Impact::kMinor, kDegraded},
                          Case{kMaintenance, Impact::kMinor, kDegraded},
                          Case{kOperational, Impact::kMajor, kPartialOutage},
                          Case{kOperational, Impact::kCritical, kMajorOutage},
                          Case{kPartialOutage, Impact::kMinor, kPartialOutage},
                          Case{kMajorOutage, Impact::kMajor, kMajorOutage}}) {
        EXPECT_EQ(title(raised_by(c.state, c.impact)), title(c.raised));
    }
}

}  // namespace
}  // namespace ks::model
