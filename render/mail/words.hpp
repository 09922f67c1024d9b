// SPDX-License-Identifier: Apache-2.0
// Every human word of the mails. Another language is another table.
#pragma once

#include <array>
#include <string_view>

namespace ks::mail {

struct Words {
    std::array<std::string_view, 4> incident_statuses;  ///< by IncidentStatus, from the first
    std::string_view scheduled;
    std::string_view affected;  ///< before names
    std::string_view window;    ///< {0} start, {1} end
    std::string_view repeats;
    std::string_view see_page;
    std::string_view confirm_subject;  ///< {0} page
    std::string_view confirm_text;     ///< {0} page
    std::string_view confirm_button;
    std::string_view confirm_ignore;
    std::string_view why;  ///< {0} page
    std::string_view manage, unsubscribe;
};

inline constexpr Words kEnglish{
    .incident_statuses = {"Investigating", "Identified", "Monitoring", "Resolved"},
    .scheduled = "Scheduled maintenance",
    .affected = "Affected:",
    .window = "From {0} to {1}",
    .repeats = "This maintenance repeats; the status page shows when.",
    .see_page = "See the status page",
    .confirm_subject = "Confirm your subscription to {0}",
    .confirm_text =
        "Somebody, hopefully you, asked for updates from {0} to be sent to this address.",
    .confirm_button = "Confirm the subscription",
    .confirm_ignore =
        "If it was not you, ignore this message: without a confirmation nothing more is "
        "sent.",
    .why = "You get this message because you subscribed to {0}.",
    .manage = "Choose what you get",
    .unsubscribe = "Unsubscribe",
};

}  // namespace ks::mail
