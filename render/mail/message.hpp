// SPDX-License-Identifier: Apache-2.0
// Mails to subscribers: header fields, a text and an HTML body. What comes from people is escaped
// and can add neither a header field nor markup.
#pragma once

#include "core/record/incident.hpp"
#include "core/record/maintenance.hpp"
#include "render/view/words.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace ks::mail {

struct Message {
    std::vector<std::string> fields;  ///< "Name: value" without CRLF at the end; To, From, ...
    std::string text, html;           ///< UTF-8, CRLF
};

/// What every message needs. Addresses of pages are complete URLs of our own making.
struct Envelope {
    std::string page_name;
    std::string page_url;
    std::string list_id;     ///< host name that stands for the page
    std::string from, to;    ///< normalised addresses
    std::string message_id;  ///< "<...@...>": the same for every attempt
    std::string thread_id;   ///< the same for all updates of one incident; empty: none
    std::string manage_url, unsubscribe_url;  ///< empty in a confirmation
    std::chrono::sys_seconds date;
};

[[nodiscard]] Message confirmation(const Envelope& envelope,
                                   std::string_view confirm_url,
                                   const view::Words& words);
[[nodiscard]] Message incident_message(const Envelope& envelope,
                                       const record::Incident& incident,
                                       const record::IncidentUpdate& update,
                                       const std::vector<std::string>& monitors,
                                       const view::Words& words);
[[nodiscard]] Message maintenance_message(const Envelope& envelope,
                                          const record::Maintenance& window,
                                          const std::vector<std::string>& monitors,
                                          const view::Words& words);

}  // namespace ks::mail
