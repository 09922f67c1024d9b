// SPDX-License-Identifier: Apache-2.0
// The forms around subscriptions, usable without a script: subscribe, confirm, choose monitors,
// unsubscribe, and what is said after each.
#pragma once

#include "core/record/status_page.hpp"
#include "render/view/words.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ks::page_html {

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
    const view::Words& words;
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
