// SPDX-License-Identifier: Apache-2.0
// The forms around subscriptions, usable without a script: subscribe, confirm, choose monitors,
// unsubscribe, and what is said after each.
#pragma once

#include "core/record/status_page.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ks::page_html {

struct SubscribeWords {
    std::string_view title;  ///< {0} page
    std::string_view intro, email, email_send, no_email, webhook, webhook_send, webhook_hint, url;
    std::string_view whole_page, choose, trap;
    std::string_view confirm_title, confirm_text, confirm_send;
    std::string_view manage_title, manage_text, manage_send, unsubscribe_send;
    std::string_view unsubscribe_title, unsubscribe_text;  ///< {0} target
    std::string_view asked_title, asked_text;
    std::string_view confirmed_title, confirmed_text;
    std::string_view saved_title, saved_text;
    std::string_view removed_title, removed_text;
    std::string_view gone_title, gone_text;
    std::string_view invalid_title, invalid_text;
    std::string_view busy_title, busy_text;
    std::string_view to_the_page;
};

extern const SubscribeWords kSubscribeEnglish;

/// A monitor that can be chosen, as the page calls it.
struct Choice {
    MonitorId id;
    std::string name;
    bool chosen = false;
};

/// What every page of this file needs.
struct SubscribeFrame {
    const record::PageView& page;
    std::string_view style_path;
    const SubscribeWords& words = kSubscribeEnglish;
};

/// The name of the field that people do not see and robots fill in.
inline constexpr std::string_view kTrapField = "website";

/// `has_mail`: whether e-mail can be offered at all.
void subscribe_form(std::string& to,
                    const SubscribeFrame& frame,
                    std::span<const Choice> choices,
                    bool has_mail);
/// A button that posts to this same address.
void confirm_form(std::string& to, const SubscribeFrame& frame);
/// Choice of monitors (posts to this same address) and a button to leave (posts to
/// `unsubscribe_path`).
void manage_form(std::string& to,
                 const SubscribeFrame& frame,
                 std::span<const Choice> choices,
                 std::string_view target,
                 std::string_view unsubscribe_path);
void unsubscribe_form(std::string& to, const SubscribeFrame& frame, std::string_view target);

enum class SubscribeSaid : std::uint8_t {
    kAsked,  ///< a confirmation is on its way, if there is anything to confirm
    kConfirmed,
    kSaved,
    kRemoved,
    kGone,     ///< the link is not valid any more
    kInvalid,  ///< no address, or not one we can use
    kBusy,     ///< too many; later
};

void subscribe_said(std::string& to, const SubscribeFrame& frame, SubscribeSaid said);

}  // namespace ks::page_html
