// SPDX-License-Identifier: Apache-2.0
#include "render/view/words.hpp"

namespace ks::view {

const Words kEnglish{
    .operational = "Operational",
    .degraded = "Degraded",
    .down = "Down",
    .maintenance = "Maintenance",
    .no_data = "No data",
    .paused = "Paused",

    .uptime = "uptime",
    .no_figures = "No uptime figures yet",
    .no_figures_mark = "–",
    .over_all_days = "{0}% uptime over 90 days",
    .over_some_days = {"{0}% uptime over the one day with data",
                       "{0}% uptime over the {1} days with data"},
    .no_downtime = ", no downtime",
    .downtime_days = {", 1 day with downtime", ", {0} days with downtime"},
    .degraded_days = {", 1 degraded", ", {0} degraded"},
    .milliseconds = "{0} ms",
    .seconds = "{0} s",

    .group_down = "{0} of {1} down",
    .group_degraded = "{0} of {1} degraded",
    .group_maintenance = "{0} of {1} under maintenance",

    .is_down = {{"The monitor is down.", "All {0} monitors are down."},
                {"1 of {1} monitors is down.", "{0} of {1} monitors are down."},
                {"1 is down.", "{0} are down."}},
    .is_degraded = {{"The monitor is degraded.", "All {0} monitors are degraded."},
                    {"1 of {1} monitors is degraded.", "{0} of {1} monitors are degraded."},
                    {"1 is degraded.", "{0} are degraded."}},
    .is_maintained = {{"The monitor is under maintenance.",
                       "All {0} monitors are under maintenance."},
                      {"1 of {1} monitors is under maintenance.",
                       "{0} of {1} monitors are under maintenance."},
                      {"1 is under maintenance.", "{0} are under maintenance."}},
    .is_up = {{"The monitor works normally.", "All {0} monitors work normally."},
              {"1 of {1} monitors works normally.", "{0} of {1} monitors work normally."},
              {"1 works normally.", "{0} work normally."}},
    .is_paused = {"1 is paused.", "{0} are paused."},
    .is_silent = {"1 has no data.", "{0} have no data."},
    .others_up = {"The other one works normally.", "The others work normally."},
    .page_is_new = "This page is new. The first results appear here within a minute or two.",
    .nothing_reports = "No monitor reports at the moment.",
    .no_monitors = "This page shows no monitors yet.",

    .title = "{0} · {1}",
    .meta = "{0}: current state, uptime and incidents.",
    .last_updated = "Last updated {0}",
    .not_up_to_date = "Not up to date.",
    .unreachable =
        "This page cannot reach its server at the moment. What you see was true at the time above.",
    .not_stored = "New results cannot be stored at the moment. What you see was true at {0}.",
    .heading = "Uptime over 90 days",
    .legend = "Legend",
    .days_ago_90 = "90 days ago",
    .days_ago_30 = "30 days ago",
    .today = "Today",
    .zone_note = "Days and times are in {0}.",
    .two_zones = "Times are in {0}, days in {1}.",
    .counting_note = "Uptime counts observed time only; announced maintenance is left out.",
    .refresh_note = "This page checks again every 30 seconds while you look at it.",
    .pause = "Pause updates",

    .no_such_page = {"No status page here",
                     "There is no status page at this address. It may have been moved, or the "
                     "address may be mistyped."},
    .no_such_path = {"Not found", "There is nothing at this address of the status page."},
    .private_page = {"This status page is private",
                     "It is shown only to people who know its password."},
    .unavailable = {"Temporarily unavailable",
                    "This page cannot be shown at the moment. Please try again in a minute."},
    .moved = {"This page has moved", "It is now at"},
    .cname_target = {"Status pages live here",
                     "This name is where custom domains of status pages point to. To use your own "
                     "domain, give it a CNAME record with this name as its target and set it as "
                     "the custom domain of your status page."},
    .to_the_page = "Go to the status page",

    .password = "Password",
    .sign_in = "Sign in",
    .sign_out = "Sign out",
    .wrong_password = "That is not the password of this page. Please try again.",
    .too_many_attempts = "There were too many attempts. Please wait a minute and try again.",
};

}  // namespace ks::view
