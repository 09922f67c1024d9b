// SPDX-License-Identifier: Apache-2.0
// Every human word of the page except the overall state's title (model::title). Another language is
// another table. {0}, {1} stand for figures or names; all entries are plain text and are escaped
// where they are written.
#pragma once

#include <cstdint>
#include <string_view>

namespace ks::view {

struct Plural {
    std::string_view one, other;

    [[nodiscard]] std::string_view of(std::uint64_t count) const noexcept {
        return count == 1 ? one : other;
    }
};

/// A heading and what it means.
struct Notice {
    std::string_view title, text;
};

/// How the banner speaks of one state: alone for all monitors, first of several, further on.
struct StateSentences {
    Plural all;      ///< {0}: how many
    Plural some_of;  ///< {0} of {1}
    Plural further;  ///< {0}
};

struct Words {
    // States of a monitor
    std::string_view operational, degraded, down, maintenance, no_data, paused;

    // Bars and rows
    std::string_view uptime, no_figures, no_figures_mark;
    std::string_view over_all_days;  ///< {0} percentage
    Plural over_some_days;           ///< {0} percentage, {1} days
    std::string_view no_downtime;
    Plural downtime_days, degraded_days;
    std::string_view milliseconds, seconds;

    // Groups; {0} of {1}
    std::string_view group_down, group_degraded, group_maintenance;

    // Banner
    StateSentences is_down, is_degraded, is_maintained, is_up;
    Plural is_paused, is_silent;  ///< {0}
    Plural others_up;
    std::string_view page_is_new, nothing_reports, no_monitors;

    // Frame
    std::string_view title;         ///< {0} state, {1} page
    std::string_view meta;          ///< {0} page
    std::string_view last_updated;  ///< {0} time
    std::string_view not_up_to_date, unreachable;
    std::string_view not_stored;  ///< {0} time
    std::string_view heading, legend, days_ago_90, days_ago_30, today;
    std::string_view zone_note;  ///< {0} zone
    std::string_view two_zones;  ///< {0} zone of times, {1} zone of days
    std::string_view counting_note;
    std::string_view refresh_note, pause;

    // Other pages
    Notice no_such_page, no_such_path, private_page, unavailable, moved, cname_target;
    std::string_view to_the_page;

    // Signing in to a private page
    std::string_view password, sign_in, sign_out, wrong_password, too_many_attempts;
};

extern const Words kEnglish;

}  // namespace ks::view
