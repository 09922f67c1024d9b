// SPDX-License-Identifier: Apache-2.0
// Every human word of the public pages and of the mails. One table a language, made at build time
// from locale/<language>.txt: a key there is a member here. {0}, {1} stand for figures or names;
// all entries are plain text and are escaped where they are written.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace ks::view {

/// The plural categories of CLDR. A language's catalogue says which it has and when; those it has
/// not are the same as `other`.
enum class PluralForm : std::uint8_t { kZero, kOne, kTwo, kFew, kMany, kOther };

struct Plural {
    std::string_view zero, one, two, few, many, other;
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
    std::string_view language;   ///< the catalogue's name: "pt"
    std::string_view lang_tag;   ///< BCP 47, for the lang attribute and the script's figures
    std::string_view direction;  ///< "ltr" or "rtl"

    // Figures and dates. Patterns of dates and times hold {weekday} {day} {month} {month_alone}
    // {year} {hour} {hour12} {minute} {second} {ampm} {zone}.
    std::string_view decimal_point, percent;
    std::string_view milliseconds, seconds, minutes, hours;  ///< {0}
    Plural days;                                             ///< {0}
    std::array<std::string_view, 12> month;                  ///< as they stand in a date
    std::array<std::string_view, 12> month_alone;            ///< as they stand in `month_and_year`
    std::array<std::string_view, 7> weekday;                 ///< Monday first
    std::string_view am, pm;
    std::string_view date, date_with_year, date_with_weekday, month_and_year;
    std::string_view clock, clock_with_zone, clock_with_seconds;
    std::string_view date_and_clock;            ///< {0} date, {1} clock
    std::string_view today_and_clock, from_to;  ///< {0} clock; {0} to {1}

    // States of a monitor, and of a page as titles
    std::string_view operational, degraded, down, maintenance, no_data, paused;
    std::string_view title_operational, title_degraded, title_partial, title_major,
        title_maintenance, title_no_data;

    // Bars and rows
    std::string_view uptime, no_figures, no_figures_mark;
    std::string_view over_all_days;  ///< {0} percentage
    Plural over_some_days;           ///< {0} percentage, {1} days, by which it is chosen
    std::string_view no_downtime;
    Plural downtime_days, degraded_days;

    // Groups; {0} of {1}
    std::string_view group_down, group_degraded, group_maintenance;

    // Banner
    StateSentences is_down, is_degraded, is_maintained, is_up;
    Plural is_paused, is_silent;  ///< {0}
    Plural others_up;
    Plural incidents_open;  ///< {0}
    std::string_view page_is_new, nothing_reports, no_monitors;

    // Incidents and maintenance
    Plural open_incidents;  ///< a heading
    std::string_view investigating, identified, monitoring, resolved;
    std::string_view impact_none, impact_minor, impact_major, impact_critical;
    std::string_view short_none, short_minor, short_major,
        short_critical;  ///< inside a line of facts
    std::string_view since, resolved_after, open_see_above;
    std::string_view recent_incidents, all_incidents, no_incidents, none_so_far;
    std::string_view maintenance_now, maintenance_soon, maintenance_done, recurring;

    // Frame
    std::string_view title;         ///< {0} state, {1} page
    std::string_view meta;          ///< {0} page
    std::string_view last_updated;  ///< {0} time
    std::string_view full_stop;     ///< after last_updated in a row of sentences
    std::string_view not_up_to_date, unreachable;
    std::string_view not_stored;     ///< {0} time
    std::string_view range_heading;  ///< {0} first monitor, {1} last
    std::string_view range_link;     ///< the same
    Plural more;                     ///< {0} monitors
    std::string_view continued;      ///< {0} group
    std::string_view heading, legend, days_ago_90, days_ago_30, today;
    std::string_view zone_note;  ///< {0} zone
    std::string_view two_zones;  ///< {0} zone of times, {1} zone of days
    std::string_view counting_note;
    std::string_view refresh_note, pause;
    std::string_view history, history_title, months, current_status;
    std::string_view subscribe, feed_title;  ///< feed_title: {0} page
    std::string_view atom_feed, rss_feed, calendar, json_api, badge;

    // Other pages
    Notice no_such_page, no_such_path, private_page, unavailable, moved, cname_target;
    std::string_view to_the_page;

    // Signing in to a private page
    std::string_view password, sign_in, sign_out, wrong_password, too_many_attempts;

    // Forms around subscriptions
    Notice subscribe_page;  ///< title: {0} page
    std::string_view by_email, by_email_send, no_email;
    std::string_view by_webhook, by_webhook_send, by_webhook_hint, webhook_address;
    std::string_view whole_page, choose_monitors;
    std::string_view leave_empty;  ///< of the field that people do not see
    Notice confirm_page;
    std::string_view confirm_send;
    Notice manage_page;  ///< text: {0} target
    std::string_view manage_send;
    Notice unsubscribe_page;  ///< text: {0} target
    std::string_view unsubscribe_send;
    Notice said_asked, said_confirmed, said_saved, said_removed, said_gone, said_invalid, said_busy;

    // Mails to subscribers
    std::string_view mail_scheduled;
    std::string_view mail_affected;  ///< {0} names
    std::string_view mail_window;    ///< {0} start, {1} end
    std::string_view mail_repeats, mail_see_page;
    std::string_view mail_confirm_subject, mail_confirm_text;  ///< {0} page
    std::string_view mail_confirm_send, mail_confirm_ignore;
    std::string_view mail_why;  ///< {0} page
    std::string_view mail_manage;

    PluralForm (*form)(std::uint64_t count) noexcept;

    /// The form of `plural` for so many.
    [[nodiscard]] std::string_view of(const Plural& plural, std::uint64_t count) const noexcept;
};

/// All catalogues, ordered by language.
[[nodiscard]] std::span<const Words> catalogues() noexcept;

extern const Words& kEnglish;

/// The catalogue that suits a BCP 47 tag best: the tag itself, else without its last subtags
/// ("pt-BR" is served by "pt"); nullptr if there is none.
[[nodiscard]] const Words* find_words(std::string_view tag) noexcept;
/// The reader's favourite among the catalogues by an Accept-Language field (RFC 9110 section
/// 12.5.4); English if there is none.
[[nodiscard]] const Words& accepted_words(std::string_view accept_language) noexcept;
/// A page's words: its locale's if it has one (English for a language without a catalogue), else
/// what the reader accepts.
[[nodiscard]] const Words& choose_words(std::string_view locale,
                                        std::string_view accept_language) noexcept;

}  // namespace ks::view
